import * as vscode from 'vscode';
import { acrossInLine } from '../../tunnels/findings/acrossWords.ts';
import { staleMessage, updatedInWords } from '../../tunnels/overview/staleness.ts';
import type { Moment } from '../../tunnels/text/time.ts';
import type { Overview } from '../../tunnels/model/state.ts';
import { hiddenInWords } from '../../tunnels/rows/shownTunnels.ts';
import { warnedInWords } from '../../tunnels/rows/warnedTunnels.ts';
import { troubleIn, troubleInWords } from '../../tunnels/overview/trouble.ts';
import type { Watch } from '../../watch/watch.ts';
import type { FilterMemory } from '../storage/filterMemory.ts';
import type { MuteMemory } from '../storage/muteMemory.ts';
import { style } from '../style.ts';

/** Shows on the view itself what is true of all its rows: their age, that they are being loaded, how many are in trouble. */
export class ViewState implements vscode.Disposable {
  readonly #view: vscode.TreeView<unknown>;
  readonly #filter: FilterMemory;
  readonly #mutes: MuteMemory;
  readonly #subscriptions: readonly vscode.Disposable[];
  #endProgress: (() => void) | undefined;

  constructor(view: vscode.TreeView<unknown>, watch: Watch, filter: FilterMemory, mutes: MuteMemory) {
    this.#view = view;
    this.#mutes = mutes;
    this.#filter = filter;
    const show = () => {
      this.#show(watch.overview);
    };
    this.#subscriptions = [
      new vscode.Disposable(watch.onDidChange(show)),
      new vscode.Disposable(filter.onDidChange(show)),
      new vscode.Disposable(mutes.onDidChange(show)),
      // Another day may have begun since it was last looked at.
      view.onDidChangeVisibility(show),
      vscode.window.onDidChangeWindowState(show),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#endProgress?.();
  }

  #show(overview: Overview): void {
    const moment = { now: Date.now(), style };
    const age = updatedInWords(overview, moment) ?? '';
    if (age !== this.#view.description) this.#view.description = age;
    // VS Code shows no description where the view is alone in its container, as it is at first.
    const hidden = hiddenInWords(overview, this.#filter.value, moment.now);
    const warned = warnedInWords(overview, moment.now);
    const lines = [staleMessage(overview, moment) ?? age, warned, ...acrossInLine(overview), hidden];
    const message = lines.filter((line) => line !== undefined && line !== '').join(' · ');
    if (message !== this.#view.message) this.#view.message = message;
    this.#showBadge(overview, moment);
    const refreshing = overview.accounts.some((account) => account.refreshing);
    if (refreshing && this.#endProgress === undefined) {
      void vscode.window.withProgress(
        { location: { viewId: 'tunnelExplorer.tunnels' } },
        () =>
          new Promise<void>((resolve) => {
            this.#endProgress = resolve;
          }),
      );
    } else if (!refreshing) {
      this.#endProgress?.();
      this.#endProgress = undefined;
    }
  }

  /** The number of tunnels that are degraded or down and not muted, on the icon in the activity bar. */
  #showBadge(overview: Overview, moment: Moment): void {
    const trouble = troubleIn(overview, this.#mutes.value);
    const value = trouble.down.length + trouble.degraded.length;
    const tooltip = troubleInWords(trouble, moment).join('\n');
    if (this.#view.badge?.value === value && this.#view.badge.tooltip === tooltip) return;
    this.#view.badge = value === 0 ? undefined : { value, tooltip };
  }
}
