import type { Account, Instant } from '../tunnels/model.ts';
import { ProblemError } from '../tunnels/problem.ts';
import type { CloudflareApi } from './client.ts';

/**
 * The accounts that the credential sees. The list may be empty, or refused (code 1001), for a credential that is good
 * all the same: then an account's id has to be typed, and reading its tunnels is the proof.
 * https://developers.cloudflare.com/fundamentals/api/get-started/account-owned-tokens/
 */
export async function seenAccounts(
  api: CloudflareApi,
  signal: AbortSignal,
  now: Instant,
): Promise<readonly Account[]> {
  const invalidUserToken = 1000;
  const listNotForAccountTokens = 1001;
  let isUserToken = true;
  try {
    const { status, notBefore } = await api.verifyUserToken(signal);
    if (status === 'disabled' || status === 'expired') {
      throw new ProblemError({ kind: 'auth', detail: `the token is ${status}` });
    }
    if (notBefore !== undefined && notBefore > now) {
      const from = new Date(notBefore).toISOString();
      throw new ProblemError({ kind: 'auth', detail: `the token is not valid before ${from}` });
    }
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.api?.code !== invalidUserToken) throw error;
    isUserToken = false;
  }
  try {
    return await api.listAccounts(signal);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { kind, api: said } = error.problem;
    if (said?.code === listNotForAccountTokens) return [];
    if (isUserToken && (kind === 'auth' || kind === 'forbidden')) return [];
    throw error;
  }
}
