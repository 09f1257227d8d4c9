import assert from 'node:assert/strict';
import { withName } from '../../../../src/tunnels/model/connectorNames.ts';
import type { ConnectorName } from '../../../../src/tunnels/model/connectorNames.ts';
import { allNodes } from '../../../../src/tunnels/rows/allNodes.ts';
import { findEntries } from '../../../../src/tunnels/rows/findEntries.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import {
  configurationOf,
  connectorOf,
  known,
  rowOptions,
  stateOf,
  tunnelOf,
} from '../../../support/models.ts';
import { hostileName } from '../../../support/sampleCompany.ts';

const web = tunnelOf({ id: 'tunnel-id', name: 'web' });
const connector = connectorOf(
  { id: '7c0f4d6e-52a1', version: '2026.8.2', arch: 'linux_arm64' },
  { dataCenters: ['dfw08', 'iad05', 'dfw08'], originIp: '198.51.100.40' },
);
const configuration = configurationOf([
  { hostname: 'www.example.com', path: '/x', service: 'http://localhost:8080' },
  { service: 'http_status:404' },
]);
const full = stateOf([web], {
  connectors: new Map([['tunnel-id', known([connector])]]),
  configurations: new Map([['tunnel-id', known(configuration)]]),
});

function entriesOf(state: AccountState, names: readonly ConnectorName[] = []) {
  return findEntries(allNodes({ accounts: [state], problems: [] }, rowOptions({ names })));
}
const words = (state: AccountState, names?: readonly ConnectorName[]) =>
  entriesOf(state, names).map(({ label, description, detail }) => [label, description, detail]);

describe('What can be gone to', () => {
  it('is each tunnel, connector and route, with all by which it is found', () => {
    assert.deepEqual(words(full), [
      ['web', 'healthy · Account A', 'tunnel-id'],
      [
        '7c0f4d6e',
        'connector of web · 198.51.100.40',
        '7c0f4d6e-52a1 · 2026.8.2 · linux_arm64 · dfw08 · Dallas, United States · iad05 · Ashburn, United States',
      ],
      ['www.example.com/x', 'route of web', 'http://localhost:8080'],
      ['everything else', 'route of web', 'http_status:404'],
    ]);
  });

  it('leads to its row', () => {
    const ids = entriesOf(full).map(({ node }) => node.id);
    assert.deepEqual(ids, [
      'a/tunnel-id',
      'a/tunnel-id/7c0f4d6e-52a1',
      'a/tunnel-id/!routes/0',
      'a/tunnel-id/!routes/1',
    ]);
  });

  it('begins with the worst tunnel, of whatever account, then goes by name, each with what is below it', () => {
    const tunnel = (name: string, status: string) => tunnelOf({ id: name, name, status });
    const first = stateOf([tunnel('b', 'healthy'), tunnel('idle', 'inactive'), tunnel('a', 'healthy')], {
      connectors: new Map([['b', known([connectorOf({ id: 'one' })])]]),
    });
    const second = stateOf([tunnel('z', 'down'), tunnel('y', 'degraded')], {
      account: { id: 'other', name: 'Other', tunnels: undefined },
      connectors: new Map([['y', known([connectorOf({ id: 'two' })])]]),
    });
    const rows = allNodes({ accounts: [first, second], problems: [] }, rowOptions());
    const labels = findEntries(rows).map(({ label }) => label);
    assert.deepEqual(labels, ['z', 'y', 'two', 'idle', 'a', 'b', 'one']);
  });

  it('has the name that the person gave, and the id still', () => {
    const [, entry] = words(full, withName([], 'tunnel-id', connector, 'rack 4'));
    assert.equal(entry?.[0], 'rack 4 (7c0f4d6e)');
  });

  it('is what is loaded, and no problem or word for nothing', () => {
    assert.deepEqual(words(stateOf([])), []);
    const problem = { kind: 'network', detail: 'x' } as const;
    assert.deepEqual(words(stateOf([], { tunnels: { ...known([web]), problem } })), [
      ['web', 'healthy · Account A', 'tunnel-id'],
    ]);
  });

  it('leaves out what is missing', () => {
    const bare = { ...connectorOf({ id: 'c', conns: null }), version: undefined, platform: undefined };
    const state = stateOf([{ ...web, id: undefined }], {
      connectors: new Map([['tunnel-id', known([bare])]]),
      configurations: new Map([['tunnel-id', known(configurationOf([{ hostname: 'h' } as never]))]]),
    });
    assert.deepEqual(words(state), [
      ['web', 'healthy · Account A', ''],
      ['c', 'connector of web', 'c'],
      ['h', 'route of web', ''],
    ]);
  });

  it('has no icon and nothing unseen in it, whatever the API sends', () => {
    const hostile = connectorOf(
      { id: hostileName, version: hostileName, arch: hostileName },
      { dataCenters: [hostileName], originIp: hostileName },
    );
    const state = stateOf([tunnelOf({ id: 'tunnel-id', name: hostileName })], {
      account: { id: 'a', name: hostileName, tunnels: undefined },
      connectors: new Map([['tunnel-id', known([hostile])]]),
      configurations: new Map([
        [
          'tunnel-id',
          known(configurationOf([{ hostname: hostileName, path: hostileName, service: hostileName }])),
        ],
      ]),
    });
    const names = withName([], 'tunnel-id', hostile, hostileName);
    const text = words(state, names).flat().join('\n');
    // Said once where id, version, platform and data center are the same.
    assert.equal(text.split('gnp').length - 1, 10);
    assert.doesNotMatch(text, /(?<!\\)\$\(|\u202E/);
  });
});
