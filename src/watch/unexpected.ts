import { ProblemError } from '../tunnels/problems/problem.ts';
import type { Problem } from '../tunnels/problems/problem.ts';

/** The watch goes on whatever is thrown; what is not a `ProblemError` is a defect, and its text may hold anything. */
export function problemIn(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { kind: 'badResponse', detail: error instanceof Error ? error.name : 'unexpected error' };
}
