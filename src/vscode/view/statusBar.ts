import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { oldFrom, troubleIn, troubleInShort, troubleInWords } from '../../tunnels/overview/trouble.ts';
import type { Trouble } from '../../tunnels/overview/trouble.ts';
import type { Clock } from '../../watch/ports.ts';
import type { Watch } from '../../watch/watch.ts';
import type { MuteMemory } from '../storage/muteMemory.ts';
import type { SettingsStore } from '../storage/settingsStore.ts';
import { style } from '../style.ts';

/** The item in the status bar: how many tunnels are in trouble. A click opens the view. */
export class StatusBar implements vscode.Disposable {
  readonly #watch: Watch;
  readonly #settings: SettingsStore;
  readonly #mutes: MuteMemory;
  readonly #clock: Clock;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: readonly vscode.Disposable[];
  #endTimer: () => void = () => undefined;

  constructor(watch: Watch, settings: SettingsStore, mutes: MuteMemory, clock: Clock) {
    this.#watch = watch;
    this.#settings = settings;
    this.#mutes = mutes;
    this.#clock = clock;
    this.#item = vscode.window.createStatusBarItem('tunnels', vscode.StatusBarAlignment.Left);
    this.#item.name = t('Cloudflare Tunnels');
    this.#item.command = 'tunnelExplorer.tunnels.focus';
    const show = () => {
      this.#show();
    };
    this.#subscriptions = [
      new vscode.Disposable(watch.onDidChange(show)),
      new vscode.Disposable(mutes.onDidChange(show)),
      settings.onDidChange(show),
    ];
  }

  dispose(): void {
    this.#endTimer();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const { overview } = this.#watch;
    const now = this.#clock.now();
    const trouble = troubleIn(overview, this.#mutes.value);
    const oldAt = oldFrom(overview) ?? Infinity;
    const isOld = oldAt <= now;
    this.#showAgainAt(oldAt, now);
    if (!this.#isWanted(trouble)) {
      this.#item.hide();
      return;
    }
    const short = troubleInShort(trouble);
    const lines = troubleInWords(trouble, { now, style });
    this.#item.text = `$(${iconOf(trouble, isOld)}) ${short}`;
    this.#item.tooltip = lines.join('\n');
    this.#item.accessibilityInformation = { label: [t('Cloudflare Tunnels'), ...lines].join(', ') };
    this.#item.backgroundColor = isOld ? undefined : backgroundOf(trouble);
    this.#item.show();
  }

  #isWanted({ down, degraded, unread, asOf }: Trouble): boolean {
    switch (this.#settings.current.statusBar) {
      case 'off':
        return false;
      case 'problems':
        return down.length + degraded.length + unread.length > 0;
      case 'always':
        return asOf !== undefined || unread.length > 0;
    }
  }

  /** What is shown grows old without anything having changed. */
  #showAgainAt(at: number, now: number): void {
    this.#endTimer();
    if (at <= now || at === Infinity) return;
    this.#endTimer = this.#clock.startTimer(at - now, () => {
      this.#show();
    });
  }
}

function iconOf({ down, degraded, asOf }: Trouble, isOld: boolean): string {
  if (asOf === undefined) return 'question';
  if (isOld) return 'history';
  return down.length + degraded.length > 0 ? 'warning' : 'cloud';
}

function backgroundOf({ down, degraded }: Trouble): vscode.ThemeColor | undefined {
  if (down.length > 0) return new vscode.ThemeColor('statusBarItem.errorBackground');
  if (degraded.length > 0) return new vscode.ThemeColor('statusBarItem.warningBackground');
  return undefined;
}
