import assert from 'node:assert/strict';
import type { Credential } from '../../src/cloudflare/credentials.ts';
import { ProblemError } from '../../src/tunnels/problems/problem.ts';
import type { Problem } from '../../src/tunnels/problems/problem.ts';
import { describeProblem } from '../../src/tunnels/problems/problemWords.ts';

/** The problem that a promise rejects with; fails where it resolves, or rejects with anything else. */
export async function problemOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => assert.fail('it was to reject'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ProblemError, String(error));
  return error.problem;
}

/** Neither the problem nor its words repeat anything of the credential. */
export function assertHoldsNoSecret(problem: Problem, credential: Credential): void {
  const text = JSON.stringify([problem, describeProblem(problem, undefined, { now: 0, style: {} })]);
  const secrets = credential.kind === 'token' ? [credential.token] : [credential.key, credential.email];
  for (const secret of secrets) assert.ok(!text.includes(secret), text);
}

/** The API's own codes in a problem: that of the error and those of its chain. */
export const codesOf = ({ api }: Problem) =>
  (api === undefined ? [] : [api, ...api.chain]).map(({ code }) => code);
