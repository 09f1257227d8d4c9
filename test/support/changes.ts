import type { Snapshot } from '../../src/tunnels/changes/compareTunnels.ts';
import type { Change, ConnectorSnapshot, DataCenterCode } from '../../src/tunnels/changes/change.ts';
import type { Connector, TunnelStatus } from '../../src/tunnels/model/tunnel.ts';

/** All of a snapshot that changes speak about. */
export interface Comparable {
  readonly tunnels: ReadonlyMap<string, ComparableTunnel>;
}

interface ComparableTunnel {
  readonly name: string | null;
  readonly status: TunnelStatus;
  /** `undefined`: not known, or not in the other snapshot. */
  readonly connectors: ReadonlyMap<string, Omit<ConnectorSnapshot, 'key'>> | undefined;
}

/** Connectors are compared where `known` says that both snapshots have them. */
export function comparable(snapshot: Snapshot, known: (tunnelKey: string) => boolean): Comparable {
  const tunnels = snapshot.tunnels.map(({ key, name, status }) => {
    const connectors = known(key) ? snapshot.connectors.get(key) : undefined;
    const compared =
      connectors && new Map(connectors.map((connector) => [connector.key, factsOf(connector)]));
    return [key, { name: name ?? null, status, connectors: compared }] as const;
  });
  return { tunnels: new Map(tunnels) };
}

function factsOf({
  version,
  platform,
  configVersion,
  connections,
}: Connector): Omit<ConnectorSnapshot, 'key'> {
  const live = connections.filter(({ pendingReconnect }) => !pendingReconnect);
  return {
    version: version ?? null,
    platform: platform ?? null,
    configVersion: configVersion ?? null,
    originIps: [...new Set(live.flatMap(({ originIp }) => originIp ?? []))].toSorted(),
    dataCenters: sorted(live.map(({ dataCenter }) => dataCenter ?? null)),
  };
}

/**
 * What follows from `first` by the changes of one comparison: first what ended, then what began, then the rest. Throws
 * where a change speaks of what is not there.
 */
export function applyChanges(first: Comparable, changes: readonly Change[]): Comparable {
  const order = [ended, begun, altered];
  return order.reduce((state, step) => changes.reduce(step, state), first);
}

function ended(state: Comparable, change: Change): Comparable {
  if (change.kind === 'tunnelDeleted') {
    return { tunnels: new Map([...state.tunnels].filter(([key]) => key !== change.tunnelKey)) };
  }
  if (change.kind === 'connectorLeft' || change.kind === 'connectorRestarted') {
    const gone = change.kind === 'connectorLeft' ? change.connector.key : change.from;
    return withConnectors(state, change, (connectors) => connectors.delete(gone));
  }
  return state;
}

/** Whose restart was told late has been there before. */
function begun(state: Comparable, change: Change): Comparable {
  if (change.kind === 'tunnelCreated') {
    const { tunnelKey, tunnelName: name, status } = change;
    return { tunnels: new Map(state.tunnels).set(tunnelKey, { name, status, connectors: undefined }) };
  }
  if (change.kind === 'connectorJoined' || change.kind === 'connectorRestarted') {
    const { key, ...facts } = change.connector;
    return withConnectors(state, change, (connectors) => {
      if (!connectors.has(key)) connectors.set(key, facts);
    });
  }
  return state;
}

function altered(state: Comparable, change: Change): Comparable {
  switch (change.kind) {
    case 'tunnelRenamed':
      return withTunnel(state, change, (tunnel) => ({ ...tunnel, name: change.to }));
    case 'statusChanged':
      return withTunnel(state, change, (tunnel) => ({ ...tunnel, status: change.to }));
    case 'versionChanged':
      return withConnector(state, change, (facts) => ({ ...facts, version: change.to }));
    case 'configVersionChanged':
      return withConnector(state, change, (facts) => ({ ...facts, configVersion: change.to }));
    case 'originChanged':
      return withConnector(state, change, (facts) => ({ ...facts, originIps: change.to }));
    case 'connectionMoved':
      return withConnector(state, change, (facts) => ({
        ...facts,
        dataCenters: exchanged(facts.dataCenters, [change.from], [change.to]),
      }));
    case 'connectionCountChanged':
      return withConnector(state, change, (facts) => ({
        ...facts,
        dataCenters: exchanged(facts.dataCenters, change.closed, change.opened),
        originIps: change.originIps,
      }));
    case 'tunnelCreated':
    case 'tunnelDeleted':
    case 'connectorJoined':
    case 'connectorLeft':
    case 'connectorRestarted':
      return state;
  }
}

function withTunnel(
  state: Comparable,
  { tunnelKey }: Change,
  alter: (tunnel: ComparableTunnel) => ComparableTunnel,
): Comparable {
  const tunnel = state.tunnels.get(tunnelKey);
  if (tunnel === undefined) throw new Error(`no tunnel ${tunnelKey}`);
  return { tunnels: new Map(state.tunnels).set(tunnelKey, alter(tunnel)) };
}

function withConnectors(
  state: Comparable,
  change: Change,
  alter: (connectors: Map<string, Omit<ConnectorSnapshot, 'key'>>) => void,
): Comparable {
  return withTunnel(state, change, (tunnel) => {
    if (tunnel.connectors === undefined) throw new Error(`connectors of ${change.tunnelKey} are not known`);
    const connectors = new Map(tunnel.connectors);
    alter(connectors);
    return { ...tunnel, connectors };
  });
}

function withConnector(
  state: Comparable,
  change: Change & { readonly connectorKey: string },
  alter: (facts: Omit<ConnectorSnapshot, 'key'>) => Omit<ConnectorSnapshot, 'key'>,
): Comparable {
  return withConnectors(state, change, (connectors) => {
    const facts = connectors.get(change.connectorKey);
    if (facts === undefined) throw new Error(`no connector ${change.connectorKey}`);
    connectors.set(change.connectorKey, alter(facts));
  });
}

function exchanged(
  codes: readonly DataCenterCode[],
  closed: readonly DataCenterCode[],
  opened: readonly DataCenterCode[],
): readonly DataCenterCode[] {
  const rest = [...codes];
  for (const code of closed) {
    const index = rest.indexOf(code);
    if (index < 0) throw new Error(`no connection to ${code}`);
    rest.splice(index, 1);
  }
  return sorted([...rest, ...opened]);
}

/** A code that is not known, first. */
function sorted(codes: readonly DataCenterCode[]): readonly DataCenterCode[] {
  const known = codes.filter((code) => code !== null).toSorted();
  return [...Array<null>(codes.length - known.length).fill(null), ...known];
}
