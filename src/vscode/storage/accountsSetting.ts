import { t } from '@vscode/l10n';
import * as z from 'zod/mini';
import { accountIdForm } from '../../cloudflare/ids.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import type { Checked } from './setting.ts';

const accountEntry = z.object({
  accountId: z.string().check(z.regex(accountIdForm)),
  name: z.optional(z.unknown()),
  tunnels: z.optional(z.unknown()),
});
const accountName = z.optional(z.string());
const chosenTunnels = z.optional(z.array(z.guid()));

/**
 * Each entry stands for itself. Of one whose account is named, what cannot be used is taken from before: its rows stay.
 */
export function checkAccounts(
  raw: unknown,
  before: readonly WatchedAccount[],
): Checked<readonly WatchedAccount[]> {
  if (!Array.isArray(raw)) return { value: before, flaw: t('it must be a list') };
  const entries: readonly unknown[] = raw;
  const accounts = new Map<string, WatchedAccount>();
  const flaws: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const flaw = (what: string) => flaws.push(t('entry {0}: invalid {1}', index + 1, what));
    const { data } = z.safeParse(accountEntry, entry);
    if (data === undefined) {
      flaw(t('accountId (must be 32 hexadecimal digits)'));
      continue;
    }
    const id = data.accountId.toLowerCase();
    if (accounts.has(id)) {
      flaws.push(t('entry {0}: duplicate account', index + 1));
      continue;
    }
    const known = before.find((account) => account.id === id);
    const name = z.safeParse(accountName, data.name);
    if (!name.success) flaw('name');
    const tunnels = z.safeParse(chosenTunnels, data.tunnels);
    if (!tunnels.success) flaw('tunnels');
    const givenName = name.success ? (name.data?.trim() ?? '') : (known?.name ?? '');
    accounts.set(id, {
      id,
      name: givenName === '' ? shortName(id) : givenName,
      tunnels: tunnels.success ? tunnels.data && distinct(tunnels.data) : known?.tunnels,
    });
  }
  const value = [...accounts.values()];
  return flaws.length === 0 ? { value } : { value, flaw: flaws.join('; ') };
}

/** Two spellings of one id are one choice. */
function distinct(tunnelIds: readonly string[]): readonly string[] {
  return [...new Set(tunnelIds.map((id) => id.toLowerCase()))];
}

/** For an account whose name is not known. */
export function shortName(accountId: string): string {
  return t('Account {0}', accountId.slice(0, 8));
}
