import type { Connector, EdgeConnection, Tunnel, TunnelStatus } from './model.ts';
import type { Problem } from './problem.ts';
import type { AccountState, Known, Overview, WatchedAccount } from './state.ts';

/**
 * The rows of the tree as plain data, made anew from each state. `id` is a path that stays the same from one state
 * to the next (`account/tunnel/connector/connection`), so that selection and expansion survive a refresh.
 */
export type Node =
  AccountNode | TunnelNode | ConnectorNode | ConnectionNode | ProblemNode | MissingNode | NothingNode;

export interface AccountNode {
  readonly kind: 'account';
  readonly id: string;
  readonly parent: undefined;
  readonly state: AccountState;
}

export interface TunnelNode {
  readonly kind: 'tunnel';
  readonly id: string;
  readonly parent: AccountNode | undefined;
  readonly account: WatchedAccount;
  readonly tunnel: Tunnel;
  /** `undefined`: not asked for yet. */
  readonly connectors: Known<readonly Connector[]> | undefined;
}

export interface ConnectorNode {
  readonly kind: 'connector';
  readonly id: string;
  readonly parent: TunnelNode;
  readonly connector: Connector;
}

export interface ConnectionNode {
  readonly kind: 'connection';
  readonly id: string;
  readonly parent: ConnectorNode;
  readonly connection: EdgeConnection;
}

export interface ProblemNode {
  readonly kind: 'problem';
  readonly id: string;
  readonly parent: AccountNode | TunnelNode | undefined;
  readonly problem: Problem;
  /** The account that it is about; `undefined` for a setting. */
  readonly account: WatchedAccount | undefined;
}

/** A tunnel that was chosen, but is not in the account, or no longer, as far as the credential sees. */
export interface MissingNode {
  readonly kind: 'missing';
  readonly id: string;
  readonly parent: AccountNode | undefined;
  readonly account: WatchedAccount;
  readonly tunnelId: string;
}

/** Says why there is nothing where a person expects rows. */
export interface NothingNode {
  readonly kind: 'nothing';
  readonly id: string;
  readonly parent: AccountNode | TunnelNode | ConnectorNode | undefined;
  readonly account: WatchedAccount;
}

export type SortBy = 'name' | 'status' | 'created';

const badness: Readonly<Record<TunnelStatus, number>> = {
  down: 0,
  degraded: 1,
  unknown: 2,
  inactive: 3,
  healthy: 4,
};

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const byName = (a: Tunnel, b: Tunnel) =>
  collator.compare(a.name ?? a.key, b.name ?? b.key) || collator.compare(a.key, b.key);

const orders: Readonly<Record<SortBy, (a: Tunnel, b: Tunnel) => number>> = {
  name: byName,
  status: (a, b) => badness[a.status] - badness[b.status] || byName(a, b),
  created: (a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0) || byName(a, b),
};

/** Connections that carry traffic now. */
export function liveConnections(connector: Connector): number {
  return connector.connections.filter((connection) => !connection.pendingReconnect).length;
}

/** The account's tunnels, less those that the person did not choose. */
export function chosenTunnels({ account, tunnels }: AccountState): readonly Tunnel[] {
  const all = tunnels.value ?? [];
  const chosen = account.tunnels;
  return chosen === undefined ? all : all.filter(({ id }) => id !== undefined && chosen.includes(id));
}

/** The tunnel that the row is or is part of. */
export function tunnelOf(node: Node): TunnelNode | undefined {
  return node.kind === 'tunnel' ? node : node.parent && tunnelOf(node.parent);
}

/** The account that the row is or is part of; none for a setting. */
export function accountOf(node: Node): WatchedAccount | undefined {
  switch (node.kind) {
    case 'account':
      return node.state.account;
    case 'tunnel':
    case 'problem':
    case 'missing':
    case 'nothing':
      return node.account;
    case 'connector':
    case 'connection':
      return accountOf(node.parent);
  }
}

