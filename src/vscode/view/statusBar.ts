import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Overview } from '../../tunnels/model/state.ts';
import { troubleIn, troubleInWords, troubleList } from '../../tunnels/overview/trouble.ts';
import type { Trouble } from '../../tunnels/overview/trouble.ts';
import type { Watch } from '../../watch/watch.ts';
import type { SettingsStore } from '../storage/settingsStore.ts';

/** The item in the status bar: how many tunnels are in trouble. A click opens the view. */
export class StatusBar implements vscode.Disposable {
  readonly #settings: SettingsStore;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(watch: Watch, settings: SettingsStore) {
    this.#settings = settings;
    this.#item = vscode.window.createStatusBarItem('tunnels', vscode.StatusBarAlignment.Left);
    this.#item.name = t('Cloudflare Tunnels');
    this.#item.command = 'tunnelExplorer.tunnels.focus';
    this.#subscriptions = [
      new vscode.Disposable(
        watch.onDidChange((overview) => {
          this.#show(overview);
        }),
      ),
      settings.onDidChange(() => {
        this.#show(watch.overview);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #show(overview: Overview): void {
    const { statusBar } = this.#settings.current;
    const trouble = troubleIn(overview);
    const words = troubleInWords(trouble);
    const isKnown = overview.accounts.some(
      ({ tunnels }) => tunnels.value !== undefined || tunnels.problem !== undefined,
    );
    const failing = failingInWords(trouble);
    const hasNone = words === undefined && failing === undefined;
    if (!isKnown || statusBar === 'off' || (statusBar === 'problems' && hasNone)) {
      this.#item.hide();
      return;
    }
    const count = trouble.down.length + trouble.degraded.length;
    const icon = failing !== undefined ? 'sync-ignored' : count === 0 ? 'cloud' : 'warning';
    this.#item.text = `$(${icon}) ${tunnels(count === 0 ? trouble.total : count)}`;
    const title = words ?? t('No tunnels are degraded or down');
    const lines = [failing, title, troubleList(trouble)];
    this.#item.tooltip = lines.filter((line) => line !== undefined && line !== '').join('\n');
    const parts = [tunnels(trouble.total), title, failing].filter((part) => part !== undefined);
    const label = `${t('Cloudflare Tunnels')}: ${parts.join(', ')}`;
    this.#item.accessibilityInformation = { label };
    this.#item.backgroundColor = backgroundOf(trouble);
    this.#item.show();
  }
}

function tunnels(count: number): string {
  return count === 1 ? t('1 tunnel') : t('{0} tunnels', count);
}

/** A view that cannot be read is no reason to be at ease. */
function failingInWords({ failing }: Trouble): string | undefined {
  if (failing === 0) return undefined;
  return failing === 1 ? t('1 account cannot be read') : t('{0} accounts cannot be read', failing);
}

function backgroundOf({ down, degraded, failing }: Trouble): vscode.ThemeColor | undefined {
  if (down.length > 0) return new vscode.ThemeColor('statusBarItem.errorBackground');
  if (degraded.length > 0 || failing > 0) return new vscode.ThemeColor('statusBarItem.warningBackground');
  return undefined;
}
