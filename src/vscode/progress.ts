import * as vscode from 'vscode';
import { withoutLinks } from '../tunnels/text/text.ts';

/** Tells how far the work is; `increment` in hundredths of all of it. */
export type Report = (progress: { readonly message: string; readonly increment: number }) => void;

/** Shows work that takes its time in a notification; its `Cancel` aborts the signal, and what comes of that is given. */
export async function withReport<T>(
  title: string,
  task: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: withoutLinks(title), cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => {
        controller.abort();
      });
      return task(controller.signal, ({ message, increment }) => {
        progress.report({ message: withoutLinks(message), increment });
      });
    },
  );
}

/** As {@link withReport}, for work that comes to nothing when it is aborted: `cancel` where the person did that. */
export async function withProgress<T>(
  title: string,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | 'cancel'> {
  return withReport(title, async (signal) => {
    try {
      return await task(signal);
    } catch (error) {
      if (signal.aborted) return 'cancel';
      throw error;
    }
  });
}