/** Top rows: the accounts, or the tunnels themselves where there is only one account. */
export function rootNodes(overview: Overview, sortBy: SortBy): readonly Node[] {
  const problems = overview.problems.map((problem) => problemNode(problem, undefined, undefined));
  const [first, ...others] = overview.accounts;
  if (first === undefined) return problems;
  if (others.length === 0) return [...problems, ...nodesOfAccount(first, undefined, sortBy)];
  return [
    ...problems,
    ...overview.accounts.map((state): AccountNode => ({
      kind: 'account',
      id: path(state.account.id),
      parent: undefined,
      state,
    })),
  ];
}

export function childNodes(node: Node, sortBy: SortBy): readonly Node[] {
  switch (node.kind) {
    case 'account':
      return nodesOfAccount(node.state, node, sortBy);
    case 'tunnel':
      return nodesOfTunnel(node);
    case 'connector':
      return nodesOfConnector(node);
    case 'connection':
    case 'problem':
    case 'missing':
    case 'nothing':
      return [];
  }
}

function nodesOfAccount(
  state: AccountState,
  parent: AccountNode | undefined,
  sortBy: SortBy,
): readonly Node[] {
  const { account, tunnels, connectors } = state;
  const rows: Node[] = chosenTunnels(state)
    .toSorted(orders[sortBy])
    .map((tunnel): TunnelNode => ({
      kind: 'tunnel',
      id: path(account.id, tunnel.key),
      parent,
      account,
      tunnel,
      connectors: connectors.get(tunnel.key),
    }));
  // A setting that cannot be used stands above all accounts already.
  if (tunnels.problem !== undefined && tunnels.problem.kind !== 'settings') {
    return [problemNode(tunnels.problem, parent, account), ...rows];
  }
  rows.push(...missingNodes(state, parent));
  if (tunnels.value !== undefined && rows.length === 0) {
    return [{ kind: 'nothing', id: path(account.id, '-'), parent, account }];
  }
  return rows;
}

function missingNodes(
  { account, tunnels }: AccountState,
  parent: AccountNode | undefined,
): readonly MissingNode[] {
  const known = tunnels.value;
  if (known === undefined || account.tunnels === undefined) return [];
  return account.tunnels
    .filter((tunnelId) => known.every(({ id }) => id !== tunnelId))
    .map((tunnelId) => ({
      kind: 'missing',
      id: path(account.id, tunnelId),
      parent,
      account,
      tunnelId,
    }));
}

function nodesOfTunnel(node: TunnelNode): readonly Node[] {
  const { account, connectors } = node;
  if (connectors === undefined) return [];
  const rows = (connectors.value ?? [])
    .toSorted((a, b) => liveConnections(a) - liveConnections(b) || collator.compare(a.key, b.key))
    .map((connector): ConnectorNode => ({
      kind: 'connector',
      id: `${node.id}/${path(connector.key)}`,
      parent: node,
      connector,
    }));
  if (connectors.problem !== undefined) return [problemNode(connectors.problem, node, account), ...rows];
  if (connectors.value !== undefined && rows.length === 0) {
    return [{ kind: 'nothing', id: `${node.id}/-`, parent: node, account }];
  }
  return rows;
}

function nodesOfConnector(node: ConnectorNode): readonly Node[] {
  const { connections } = node.connector;
  if (connections.length === 0) {
    return [{ kind: 'nothing', id: `${node.id}/-`, parent: node, account: node.parent.account }];
  }
  return connections
    .toSorted(
      (a, b) => collator.compare(a.dataCenter ?? '', b.dataCenter ?? '') || collator.compare(a.key, b.key),
    )
    .map((connection): ConnectionNode => ({
      kind: 'connection',
      id: `${node.id}/${path(connection.key)}`,
      parent: node,
      connection,
    }));
}

function problemNode(
  problem: Problem,
  parent: AccountNode | TunnelNode | undefined,
  account: WatchedAccount | undefined,
): ProblemNode {
  const above = parent?.id ?? (account === undefined ? 'settings' : path(account.id));
  return { kind: 'problem', id: `${above}/!${problem.setting ?? problem.kind}`, parent, problem, account };
}

/** Keys come from the API: one with a slash in it must not pass for a path. */
function path(...keys: readonly string[]): string {
  const escaped = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
  return keys.map((key) => key.replace(/[%/!]/g, escaped)).join('/');
}
