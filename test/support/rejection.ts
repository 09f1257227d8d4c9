import assert from 'node:assert/strict';
import { ProblemError } from '../../src/tunnels/problems/problem.ts';

/** The problem that a promise rejects with; fails where it resolves, or rejects with anything else. */
export async function problemOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => assert.fail('it was to reject'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ProblemError, String(error));
  return error.problem;
}
