import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AccountState } from '../../tunnels/model/state.ts';
import type { Watch } from '../../watch/watch.ts';

/** The account with its tunnels, which are read where they are not known yet. */
export async function loadedAccount(watch: Watch, accountId: string): Promise<AccountState | undefined> {
  const state = () => watch.overview.accounts.find(({ account }) => account.id === accountId);
  if (state()?.tunnels.value !== undefined) return state();
  await vscode.window.withProgress(
    { location: { viewId: 'tunnelExplorer.tunnels' }, title: t('Loading tunnels…') },
    () => watch.refresh(accountId),
  );
  return state();
}
