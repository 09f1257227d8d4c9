import type { Account, TokenStatus, Tunnel } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { ProblemError } from '../tunnels/problems/problem.ts';
import type { Problem, Refusal } from '../tunnels/problems/problem.ts';
import type { CloudflareApi } from './client.ts';
import { ownerByPrefix } from './credentials.ts';
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
 *   that is not a person's; unless its prefix says that it is, it may be an account's then, which only
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
    const { accounts, refused } = await tryListAccounts(api, signal);
    if (refused?.problem.kind === 'auth') {
      throw new ProblemError(inCredentialTerms(credential, refused.problem), { cause: refused });
    }
    return { owner: 'user', accounts, expiresAt: undefined };
  }
  const ownerIsSaid = ownerByPrefix(credential.token);
  const ofUser =
    ownerIsSaid === 'user'
      ? await api.verifyUserToken(signal)
      : await undefinedWhen('unknownToken', () => api.verifyUserToken(signal));
  if (ofUser !== undefined) {
    assertInForce(ofUser, now);
    const { accounts } = await tryListAccounts(api, signal);
    return { owner: 'user', accounts, expiresAt: ofUser.expiresAt };
  }
  const { accounts, refused } = await tryListAccounts(api, signal);
  const askAt = hint ?? accounts[0]?.id;
  const ofAccount =
    askAt === undefined
      ? undefined
      : await undefinedWhen('unknownToken', () => api.verifyAccountToken(askAt, signal));
  if (ofAccount !== undefined) {
    assertInForce(ofAccount, now);
    return { owner: 'account', accounts, expiresAt: ofAccount.expiresAt };
  }
  // A token that is an account's by its prefix may be good all the same, until its account could be asked.
  const mayBeGood = hint === undefined && ownerIsSaid === 'account';
  if (refused !== undefined && !mayBeGood && isForUnknown(refused.problem)) throw refused;
  return { owner: 'unknown', accounts, expiresAt: undefined };
}

/**
 * The account's tunnels: reading them is what proves that the credential is of use there. Of what is refused, the
 * exact reason is looked for.
 */
export async function listTunnelsOrExplain(
  api: CloudflareApi,
  credential: Credential,
  accountId: string,
  asking: Asking,
): Promise<readonly Tunnel[]> {
  try {
    return await api.listTunnels(accountId, asking.signal);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError(await explainRefusal(api, credential, accountId, error.problem, asking), {
      cause: error,
    });
  }
}

/**
 * Cloudflare's gateway has one word for a token that expired, was revoked, lacks a permission or is for another account
 * (10000, with 401 or 403): the calls made here, at most three, tell them apart. Never rejects because of what they
 * answer.
 */
async function explainRefusal(
  api: CloudflareApi,
  credential: Credential,
  accountId: string,
  refused: Problem,
  asking: Asking,
): Promise<Problem> {
  const problem = inCredentialTerms(credential, refused);
  const { kind, refusal } = refused;
  const isExact = refusal !== undefined && refusal !== 'unknownToken' && refusal !== 'noPermission';
  if (isExact || (kind !== 'auth' && kind !== 'forbidden')) return problem;
  try {
    const verified = await verifyCredential(api, credential, accountId, asking);
    if (refusal === undefined) return problem;
    // It is known and in force: so it is a right that is missing.
    const missing = canSeeAccount(verified, accountId) ? 'noPermission' : 'wrongAccount';
    return { ...problem, kind: 'forbidden', refusal: missing };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const exact = error.problem;
    // What the verification met on its way (no network, a limit) says nothing of the refusal.
    if (exact.kind !== 'auth' && exact.refusal !== 'addressFilter') return problem;
    if (exact.refusal === undefined) return problem;
    const validity = exact.validity === undefined ? {} : { validity: exact.validity };
    return { ...problem, kind: exact.kind, refusal: exact.refusal, ...validity };
  }
}

/** As far as the list tells; one that is empty does not, but an account that verified the token as its own does. */
function canSeeAccount({ owner, accounts }: Verified, accountId: string): boolean {
  if (owner === 'account' || accounts.some(({ id }) => id === accountId)) return true;
  return owner === 'user' && accounts.length === 0;
}

/** The gateway's words for a credential that it does not know are about tokens, whatever was sent. */
function inCredentialTerms({ kind }: Credential, problem: Problem): Problem {
  return kind === 'key' && problem.refusal === 'unknownToken'
    ? { ...problem, refusal: 'unknownKey' }
    : problem;
}

function assertInForce({ status, expiresAt, notBefore }: TokenStatus, now: Instant): void {
  const refuse = (refusal: Refusal, validity: Instant | undefined): never => {
    const times = validity === undefined ? {} : { validity };
    throw new ProblemError({ kind: 'auth', detail: `verification: ${refusal}`, refusal, ...times });
  };
  if (status === 'disabled') refuse('disabled', undefined);
  if (status === 'expired' || (expiresAt !== undefined && expiresAt <= now)) refuse('expired', expiresAt);
  if (notBefore !== undefined && notBefore > now) refuse('notYetValid', notBefore);
}

interface AccountList {
  readonly accounts: readonly Account[];
  /** Why there are none: what may read tunnels need not be allowed to list accounts. */
  readonly refused: ProblemError | undefined;
}

async function tryListAccounts(api: CloudflareApi, signal: AbortSignal): Promise<AccountList> {
  try {
    return { accounts: await api.listAccounts(signal), refused: undefined };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { kind } = error.problem;
    if (kind !== 'auth' && kind !== 'forbidden') throw error;
    return { accounts: [], refused: error };
  }
}

/** 1001 is said to tokens that are known. */
function isForUnknown({ kind, refusal }: Problem): boolean {
  return kind === 'auth' && refusal !== 'accountToken';
}

async function undefinedWhen<T>(refusal: Refusal, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProblemError && error.problem.refusal === refusal) return undefined;
    throw error;
  }
}
