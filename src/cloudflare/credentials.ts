import * as z from 'zod/mini';

/**
 * The two ways in which the API lets a caller sign in: an API token (user-owned or account-owned), sent as
 * `Authorization: Bearer`, or the older pair of `X-Auth-Email` and `X-Auth-Key` (Global API key).
 * https://developers.cloudflare.com/fundamentals/api/get-started/
 */
export type Credential = TokenCredential | KeyCredential;

export interface TokenCredential {
  readonly kind: 'token';
  readonly token: string;
}

export interface KeyCredential {
  readonly kind: 'key';
  readonly email: string;
  readonly key: string;
}

/** What a header can carry and a credential can be: printable ASCII without a space, of a sane length. */
const secretText = z.string().check(z.regex(/^[\x21-\x7e]{1,1024}$/));

/** The headers that carry it. */
export function credentialHeaders(credential: Credential): Readonly<Record<string, string>> {
  switch (credential.kind) {
    case 'token':
      return { authorization: `Bearer ${credential.token}` };
    case 'key':
      return { 'x-auth-email': credential.email, 'x-auth-key': credential.key };
  }
}

/** A credential as it is kept in the secret storage; checked when written and when read. */
export const credentialSchema: z.ZodMiniType<Credential> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), token: secretText }),
  z.object({ kind: z.literal('key'), email: secretText, key: secretText }),
]);

/** Why a pasted text cannot be a credential; decided without asking anyone. */
export type SecretFlaw =
  | 'empty'
  | 'tunnelToken'
  | 'webAddress'
  | 'space'
  | 'notAscii'
  | 'tooLong'
  | 'emailForToken'
  | 'emailForKey'
  | 'keyForToken'
  | 'tokenForKey';

/**
 * Pasted text as a secret: what often comes along (white space around it, quotes, `Bearer ` in front) is taken off,
 * and what cannot be sent in a header, or is something else that people have at hand, is named before a request is made.
 */
export function readSecret(
  pasted: string,
  kind: Credential['kind'],
): { readonly secret: string } | { readonly flaw: SecretFlaw } {
  const secret = unquoted(unquoted(pasted).replace(/^(?:authorization:\s*)?bearer(?:\s+|$)/i, ''));
  const flaw = flawOf(secret, kind);
  return flaw === undefined ? { secret } : { flaw };
}

function flawOf(secret: string, kind: Credential['kind']): SecretFlaw | undefined {
  if (secret === '') return 'empty';
  // The dashboard gives it as part of a command: `cloudflared service install eyJ…`.
  if (secret.split(/[\s=]+/).some(isTunnelToken)) return 'tunnelToken';
  if (/\s/.test(secret)) return 'space';
  if (isWebAddress(secret)) return 'webAddress';
  if (/[^\x21-\x7e]/.test(secret)) return 'notAscii';
  if (!z.safeParse(secretText, secret).success) return 'tooLong';
  if (isEmailLike(secret)) return kind === 'token' ? 'emailForToken' : 'emailForKey';
  if (kind === 'token' && isGlobalKey(secret)) return 'keyForToken';
  if (kind === 'key' && ownerByPrefix(secret) !== undefined) return 'tokenForKey';
  return undefined;
}

const tunnelToken = z.object({ a: z.string(), t: z.string(), s: z.string() });

/** What runs a tunnel: the ids of its account and of itself and its secret, as JSON in base64. */
function isTunnelToken(text: string): boolean {
  if (!text.startsWith('eyJ')) return false;
  try {
    return z.safeParse(tunnelToken, JSON.parse(Buffer.from(text, 'base64').toString())).success;
  } catch {
    return false;
  }
}

/** With a scheme, or one of Cloudflare's without: no token or key has a slash or a dot. */
function isWebAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^(?:[a-z0-9-]+\.)*cloudflare\.com(?:\/|$)/i.test(text);
}

/**
 * By their prefixes, or for the older form of a Global API key by its 37 hexadecimal digits.
 * https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
 */
function isGlobalKey(secret: string): boolean {
  return secret.startsWith('cfk_') || /^[0-9a-f]{37}$/.test(secret);
}

/** Whose a token is; older ones have no prefix: those only the API can tell. */
export function ownerByPrefix(secret: string): 'user' | 'account' | undefined {
  if (secret.startsWith('cfut_')) return 'user';
  return secret.startsWith('cfat_') ? 'account' : undefined;
}

/** What Cloudflare's login takes for an address is for it to say; this is what cannot be one. */
export function isEmailLike(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text) && /^[^@]+@[^@]+$/.test(text);
}

function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^(["'`])(.*)\1$/, '$2')
    .trim();
}
