import type * as vscode from 'vscode';
import type { Watch } from '../watch/watch.ts';
import type { ContextKeys } from './contextKeys.ts';
import type { Log } from './log.ts';
import type { OrphanedCredentials } from './storage/orphanedCredentials.ts';
import type { SettingsStore } from './storage/settingsStore.ts';

interface Followers {
  readonly watch: Watch;
  readonly contextKeys: ContextKeys;
  readonly orphans: OrphanedCredentials;
  /** Asks whether credentials may go to an address that is new. */
  readonly consent: { readonly offer: () => Promise<void> };
  readonly log: Log;
}

/** Has the settings take effect, now and after each change of theirs. */
export function followSettings(
  settings: SettingsStore,
  { watch, contextKeys, orphans, consent, log }: Followers,
): vscode.Disposable {
  let address = settings.current.apiBaseUrl;
  const apply = () => {
    const { accounts, refreshInterval, refreshWhen, apiBaseUrl } = settings.current;
    watch.setPace({ intervalMs: refreshInterval * 1000, refreshWhen });
    watch.setAccounts(accounts, settings.problems);
    contextKeys.setAccounts(accounts.length);
    if (settings.knowsAllAccounts) void orphans.lookAt(accounts.map(({ id }) => id));
    if (apiBaseUrl === address) return;
    address = apiBaseUrl;
    // What was read came from another API.
    watch.restart();
    if (apiBaseUrl === undefined) return;
    consent.offer().catch((error: unknown) => {
      log.failure('apiBaseUrl', error);
    });
  };
  apply();
  return settings.onDidChange(apply);
}
