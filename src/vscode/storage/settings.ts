import { t } from '@vscode/l10n';
import * as z from 'zod/mini';
import { defaultBaseUrl, parseBaseUrl } from '../../cloudflare/baseUrl.ts';
import { accountIdForm } from '../../cloudflare/ids.ts';
import type { SortBy } from '../../tunnels/rows/order.ts';
import type { NotificationLevel } from '../../tunnels/changes/notices.ts';
import type { Problem } from '../../tunnels/problems/problem.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import type { RefreshWhen } from '../../watch/schedule.ts';

/** The settings as the extension uses them: every value can be relied on. */
export interface Settings {
  readonly accounts: readonly WatchedAccount[];
  /** 0: only on demand. */
  readonly refreshIntervalMs: number;
  readonly refreshWhen: RefreshWhen;
  readonly notifications: NotificationLevel;
  /** When the status bar item shows. */
  readonly statusBar: 'off' | 'problems' | 'always';
  readonly sortBy: SortBy;
  /** `undefined`: the one that is set is refused, so nothing may be sent. */
  readonly apiBaseUrl: string | undefined;
}

export const defaultSettings: Settings = {
  accounts: [],
  refreshIntervalMs: 60_000,
  refreshWhen: 'viewVisible',
  notifications: 'problems',
  statusBar: 'problems',
  sortBy: 'name',
  apiBaseUrl: defaultBaseUrl,
};

/** Names of the settings below `tunnelExplorer.`. */
export const settingNames = [
  'accounts',
  'refreshInterval',
  'refreshWhen',
  'notifications',
  'statusBar',
  'sortBy',
  'apiBaseUrl',
] as const;
export type SettingName = (typeof settingNames)[number];

const refreshInterval = z.union([z.literal(0), z.int().check(z.gte(10), z.lte(3600))]);
const accountEntry = z.object({
  accountId: z.string().check(z.regex(accountIdForm)),
  name: z.optional(z.unknown()),
  tunnels: z.optional(z.unknown()),
});
const accountName = z.optional(z.string());
const chosenTunnels = z.optional(z.array(z.guid()));

/**
 * Checks what is written in the settings. A value that cannot be used is named in a problem, and the one from before is
 * kept; of the accounts, each entry stands for itself.
 */
export function checkSettings(
  raw: Readonly<Partial<Record<SettingName, unknown>>>,
  before: Settings,
): { readonly settings: Settings; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const refuse = (name: SettingName, detail: string) => {
    problems.push({ kind: 'settings', setting: `tunnelExplorer.${name}`, detail });
  };

  const interval = z.safeParse(refreshInterval, raw.refreshInterval);
  if (!interval.success) {
    const used = before.refreshIntervalMs / 1000;
    refuse(
      'refreshInterval',
      t('use 0, or a whole number of seconds from 10 to 3600; until then, {0} is used', used),
    );
  }
  const oneOf = <T extends string>(name: SettingName, allowed: readonly T[], kept: T): T => {
    const found = allowed.find((value) => value === raw[name]);
    if (found === undefined) {
      refuse(name, t('use one of {0}; until then, {1} is used', allowed.join(', '), kept));
    }
    return found ?? kept;
  };
  const address = raw.apiBaseUrl;
  const apiBaseUrl = typeof address === 'string' ? parseBaseUrl(address) : undefined;
  if (apiBaseUrl === undefined) {
    refuse('apiBaseUrl', t('use an https: address, or http: on this machine; until then, nothing is sent'));
  }
  const { accounts, flaws } = checkAccounts(raw.accounts, before.accounts);
  if (flaws.length > 0) refuse('accounts', flaws.join('; '));

  return {
    settings: {
      accounts,
      refreshIntervalMs: interval.success ? interval.data * 1000 : before.refreshIntervalMs,
      refreshWhen: oneOf('refreshWhen', ['viewVisible', 'windowFocused', 'always'], before.refreshWhen),
      notifications: oneOf('notifications', ['off', 'problems', 'all'], before.notifications),
      statusBar: oneOf('statusBar', ['off', 'problems', 'always'], before.statusBar),
      sortBy: oneOf('sortBy', ['name', 'status', 'created'], before.sortBy),
      apiBaseUrl,
    },
    problems,
  };
}

/** Of an entry whose account is named, what cannot be used is taken from before: its rows stay. */
function checkAccounts(
  raw: unknown,
  before: readonly WatchedAccount[],
): { readonly accounts: readonly WatchedAccount[]; readonly flaws: readonly string[] } {
  if (!Array.isArray(raw)) return { accounts: before, flaws: [t('it must be a list')] };
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
      tunnels: tunnels.success ? tunnels.data?.map((tunnel) => tunnel.toLowerCase()) : known?.tunnels,
    });
  }
  return { accounts: [...accounts.values()], flaws };
}

/** For an account whose name is not known. */
export function shortName(accountId: string): string {
  return t('Account {0}', accountId.slice(0, 8));
}
