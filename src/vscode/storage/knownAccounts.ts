import type * as vscode from 'vscode';

/** Where {@link OrphanedCredentials} keeps the ids of the accounts whose credentials there may be. */
export const knownAccountsKey = 'knownAccounts';

/** Whether a credential may be stored, also where the settings name no account any more. */
export function knowsAccounts(memory: vscode.Memento): boolean {
  return Object.keys(memory.get<object>(knownAccountsKey, {})).length > 0;
}
