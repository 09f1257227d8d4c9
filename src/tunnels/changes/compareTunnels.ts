import { compareConnectors } from './compareConnectors.ts';
import type { Connector, Tunnel } from '../model/tunnel.ts';
import { chosenTunnels } from '../model/state.ts';
import type { AccountState, WatchedAccount } from '../model/state.ts';
import type { Change, ChangeContext, TunnelEvent } from './change.ts';

/** What is compared of an account: values that were read, and nothing of how the reading went. */
export interface Snapshot {
  /** The chosen ones. */
  readonly tunnels: readonly Tunnel[];
  /** By tunnel key; only where they are known. */
  readonly connectors: ReadonlyMap<string, readonly Connector[]>;
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
 * What changed from one snapshot to the next, tunnel by tunnel; their order does not count. Connectors are
 * compared where both snapshots know them. `recent`: the changes until now, for a restart of which one half was seen
 * earlier.
 */
export function compareTunnels(
  before: Snapshot,
  after: Snapshot,
  context: ChangeContext,
  recent: readonly Change[] = [],
): readonly Change[] {
  const of = ({ key, name }: Tunnel) => ({ ...context, tunnelKey: key, tunnelName: name ?? null });
  const old = new Map(before.tunnels.map((tunnel) => [tunnel.key, tunnel]));
  const now = new Map(after.tunnels.map((tunnel) => [tunnel.key, tunnel]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  const earlier = byTunnel(recent.filter(({ accountId }) => accountId === context.accountId));
  return keys.flatMap((key): readonly Change[] => {
    const was = old.get(key);
    const is = now.get(key);
    if (is === undefined) return was === undefined ? [] : [{ ...of(was), kind: 'tunnelDeleted' }];
    if (was === undefined) {
      const statusText = ownWord(is);
      const created = { ...of(is), kind: 'tunnelCreated', status: is.status } as const;
      return [statusText === undefined ? created : { ...created, statusText }];
    }
    const [connectors, connectorsNow] = [before.connectors.get(key), after.connectors.get(key)];
    const events = [
      ...tunnelChanges(was, is),
      ...compareConnectors(connectors, connectorsNow, context.at, earlier.get(key) ?? []),
    ];
    return events.map((event) => ({ ...of(is), ...event }));
  });
}

function byTunnel(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.tunnelKey) ?? [];
    group.push(change);
    groups.set(change.tunnelKey, group);
  }
  return groups;
}

function tunnelChanges(was: Tunnel, is: Tunnel): readonly TunnelEvent[] {
  const [fromText, toText] = [ownWord(was), ownWord(is)];
  return [
    ...(was.name === is.name
      ? []
      : [{ kind: 'tunnelRenamed', from: was.name ?? null, to: is.name ?? null } as const]),
    ...(was.status === is.status
      ? []
      : [
          {
            kind: 'statusChanged',
            from: was.status,
            to: is.status,
            ...(fromText === undefined ? {} : { fromText }),
            ...(toText === undefined ? {} : { toText }),
          } as const,
        ]),
  ];
}

/** The status of a tunnel whose status this version does not know, as the API sent it. */
function ownWord({ status, statusText }: Tunnel): string | undefined {
  return status === 'unknown' ? statusText : undefined;
}
