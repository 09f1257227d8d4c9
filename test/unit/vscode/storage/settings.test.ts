import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  checkSettings,
  defaultSettings,
  settingNames,
  settingsTable,
} from '../../../../src/vscode/storage/settings.ts';
import type { SettingName, Settings } from '../../../../src/vscode/storage/settings.ts';

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
  };
}

/** A setting as package.json declares it. */
interface Property {
  readonly type?: unknown;
  readonly scope?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly anyOf?: readonly Range[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enumDescriptions?: readonly string[];
}

/** A part of a JSON schema. */
interface Range {
  readonly const?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

const id = '5a3b1e00a11ce0bb5a3b1e00a11ce0bb';
const otherId = '5a3b1e00b0b0cafe5a3b1e00b0b0cafe';
const tunnel = '7c0f4d6e-52a1-4f0b-9b1e-2f6f0d5f8a11';
const defaults = Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].default]));
const valid = {
  ...defaults,
  accounts: [{ accountId: id, name: 'Larkfield' }],
  refreshInterval: 30,
  refreshWhen: 'always',
  notifications: 'all',
  statusBar: 'off',
  sortBy: 'status',
  apiBaseUrl: 'http://127.0.0.1:8787/client/v4/',
};

const check = (change: Partial<Record<SettingName, unknown>>, before: Settings = defaultSettings) =>
  checkSettings({ ...valid, ...change }, before);
const refusedBy = (change: Partial<Record<SettingName, unknown>>) =>
  check(change).problems.map(({ kind, setting }) => [kind, setting]);

describe('Settings', () => {
  it('are used as they are written where they are valid', () => {
    assert.deepEqual(check({}), {
      settings: {
        ...defaultSettings,
        accounts: [{ id, name: 'Larkfield', tunnels: undefined }],
        refreshInterval: 30,
        refreshWhen: 'always',
        notifications: 'all',
        statusBar: 'off',
        sortBy: 'status',
        apiBaseUrl: 'http://127.0.0.1:8787/client/v4',
      },
      problems: [],
    });
  });

  for (const seconds of [0, 10, 3600]) {
    it(`refresh every ${seconds} seconds`, () => {
      const { settings, problems } = check({ refreshInterval: seconds });
      assert.deepEqual([settings.refreshInterval, problems], [seconds, []]);
    });
  }

  const unfit: [name: SettingName, value: unknown][] = [
    ...[-1, 1, 9, 3601, 10.5, NaN, Infinity, '60', null, undefined, {}].map(
      (value): [SettingName, unknown] => ['refreshInterval', value],
    ),
    ...(['refreshWhen', 'notifications', 'statusBar', 'sortBy'] as const).flatMap((name) =>
      ['Name', '', 5, null, undefined, ['all']].map((value): [SettingName, unknown] => [name, value]),
    ),
    ...['http://example.com', 'nowhere', '', 5, null, undefined].map((value): [SettingName, unknown] => [
      'apiBaseUrl',
      value,
    ]),
    ...[null, undefined, 'none', {}].map((value): [SettingName, unknown] => ['accounts', value]),
  ];
  for (const [name, value] of unfit) {
    it(`name ${name} where it is ${typeof value} ${String(value)}`, () => {
      assert.deepEqual(refusedBy({ [name]: value }), [['settings', `tunnelExplorer.${name}`]]);
    });
  }

  it('keep the last valid value, and say which', () => {
    const before = check({}).settings;
    const wrong = {
      accounts: 5,
      refreshInterval: 5,
      refreshWhen: 'x',
      notifications: 'x',
      statusBar: 'x',
      sortBy: 'x',
    };
    const { settings, problems } = check(wrong, before);
    assert.deepEqual(settings, before);
    const said = new Map(problems.map(({ setting, detail }) => [setting, detail]));
    const used = {
      refreshInterval: '30',
      refreshWhen: 'always',
      notifications: 'all',
      statusBar: 'off',
      sortBy: 'status',
    };
    for (const [name, value] of Object.entries(used)) {
      assert.match(said.get(`tunnelExplorer.${name}`) ?? '', new RegExp(`\\b${value} is used`));
    }
  });

  const choices: [
    name: 'refreshWhen' | 'notifications' | 'statusBar' | 'sortBy',
    values: readonly string[],
  ][] = [
    ['refreshWhen', ['viewVisible', 'windowFocused', 'always']],
    ['notifications', ['off', 'problems', 'all']],
    ['statusBar', ['off', 'problems', 'always']],
    ['sortBy', ['name', 'status', 'created']],
  ];
  for (const [name, values] of choices) {
    it(`have for ${name} ${values.join(', ')}`, () => {
      for (const value of values) {
        const { settings, problems } = check({ [name]: value });
        assert.deepEqual([settings[name], problems], [value, []]);
      }
    });
  }

  it('have no address where theirs is refused, whatever it was before', () => {
    const before = check({}).settings;
    assert.equal(check({ apiBaseUrl: 'http://example.com' }, before).settings.apiBaseUrl, undefined);
  });
});

