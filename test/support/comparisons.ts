import { compareTunnels } from '../../src/tunnels/changes/compareTunnels.ts';
import type { Change } from '../../src/tunnels/changes/change.ts';
import type { Connector, Tunnel } from '../../src/tunnels/model/tunnel.ts';
import { connectorOf, tunnelOf } from './models.ts';
import { sampleTime } from './sampleCompany.ts';

/** Snapshots of account `a`, which has the tunnel `web`, and what changed between two of them. */

export const context = { at: sampleTime, accountId: 'a', accountName: 'Account A' };
export const web = tunnelOf({ id: 'w', name: 'web' });
export const where = { ...context, tunnelKey: 'w', tunnelName: 'web' };

/** `web` with these connectors; without any argument they are not known. */
export const having = (...connectors: readonly Connector[]) => ({
  tunnels: [web],
  connectors: new Map([['w', connectors]]),
});
export const listing = (...tunnels: readonly Tunnel[]) => ({ tunnels, connectors: new Map<string, never>() });

export type Place = string | readonly [code: string, id: string];
let opened = 0;
/** Connections to these data centers, with ids of their own unless given. */
export const to = (...codes: readonly Place[]) =>
  codes.map((code) => {
    opened += 1;
    const [colo_name, id] = typeof code === 'string' ? [code, `opened ${opened}`] : code;
    return { id, colo_name, origin_ip: '203.0.113.7' };
  });
export const four = to('dfw08', 'dfw08', 'iad05', 'iad07');
export const one = connectorOf({ id: 'c1', conns: four });
export const facts = {
  key: 'c1',
  version: '2026.8.2',
  platform: 'linux_amd64',
  configVersion: one.configVersion ?? null,
  originIps: ['203.0.113.7'],
  dataCenters: ['dfw08', 'dfw08', 'iad05', 'iad07'],
};

export const kinds = (changes: readonly Change[]) => changes.map(({ kind }) => kind);
export const between = (
  before: readonly Connector[],
  after: readonly Connector[],
  recent: readonly Change[] = [],
) => compareTunnels(having(...before), having(...after), context, recent);
