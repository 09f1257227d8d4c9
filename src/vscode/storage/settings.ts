import { t } from '@vscode/l10n';
import * as z from 'zod/mini';
import { defaultBaseUrl, parseBaseUrl } from '../../cloudflare/baseUrl.ts';
import { notificationLevels } from '../../tunnels/changes/notices.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import type { Problem } from '../../tunnels/problems/problem.ts';
import { sortOrders } from '../../tunnels/rows/order.ts';
import { refreshTimes } from '../../watch/schedule.ts';
import { checkAccounts } from './accountsSetting.ts';
import { choice, setting } from './setting.ts';
import type { Setting } from './setting.ts';

const seconds = z.union([z.literal(0), z.int().check(z.gte(10), z.lte(3600))]);

/** Every setting by its name below `tunnelExplorer.`: all else about settings follows from here. */
export const settingsTable = {
  accounts: setting<readonly WatchedAccount[]>({
    type: 'array',
    scope: 'application',
    default: [],
    check: checkAccounts,
  }),
  /** Seconds. 0: only on demand. */
  refreshInterval: setting<number>({
    type: 'integer',
    scope: 'application',
    default: 60,
    minimum: 0,
    maximum: 3600,
    check: (raw, before) => {
      const { data } = z.safeParse(seconds, raw);
      if (data !== undefined) return { value: data };
      const flaw = t('use 0, or a whole number of seconds from 10 to 3600; until then, {0} is used', before);
      return { value: before, flaw };
    },
  }),
  refreshWhen: choice(refreshTimes, 'windowFocused'),
  notifications: choice(notificationLevels, 'problems'),
  /** When the status bar item shows. */
  statusBar: choice(['off', 'problems', 'always'], 'problems'),
  sortBy: choice(sortOrders, 'name'),
  /** `undefined`: the one that is set is refused, so nothing may be sent, not even to the one from before. */
  apiBaseUrl: setting<string | undefined>({
    type: 'string',
    scope: 'application',
    default: defaultBaseUrl,
    check: (raw) => {
      const value = typeof raw === 'string' ? parseBaseUrl(raw) : undefined;
      if (value !== undefined) return { value };
      return { value, flaw: addressFlaw() };
    },
  }),
};

/** What is wrong with an address of the API that is refused. */
export function addressFlaw(): string {
  return t('use an https: address, or http: on this machine; until then, nothing is sent');
}

export type SettingName = keyof typeof settingsTable;

/** The settings as the extension uses them: every value can be relied on. */
export type Settings = {
  readonly [Name in SettingName]: (typeof settingsTable)[Name] extends Setting<infer Value> ? Value : never;
};

const byName: { readonly [Name in SettingName]: Setting<Settings[Name]> } = settingsTable;

export const settingNames: readonly SettingName[] = Object.keys(settingsTable).filter(isSettingName);

export const defaultSettings = settingsOf((name) => byName[name].default);

/**
 * Checks what is written in the settings. A value that cannot be used is named in a problem, and the one from before is
 * kept.
 */
export function checkSettings(
  raw: Readonly<Partial<Record<SettingName, unknown>>>,
  before: Settings,
): { readonly settings: Settings; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const settings = settingsOf((name) => {
    const { value, flaw } = byName[name].check(raw[name], before[name]);
    if (flaw !== undefined) {
      problems.push({ kind: 'settings', setting: `tunnelExplorer.${name}`, detail: flaw });
    }
    return value;
  });
  return { settings, problems };
}

function settingsOf(valueOf: <Name extends SettingName>(name: Name) => Settings[Name]): Settings {
  let values: Partial<Settings> = {};
  for (const name of settingNames) values = { ...values, [name]: valueOf(name) };
  if (!isWhole(values)) throw new Error('A setting has no value');
  return values;
}

function isWhole(values: Partial<Settings>): values is Settings {
  return settingNames.every((name) => name in values);
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingsTable, name);
}
