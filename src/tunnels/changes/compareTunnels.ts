import { connectorChanges } from './compareConnectors.ts';
import type { Connector, Instant, Tunnel, TunnelStatus } from '../model/tunnel.ts';
import { chosenTunnels } from '../rows/nodes.ts';
import type { AccountState, WatchedAccount } from '../model/state.ts';

/** What is compared of an account: values that were read, and nothing of how the reading went. */
export interface Snapshot {
  /** The chosen ones. */
  readonly tunnels: readonly Tunnel[];
  /** By tunnel key; only where they are known. */
  readonly connectors: ReadonlyMap<string, readonly Connector[]>;
}

/** When and where a change was seen. `at` is the time of the reading that showed it, not that of the change. */
export interface Occasion {
  readonly at: Instant;
  readonly accountId: string;
  readonly accountName: string;
}

/**
 * One thing that changed in an account. Kept across sessions, so it is plain JSON: what the API left out is `null`.
 * Together they say all that differs between two snapshots, as far as {@link ConnectorFacts} and the name and status
 * of a tunnel go.
 */
export type Change = Occasion & {
  readonly tunnelKey: string;
  /** As it was called then; after a renaming, the new name. */
  readonly tunnelName: string | null;
} & (TunnelEvent | ConnectorEvent);

export type ChangeKind = Change['kind'];

export type ChangeOf<K extends ChangeKind> = Extract<Change, { readonly kind: K }>;

type TunnelEvent =
  /** It is in the list now: new, or this credential sees it only now. */
  | { readonly kind: 'tunnelCreated'; readonly status: TunnelStatus }
  /** It is in the list no more: deleted, or out of this credential's sight. */
  | { readonly kind: 'tunnelDeleted' }
  | { readonly kind: 'tunnelRenamed'; readonly from: string | null; readonly to: string | null }
  | { readonly kind: 'statusChanged'; readonly from: TunnelStatus; readonly to: TunnelStatus };

export type ConnectorEvent =
  | { readonly kind: 'connectorJoined'; readonly connector: ConnectorFacts }
  | { readonly kind: 'connectorLeft'; readonly connector: ConnectorFacts }
  /** `from` is the key of the one that left; `connector` came in its stead, now or minutes before. */
  | { readonly kind: 'connectorRestarted'; readonly from: string; readonly connector: ConnectorFacts }
  | (OfConnector & {
      readonly kind: 'connectionMoved';
      readonly from: DataCenterCode;
      readonly to: DataCenterCode;
    })
  /** Of live connections. */
  | (OfConnector & {
      readonly kind: 'connectionCountChanged';
      readonly from: number;
      readonly to: number;
      readonly closed: readonly DataCenterCode[];
      readonly opened: readonly DataCenterCode[];
      /** Those of the connections that are live now. */
      readonly originIps: readonly string[];
    })
  /** The same process reaches the edge from elsewhere: its host changed networks. */
  | (OfConnector & {
      readonly kind: 'originChanged';
      readonly from: readonly string[];
      readonly to: readonly string[];
    })
  | (OfConnector & {
      readonly kind: 'versionChanged';
      readonly from: string | null;
      readonly to: string | null;
    })
  | (OfConnector & {
      readonly kind: 'configVersionChanged';
      readonly from: number | null;
      readonly to: number | null;
    });

interface OfConnector {
  readonly connectorKey: string;
}

/** `null`: the API does not say which. */
export type DataCenterCode = string | null;

/** What is compared of a connector. */
export interface ConnectorFacts {
  readonly key: string;
  readonly version: string | null;
  readonly platform: string | null;
  readonly configVersion: number | null;
  /** Of live connections; sorted, each once. */
  readonly originIps: readonly string[];
  /** One for each live connection; sorted. */
  readonly dataCenters: readonly DataCenterCode[];
}

/**
 * `undefined` before the first list has been read. A tunnel is not created or deleted by choosing it in the settings:
 * to compare two states, give the `account` of the later one to both.
 */
export function snapshotOf(
  state: AccountState,
  account: WatchedAccount = state.account,
): Snapshot | undefined {
  if (state.tunnels.value === undefined) return undefined;
  const connectors = [...state.connectors].flatMap(([key, { value }]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return { tunnels: chosenTunnels({ ...state, account }), connectors: new Map(connectors) };
}

/**
 * What changed from one snapshot to the next, tunnel by tunnel; the order of rows does not count. Connectors are
 * compared where both snapshots know them. `recent`: the changes until now, for a restart of which one half was seen
 * earlier.
 */
export function changesBetween(
  before: Snapshot,
  after: Snapshot,
  occasion: Occasion,
  recent: readonly Change[] = [],
): readonly Change[] {
  const of = ({ key, name }: Tunnel) => ({ ...occasion, tunnelKey: key, tunnelName: name ?? null });
  const old = new Map(before.tunnels.map((tunnel) => [tunnel.key, tunnel]));
  const now = new Map(after.tunnels.map((tunnel) => [tunnel.key, tunnel]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return keys.flatMap((key): readonly Change[] => {
    const was = old.get(key);
    const is = now.get(key);
    if (is === undefined) return was === undefined ? [] : [{ ...of(was), kind: 'tunnelDeleted' }];
    if (was === undefined) return [{ ...of(is), kind: 'tunnelCreated', status: is.status }];
    const earlier = recent.filter(
      ({ accountId, tunnelKey }) => accountId === occasion.accountId && tunnelKey === key,
    );
    const events = [
      ...tunnelChanges(was, is),
      ...connectorChanges(before.connectors.get(key), after.connectors.get(key), occasion.at, earlier),
    ];
    return events.map((event) => ({ ...of(is), ...event }));
  });
}

function tunnelChanges(was: Tunnel, is: Tunnel): readonly TunnelEvent[] {
  return [
    ...(was.name === is.name
      ? []
      : [{ kind: 'tunnelRenamed', from: was.name ?? null, to: is.name ?? null } as const]),
    ...(was.status === is.status
      ? []
      : [{ kind: 'statusChanged', from: was.status, to: is.status } as const]),
  ];
}
