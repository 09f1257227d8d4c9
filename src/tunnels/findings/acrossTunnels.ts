import { metro, isLocation } from '../model/dataCenters.ts';
import { chosenTunnels, notLoaded } from '../model/state.ts';
import type { AccountState } from '../model/state.ts';
import { distinct, liveConnections } from '../model/tunnel.ts';
import type { Connector, EdgeConnection, Tunnel } from '../model/tunnel.ts';
import { compareText } from '../text/text.ts';
import { connectorsOfNow } from './explain.ts';
import { serves } from './rule.ts';

/** Something that several tunnels of an account have in common, so that one failure takes them all. */
export type AcrossFinding =
  /** Of data centers of one city; a warning where it is one alone. `tunnels`: how many are connected. */
  | {
      readonly kind: 'onePlace';
      readonly severity: 'warning' | 'info';
      readonly dataCenters: readonly string[];
      readonly tunnels: number;
    }
  /** All that serves these tunnels comes from one host; several addresses where it has IPv4 and IPv6. */
  | {
      readonly kind: 'oneOrigin';
      readonly severity: 'info';
      readonly originIps: readonly string[];
      readonly tunnels: readonly Tunnel[];
    };

export interface Across {
  /** Worst first, and what takes the most tunnels. */
  readonly findings: readonly AcrossFinding[];
  /** How many tunnels were read. */
  readonly read: number;
  /** Whether that is all that can be connected. */
  readonly isWhole: boolean;
}

/** `connectors`: `undefined` where they were not read. */
export interface ReadTunnel {
  readonly tunnel: Tunnel;
  readonly connectors: readonly Connector[] | undefined;
}

/** A tunnel that is connected. */
interface Served {
  readonly tunnel: Tunnel;
  /** Those of its connectors that have connections. */
  readonly by: readonly Connector[];
}

/** States never change. */
const known = new WeakMap<AccountState, Across>();

/** What the account's chosen tunnels have in common, as far as they were read. */
export function acrossAccount(state: AccountState): Across {
  const across =
    known.get(state) ??
    acrossTunnels(
      chosenTunnels(state).map((tunnel) => ({
        tunnel,
        connectors: connectorsOfNow(tunnel, state.connectors.get(tunnel.key) ?? notLoaded).value,
      })),
    );
  known.set(state, across);
  return across;
}

export function acrossTunnels(tunnels: readonly ReadTunnel[]): Across {
  const able = tunnels.filter(({ tunnel: { status } }) => status !== 'down' && status !== 'inactive');
  const read = able.flatMap(({ tunnel, connectors }) =>
    connectors === undefined ? [] : [{ tunnel, by: connectors.filter(serves) }],
  );
  const served = read.filter(({ by }) => by.length > 0);
  return {
    findings: [...onePlace(served), ...oneOrigin(served)],
    read: read.length,
    isWhole: read.length === able.length,
  };
}

function onePlace(served: readonly Served[]): readonly AcrossFinding[] {
  if (served.length < 2) return [];
  const codes = new Set<string>();
  let city: string | undefined;
  for (const { dataCenter } of connectionsOf(served)) {
    if (dataCenter !== undefined && codes.has(dataCenter)) continue;
    // Of a part, nothing can be said about the whole.
    if (dataCenter === undefined || metro(dataCenter) !== (city ??= metro(dataCenter))) return [];
    codes.add(dataCenter);
  }
  const dataCenters = [...codes].toSorted(compareText);
  const severity = dataCenters.length === 1 && !dataCenters.some(isLocation) ? 'warning' : 'info';
  return [{ kind: 'onePlace', severity, dataCenters, tunnels: served.length }];
}

function oneOrigin(served: readonly Served[]): readonly AcrossFinding[] {
  const byIp = new Map<string, Tunnel[]>();
  for (const { tunnel, by } of served) {
    for (const ip of sharedIps(by)) {
      const tunnels = byIp.get(ip) ?? [];
      tunnels.push(tunnel);
      byIp.set(ip, tunnels);
    }
  }
  const byTunnels = new Map<string, { readonly originIps: string[]; readonly tunnels: readonly Tunnel[] }>();
  for (const [ip, tunnels] of byIp) {
    if (tunnels.length < 2) continue;
    const key = JSON.stringify(tunnels.map((tunnel) => tunnel.key));
    const one = byTunnels.get(key) ?? { originIps: [], tunnels };
    one.originIps.push(ip);
    byTunnels.set(key, one);
  }
  return [...byTunnels.values()]
    .toSorted(
      (a, b) => b.tunnels.length - a.tunnels.length || compareText(a.originIps.join(), b.originIps.join()),
    )
    .map((one) => ({ kind: 'oneOrigin', severity: 'info', ...one }));
}

/** The addresses from which each of the connectors comes: with that host, all of them are gone. */
function sharedIps([first, ...others]: readonly Connector[]): readonly string[] {
  if (first === undefined) return [];
  const comesFrom = (connector: Connector, ip: string) =>
    liveConnections(connector).some(({ originIp }) => originIp === ip);
  return distinct(liveConnections(first).map(({ originIp }) => originIp)).filter((ip) =>
    others.every((other) => comesFrom(other, ip)),
  );
}

/** One after the other, since most often the first few tell enough. */
function* connectionsOf(served: readonly Served[]): Generator<EdgeConnection> {
  for (const { by } of served) for (const connector of by) yield* liveConnections(connector);
}
