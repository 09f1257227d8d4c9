import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { ProblemError } from '../../tunnels/problems/problem.ts';
import type { Problem } from '../../tunnels/problems/problem.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import { checkSettings, defaultSettings, settingNames } from './settings.ts';
import type { SettingName, Settings } from './settings.ts';
import type { SortBy } from '../../tunnels/rows/order.ts';

const section = 'tunnelExplorer';

/** An entry of `tunnelExplorer.accounts` as it is written. */
export interface AccountEntry {
  readonly accountId: string;
  readonly name?: string;
  readonly tunnels?: readonly string[];
}

/** An entry with its place, as a person may have written it. */
export interface WrittenAccount {
  readonly accountId: string;
  readonly index: number;
  readonly entry: unknown;
}

/** The one place that reads and writes the extension's settings. */
export class SettingsStore implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Settings>();
  readonly #subscription: vscode.Disposable;
  #current: Settings = defaultSettings;
  #problems: readonly Problem[] = [];

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#read();
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(section)) return;
      this.#read();
      this.#changed.fire(this.#current);
    });
  }

  get current(): Settings {
    return this.#current;
  }

  /** What cannot be used, and why. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Whether every entry of `tunnelExplorer.accounts` can be read: only then is one that is missing gone. */
  get knowsAllAccounts(): boolean {
    return this.#problems.every(({ setting }) => setting !== `${section}.accounts`);
  }

  /** Adds the entries, each in the place of the one with the same account where there is one. */
  async putAccounts(entries: readonly AccountEntry[]): Promise<void> {
    const written = new Map(entries.map((entry) => [entry.accountId, entry]));
    const kept = this.#writtenAccounts().map((raw) => {
      const id = accountIdOf(raw);
      const entry = id === undefined ? undefined : written.get(id);
      if (id !== undefined) written.delete(id);
      return entry ?? raw;
    });
    await this.#writeAccounts([...kept, ...written.values()]);
  }

  /** `undefined`: all tunnels of the account, also new ones. What else stands in the entry stays. */
  async chooseTunnels(accountId: string, tunnels: readonly string[] | undefined): Promise<void> {
    const entries = this.#writtenAccounts().map((raw) =>
      accountIdOf(raw) === accountId && typeof raw === 'object' ? { ...raw, tunnels } : raw,
    );
    await this.#writeAccounts(entries);
  }

  async removeAccount({ id }: WatchedAccount): Promise<void> {
    await this.#writeAccounts(this.#writtenAccounts().filter((raw) => accountIdOf(raw) !== id));
  }

  /** `undefined`: the settings do not name it. */
  writtenAccount(accountId: string): WrittenAccount | undefined {
    const entries = this.#writtenAccounts();
    const index = entries.findIndex((raw) => accountIdOf(raw) === accountId);
    return index < 0 ? undefined : { accountId, index, entry: entries[index] };
  }

  /** Puts an entry back in its place, unless the account is there again. */
  async putBack({ accountId, index, entry }: WrittenAccount): Promise<void> {
    const entries = this.#writtenAccounts();
    if (entries.some((raw) => accountIdOf(raw) === accountId)) return;
    await this.#writeAccounts(entries.toSpliced(index, 0, entry));
  }

  async sortBy(order: SortBy): Promise<void> {
    await this.#write('sortBy', order);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #read(): void {
    const configuration = vscode.workspace.getConfiguration(section);
    const raw = Object.fromEntries(settingNames.map((name) => [name, configuration.get<unknown>(name)]));
    const { settings, problems } = checkSettings(raw, this.#current);
    this.#current = settings;
    this.#problems = problems;
  }

  /** As they stand in the file: what a person wrote there by hand is not lost to a rewrite. */
  #writtenAccounts(): readonly unknown[] {
    const raw = vscode.workspace.getConfiguration(section).get<unknown>('accounts');
    if (Array.isArray(raw)) return raw;
    const setting = 'tunnelExplorer.accounts';
    throw new ProblemError({ kind: 'settings', setting, detail: t('it must be a list') });
  }

  async #writeAccounts(entries: readonly unknown[]): Promise<void> {
    await this.#write('accounts', entries.length === 0 ? undefined : entries);
  }

  /** `undefined`: the default. */
  async #write(name: SettingName, value: unknown): Promise<void> {
    await vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);
  }
}

function accountIdOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('accountId' in entry)) return undefined;
  return typeof entry.accountId === 'string' ? entry.accountId.toLowerCase() : undefined;
}
