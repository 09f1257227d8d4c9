import * as vscode from 'vscode';

/** Tells how far the work is; `increment` in hundredths of all of it. */
export type Report = (progress: { readonly message?: string; readonly increment?: number }) => void;

/** Shows work that takes its time in a notification; its `Cancel` aborts the signal, and what comes of that is given. */
export async function withReport<T>(
  title: string,
  task: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => {
        controller.abort();
      });
      return task(controller.signal, (step) => {
        progress.report(step);
      });
    },
  );
}