describe('A setting', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const { properties } = manifest.contributes.configuration;
  const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
  const readme = readFileSync('README.md', 'utf8');
  const facts = ({ type, scope, default: byDefault, enum: values, minimum, maximum }: Property) => ({
    type,
    scope,
    byDefault,
    values,
    minimum,
    maximum,
  });

  it('stands in package.json and in the table, or in neither', () => {
    assert.deepEqual(
      Object.keys(properties).toSorted(),
      settingNames.map((name) => `tunnelExplorer.${name}`).toSorted(),
    );
  });

  for (const seconds of [-1, 0, 1, 9, 10, 60, 3600, 3601]) {
    it(`is marked in settings.json just where it is refused: refreshInterval ${seconds}`, () => {
      const { anyOf = [] } = properties['tunnelExplorer.refreshInterval'] ?? {};
      const fits = anyOf.some(({ const: only, minimum = -Infinity, maximum = Infinity }) =>
        only === undefined ? minimum <= seconds && seconds <= maximum : only === seconds,
      );
      assert.equal(fits, check({ refreshInterval: seconds }).problems.length === 0);
    });
  }

  for (const name of settingNames) {
    const property = properties[`tunnelExplorer.${name}`] ?? {};

    it(`is declared as it is checked: ${name}`, () => {
      assert.deepEqual(facts(property), facts(settingsTable[name]));
    });

    it(`is described in words, and so is each of its values: ${name}`, () => {
      const key = `setting.${name}`;
      assert.equal(property.description ?? property.markdownDescription, `%${key}%`);
      assert.deepEqual(
        property.enumDescriptions,
        property.enum?.map((value) => `%${key}.${value}%`),
      );
      for (const described of [key, ...(property.enum ?? []).map((value) => `${key}.${value}`)]) {
        assert.ok(words[described], described);
      }
    });

    it(`has its row in the README, with its default: ${name}`, () => {
      const written = settingsTable[name].default;
      const shown = typeof written === 'string' ? written : JSON.stringify(written);
      const row = readme.split('\n').find((line) => line.startsWith(`| \`tunnelExplorer.${name}\` `));
      assert.equal(row?.split('|')[2]?.trim(), `\`${shown}\``);
    });

    it(`may have its default: ${name}`, () => {
      const raw = { ...valid, [name]: settingsTable[name].default };
      const { settings, problems } = checkSettings(raw, defaultSettings);
      assert.deepEqual([settings[name], problems], [defaultSettings[name], []]);
    });
  }
});

describe('Accounts in the settings', () => {
  const accountsOf = (...accounts: readonly unknown[]) => {
    const { settings, problems } = check({ accounts });
    return { accounts: settings.accounts, detail: problems[0]?.detail ?? '' };
  };

  it('stand each for itself: a bad one is named, and all is kept that can be used', () => {
    const bad = [5, null, {}, { accountId: 'x' }];
    const { accounts, detail } = accountsOf({ accountId: id }, ...bad, { accountId: otherId, name: 5 });
    assert.deepEqual(
      accounts.map((account) => account.id),
      [id, otherId],
    );
    for (const entry of [2, 3, 4, 5, 6]) assert.match(detail, new RegExp(`entry ${entry}: `));
    assert.match(detail, /entry 5: invalid accountId.*entry 6: invalid name/);
    assert.doesNotMatch(detail, /entry 1/);
  });

  it('are watched once, the first of two', () => {
    const { accounts, detail } = accountsOf(
      { accountId: id, name: 'One' },
      { accountId: id.toUpperCase(), name: 'Two' },
    );
    assert.deepEqual(
      accounts.map(({ name }) => name),
      ['One'],
    );
    assert.match(detail, /^entry 2: /);
  });

  it('may have their ids in upper case', () => {
    const { accounts, detail } = accountsOf({ accountId: id.toUpperCase(), tunnels: [tunnel.toUpperCase()] });
    assert.deepEqual(
      accounts.map((account) => [account.id, account.tunnels]),
      [[id, [tunnel]]],
    );
    assert.equal(detail, '');
  });

  it('have a name made of their id where they have none', () => {
    const { accounts } = accountsOf({ accountId: id, name: '  ' }, { accountId: otherId });
    assert.deepEqual(
      accounts.map(({ name }) => name),
      ['Account 5a3b1e00', 'Account 5a3b1e00'],
    );
  });

  it('name tunnels by their UUIDs', () => {
    assert.deepEqual(accountsOf({ accountId: id, tunnels: [] }).accounts[0]?.tunnels, []);
    const spelt = accountsOf({ accountId: id, tunnels: [tunnel, tunnel.toUpperCase()] });
    assert.deepEqual(
      [spelt.accounts[0]?.tunnels, spelt.detail],
      [[tunnel], ''],
      'two spellings are one choice',
    );
    assert.match(accountsOf({ accountId: id, tunnels: [tunnel, 'web'] }).detail, /entry 1: invalid tunnels/);
  });

  it('keep their choice of tunnels where the one that is written cannot be used', () => {
    const before = check({ accounts: [{ accountId: id, tunnels: [tunnel] }] }).settings;
    const { settings } = check({ accounts: [{ accountId: id, tunnels: ['web'] }] }, before);
    assert.deepEqual(settings.accounts[0]?.tunnels, [tunnel]);
  });
});
