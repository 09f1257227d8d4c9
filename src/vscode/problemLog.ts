import type { Overview } from '../tunnels/model/state.ts';
import type { Problem } from '../tunnels/problems/problem.ts';
import type { Watch } from '../watch/watch.ts';
import type { Log } from './log.ts';

/** Writes each problem that comes into the overview to the log, once, until the function returned is called. */
export function reportProblems(watch: Watch, log: Log): () => void {
  let before: ReadonlySet<Problem> = new Set();
  return watch.onDidChange((overview) => {
    const now = problemsIn(overview);
    for (const [problem, about] of now) if (!before.has(problem)) log.problem(about, problem);
    before = new Set(now.keys());
  });
}

/** Each with what it is about. */
function problemsIn({ accounts, problems }: Overview): ReadonlyMap<Problem, string> {
  const found = new Map<Problem, string>(problems.map((problem) => [problem, 'settings']));
  for (const { account, tunnels, connectors, configurations } of accounts) {
    if (tunnels.problem !== undefined) found.set(tunnels.problem, account.name);
    for (const [key, { problem }] of connectors) {
      if (problem !== undefined) found.set(problem, `${account.name}, tunnel ${key}`);
    }
    for (const [key, { problem }] of configurations) {
      if (problem !== undefined) found.set(problem, `${account.name}, routes of tunnel ${key}`);
    }
  }
  return found;
}
