import * as vscode from 'vscode';
import type { Problem } from '../tunnels/problems/problem.ts';
import type { Watch } from '../watch/watch.ts';
import type { Log } from './log.ts';

/** Writes each problem that comes into the overview to the log, once. */
export function reportProblems(watch: Watch, log: Log): vscode.Disposable {
  let before = new Set<Problem>();
  return new vscode.Disposable(
    watch.onDidChange(({ accounts, problems }) => {
      const now = new Map<Problem, string>(problems.map((problem) => [problem, 'settings']));
      for (const { account, tunnels, connectors } of accounts) {
        if (tunnels.problem !== undefined) now.set(tunnels.problem, account.name);
        for (const [key, { problem }] of connectors) {
          if (problem !== undefined) now.set(problem, `${account.name}, tunnel ${key}`);
        }
      }
      for (const [problem, about] of now) if (!before.has(problem)) log.problem(about, problem);
      before = new Set(now.keys());
    }),
  );
}
