import { authenticationError, refusal } from './answers.ts';
import type { Answer } from './answers.ts';
import type { KeyPrincipal, Principal, TokenPrincipal } from './principals.ts';

/** A request as the API sees it. */
export interface ApiRequest {
  readonly method: string;
  /** From behind `/client/v4`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Who sent a request: someone known, nobody (`undefined`: well-formed, but not or no longer known), or a refusal of
 * headers that cannot be credentials.
 */
export type Sender =
  | { readonly principal: Principal | undefined; readonly kind: 'token' | 'key' }
  | { readonly refusal: Answer };

const tokenForm = /^(?!cfk_)[A-Za-z0-9_-]{40,}$/;
const keyForm = /^(?:[0-9a-f]{37}|cfk_[A-Za-z0-9]{40,})$/;

/** https://developers.cloudflare.com/fundamentals/api/get-started/ for the schemes; the codes are those seen in use. */
export function senderOf({ headers }: ApiRequest, principals: readonly Principal[]): Sender {
  const authorization = headers['authorization'];
  if (authorization !== undefined) {
    const token = /^Bearer (.*)$/i.exec(authorization)?.[1];
    if (token === undefined || !tokenForm.test(token)) {
      return { refusal: malformed([6111, 'Authorization']) };
    }
    const isIt = (one: Principal): one is TokenPrincipal => one.kind === 'token' && one.secret === token;
    return { kind: 'token', principal: principals.find(isIt) };
  }
  const email = headers['x-auth-email'];
  const key = headers['x-auth-key'];
  if (email === undefined && key === undefined) {
    const message = 'Missing X-Auth-Key, X-Auth-Email or Authorization headers';
    return { refusal: refusal(400, { code: 9106, message }) };
  }
  const flaws: [code: number, header: string][] = [];
  if (email === undefined || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) flaws.push([6102, 'X-Auth-Email']);
  if (key === undefined || !keyForm.test(key)) flaws.push([6103, 'X-Auth-Key']);
  if (flaws.length > 0) return { refusal: malformed(...flaws) };
  const isIt = (one: Principal): one is KeyPrincipal =>
    one.kind === 'key' && one.email === email && one.key === key;
  const principal = principals.find(isIt);
  // The status of 9103 is documented nowhere.
  return principal === undefined
    ? { refusal: refusal(403, { code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email' }) }
    : { kind: 'key', principal };
}

function malformed(...flaws: readonly (readonly [code: number, header: string])[]): Answer {
  return refusal(400, {
    code: 6003,
    message: 'Invalid request headers',
    error_chain: flaws.map(([code, header]) => ({ code, message: `Invalid format for ${header} header` })),
  });
}

/** The address that a filtered token's refusal names. */
const refusedAddress = '203.0.113.254';

/** Why a known token may not be used now, if so. `userLevel`: on a route that belongs to no account. */
export function hindrance(
  principal: Principal | undefined,
  now: number,
  { userLevel }: { readonly userLevel: boolean },
): Answer | undefined {
  if (principal === undefined || !isInForce(principal, now)) {
    return userLevel
      ? refusal(403, { code: 9109, message: 'Invalid access token' })
      : authenticationError(401);
  }
  if (principal.kind === 'token' && principal.otherAddressesOnly) return wrongAddress();
  return undefined;
}

export function wrongAddress(): Answer {
  return refusal(403, {
    code: 9109,
    message: `Cannot use the access token from location: ${refusedAddress}`,
  });
}

function isInForce(principal: Principal, now: number): boolean {
  if (principal.kind === 'key') return true;
  return !principal.disabled && !isOver(principal, now) && !isToCome(principal, now);
}

export function isOver({ expiresOn }: TokenPrincipal, now: number): boolean {
  return expiresOn !== undefined && Date.parse(expiresOn) <= now;
}

function isToCome({ notBefore }: TokenPrincipal, now: number): boolean {
  return notBefore !== undefined && Date.parse(notBefore) > now;
}
