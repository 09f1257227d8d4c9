import type { Account, Instant, TokenStatus, Tunnel } from '../tunnels/model.ts';
import { ProblemError } from '../tunnels/problem.ts';
import type { Problem, Refusal } from '../tunnels/problem.ts';
import type { CloudflareApi } from './client.ts';
import type { Credential } from './credentials.ts';

/** A credential that the API knows, and what it told about it. */
export interface Verified {
  /** Told apart by verification: the prefixes of newer tokens help, but older ones have none. */
  readonly owner: 'user' | 'account' | 'unknown';
  /** Those that it lists. May be none for a credential that is good all the same: then an id has to be typed. */
  readonly accounts: readonly Account[];
  /** `undefined`: never, or not told. */
  readonly expiresAt: Instant | undefined;
}

interface Asking {
  readonly signal: AbortSignal;
  readonly now: Instant;
}

/**
 * Verifies a credential and finds the accounts that it sees. `hint` is the id of an account that it is said to be for.
 * Rejects with a `ProblemError` that says what is refused.
 *
 * - https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/ answers 1000 to a token
 *   that is not a person's; it may be an account's then, which only
 *   https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/verify/ can tell.
 * - A list of accounts may be empty, or refused (1001), for a token that reads tunnels all the same.
 */
export async function verifyCredential(
  api: CloudflareApi,
  credential: Credential,
  hint: string | undefined,
  asking: Asking,
): Promise<Verified> {
  const { signal, now } = asking;
  if (credential.kind === 'key') {
    // Verification is for tokens; a key proves itself with the list.
    const accounts = await api.listAccounts(signal);
    return { owner: 'user', accounts, expiresAt: undefined };
  }
  const ofUser = await unless('unknownToken', () => api.verifyUserToken(signal));
  if (ofUser !== undefined) {
    mustBeInForce(ofUser, now);
    const accounts = await listOrNone(api, ['auth', 'forbidden'], signal);
    return { owner: 'user', accounts, expiresAt: ofUser.expiresAt };
  }
  // Without an account to ask at, only the list can tell a token of an account's from an unknown one.
  const mayBeAccounts = hint !== undefined || credential.token.startsWith('cfat_');
  const accounts = await listOrNone(api, mayBeAccounts ? ['auth'] : [], signal);
  const askAt = hint ?? accounts[0]?.id;
  const ofAccount =
    askAt === undefined
      ? undefined
      : await unless('unknownToken', () => api.verifyAccountToken(askAt, signal));
  if (ofAccount === undefined) return { owner: 'unknown', accounts, expiresAt: undefined };
  mustBeInForce(ofAccount, now);
  return { owner: 'account', accounts, expiresAt: ofAccount.expiresAt };
}

/**
 * The account's tunnels: reading them is what proves that the credential is of use there. Of what is refused, the
 * exact reason is looked for.
 */
export async function provenTunnels(
  api: CloudflareApi,
  credential: Credential,
  accountId: string,
  asking: Asking,
): Promise<readonly Tunnel[]> {
  try {
    return await api.listTunnels(accountId, asking.signal);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError(await explained(api, credential, accountId, error.problem, asking), {
      cause: error,
    });
  }
}

/**
 * Cloudflare's gateway has one word for a token that expired, was revoked, lacks a permission or is for another account
 * (10000): the calls made here, at most three, tell them apart. Never rejects because of what they answer.
 */
async function explained(
  api: CloudflareApi,
  credential: Credential,
  accountId: string,
  problem: Problem,
  asking: Asking,
): Promise<Problem> {
  const { kind } = problem;
  if (kind !== 'auth' && kind !== 'forbidden') return problem;
  try {
    const { accounts } = await verifyCredential(api, credential, accountId, asking);
    if (kind === 'auth' || accounts.length === 0) return problem;
    const sees = accounts.some(({ id }) => id === accountId);
    return sees ? problem : { ...problem, refusal: 'wrongAccount' };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { refusal, validity } = error.problem;
    // What the verification met on its way (no network, a limit) says nothing of the refusal.
    if (refusal === undefined || error.problem.kind !== 'auth') return problem;
    return { ...problem, kind: 'auth', refusal, ...(validity === undefined ? {} : { validity }) };
  }
}

function mustBeInForce({ status, expiresAt, notBefore }: TokenStatus, now: Instant): void {
  const refuse = (refusal: Refusal, validity: Instant | undefined): never => {
    const times = validity === undefined ? {} : { validity };
    throw new ProblemError({ kind: 'auth', detail: `verification: ${refusal}`, refusal, ...times });
  };
  if (status === 'disabled') refuse('disabled', undefined);
  if (status === 'expired' || (expiresAt !== undefined && expiresAt <= now)) refuse('expired', expiresAt);
  if (notBefore !== undefined && notBefore > now) refuse('notYetValid', notBefore);
}

async function listOrNone(
  api: CloudflareApi,
  noneFor: readonly Problem['kind'][],
  signal: AbortSignal,
): Promise<readonly Account[]> {
  try {
    return await api.listAccounts(signal);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { kind, refusal } = error.problem;
    if (refusal === 'accountToken' || noneFor.includes(kind)) return [];
    throw error;
  }
}

async function unless<T>(refusal: Refusal, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProblemError && error.problem.refusal === refusal) return undefined;
    throw error;
  }
}
