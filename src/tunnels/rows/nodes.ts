import type { Configuration, Connector, EdgeConnection, IngressRule, Tunnel } from '../model/tunnel.ts';
import { connectorOrder, tunnelOrders } from './order.ts';
import type { SortBy } from './order.ts';
import { lacksCatchAll } from '../model/routes.ts';
import { compareText } from '../text/text.ts';
import { givenNames } from '../model/connectorNames.ts';
import type { ConnectorName, GivenName } from '../model/connectorNames.ts';
import type { StatusSpan } from '../history/statusSpan.ts';
import type { Problem } from '../problems/problem.ts';
import { shownTunnels } from './shownTunnels.ts';
import type { TunnelsToShow } from './shownTunnels.ts';
import { path } from './rowIds.ts';
import type { Instant } from '../text/time.ts';
import type { AccountState, Loaded, Overview, WatchedAccount } from '../model/state.ts';

/**
 * The rows of the tree as plain data, made anew from each state. `id` is a path that stays the same from one state
 * to the next (`account/tunnel/connector/connection`), so that selection and expansion survive a refresh.
 */
export type TreeNode =
  | AccountNode
  | TunnelNode
  | ConnectorNode
  | ConnectionNode
  | RoutesNode
  | RouteNode
  | ProblemNode
  | MissingNode
  | EmptyNode;

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
  /** All that is known of its account, for what the row has to say. */
  readonly state: AccountState;
  /** `undefined`: not asked for yet. */
  readonly connectors: Loaded<readonly Connector[]> | undefined;
  /** The person wants no notification about it. */
  readonly muted: boolean;
  /** Names that the person gave to connectors, of this and of other tunnels. */
  readonly names: readonly ConnectorName[];
  /** The statuses that it was observed to have. */
  readonly history: readonly StatusSpan[];
}

/** The group of a tunnel's public hostnames; they are read when it is opened. */
export interface RoutesNode {
  readonly kind: 'routes';
  readonly id: string;
  readonly parent: TunnelNode;
  /** `undefined`: not asked for yet. */
  readonly configuration: Loaded<Configuration> | undefined;
}

export interface RouteNode {
  readonly kind: 'route';
  readonly id: string;
  readonly parent: RoutesNode;
  readonly rule: IngressRule;
}

export interface ConnectorNode {
  readonly kind: 'connector';
  readonly id: string;
  readonly parent: TunnelNode;
  readonly connector: Connector;
  /** The name that the person gave it, or its host before a restart. */
  readonly given: GivenName | undefined;
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
  readonly parent: AccountNode | TunnelNode | RoutesNode | undefined;
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

/** Says why there is nothing where a person expects rows, or, below routes, that the last one is missing. */
export interface EmptyNode {
  readonly kind: 'empty';
  readonly id: string;
  readonly parent: AccountNode | TunnelNode | ConnectorNode | RoutesNode | undefined;
  readonly account: WatchedAccount;
  /** How many tunnels there are, but hidden, where nothing is wrong with any. */
  readonly hidden?: number;
}

/** What the rows depend on besides the state. */
export interface RowOptions {
  readonly sortBy: SortBy;
  /** Names that the person gave to connectors. */
  readonly names: readonly ConnectorName[];
  /** The statuses that were observed, by account and by tunnel. */
  readonly histories: ReadonlyMap<string, ReadonlyMap<string, readonly StatusSpan[]>>;
  /** Keys of the tunnels that the person muted. */
  readonly muted: readonly string[];
  /** Which tunnels are shown: all, or those with which something is wrong. */
  readonly show: TunnelsToShow;
  readonly now: Instant;
}

/** The tunnel that the row is or is part of. */
export function tunnelOf(node: TreeNode): TunnelNode | undefined {
  return node.kind === 'tunnel' ? node : node.parent && tunnelOf(node.parent);
}

/** The account that the row is or is part of; none for a setting. */
export function accountOf(node: TreeNode): WatchedAccount | undefined {
  switch (node.kind) {
    case 'account':
      return node.state.account;
    case 'tunnel':
    case 'problem':
    case 'missing':
    case 'empty':
      return node.account;
    case 'connector':
    case 'connection':
    case 'routes':
    case 'route':
      return accountOf(node.parent);
  }
}

/** Top rows: the accounts, or the tunnels themselves where there is only one account. */
export function rootNodes(overview: Overview, options: RowOptions): readonly TreeNode[] {
  const problems = overview.problems.map((problem) => problemNode(problem, undefined, undefined));
  const [first, ...others] = overview.accounts;
  if (first === undefined) return problems;
  if (others.length === 0) return [...problems, ...nodesOfAccount(first, undefined, options)];
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

export function childNodes(node: TreeNode, options: RowOptions): readonly TreeNode[] {
  switch (node.kind) {
    case 'account':
      return nodesOfAccount(node.state, node, options);
    case 'tunnel':
      return nodesOfTunnel(node, options);
    case 'connector':
      return nodesOfConnector(node);
    case 'routes':
      return nodesOfRoutes(node);
    case 'connection':
    case 'route':
    case 'problem':
    case 'missing':
    case 'empty':
      return [];
  }
}

function nodesOfAccount(
  state: AccountState,
  parent: AccountNode | undefined,
  options: RowOptions,
): readonly TreeNode[] {
  const { account, tunnels, connectors } = state;
  const { shown, hidden } = shownTunnels(state, options);
  const rows: TreeNode[] = shown.toSorted(tunnelOrders[options.sortBy]).map((tunnel): TunnelNode => ({
    kind: 'tunnel',
    id: path(account.id, tunnel.key),
    parent,
    account,
    tunnel,
    state,
    connectors: connectors.get(tunnel.key),
    muted: options.muted.includes(tunnel.key),
    names: options.names,
    history: options.histories.get(account.id)?.get(tunnel.key) ?? [],
  }));
  // A setting that cannot be used stands above all accounts already.
  if (tunnels.problem !== undefined && tunnels.problem.kind !== 'settings') {
    return [problemNode(tunnels.problem, parent, account), ...rows];
  }
  rows.push(...missingNodes(state, parent));
  if (tunnels.value !== undefined && rows.length === 0) {
    return [{ kind: 'empty', id: path(account.id, '-'), parent, account, hidden: hidden.length }];
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

function nodesOfTunnel(node: TunnelNode, { names }: RowOptions): readonly TreeNode[] {
  const { account, connectors } = node;
  if (connectors === undefined) return [];
  const given = givenNames(node.tunnel.key, connectors.value ?? [], names);
  const rows: TreeNode[] = (connectors.value ?? [])
    .toSorted(connectorOrder)
    .map((connector): ConnectorNode => ({
      kind: 'connector',
      id: `${node.id}/${path(connector.key)}`,
      parent: node,
      connector,
      given: given.get(connector.key),
    }));
  if (connectors.problem !== undefined) rows.unshift(problemNode(connectors.problem, node, account));
  else if (rows.length === 0) rows.push({ kind: 'empty', id: `${node.id}/-`, parent: node, account });
  return [...rows, routesNode(node)];
}

function routesNode(parent: TunnelNode): RoutesNode {
  const configuration = parent.state.configurations.get(parent.tunnel.key);
  return { kind: 'routes', id: `${parent.id}/!routes`, parent, configuration };
}

function nodesOfRoutes(node: RoutesNode): readonly TreeNode[] {
  const { configuration, parent } = node;
  const { account, tunnel } = parent;
  const nothing: EmptyNode = { kind: 'empty', id: `${node.id}/-`, parent: node, account };
  // The rules that count are in a file on the connector's host; what the API may have is not them.
  if (tunnel.managedBy === 'local') return [nothing];
  if (configuration === undefined) return [];
  const known = configuration.value;
  const rows: TreeNode[] = (known?.rules ?? []).map((rule, index): RouteNode => ({
    kind: 'route',
    id: `${node.id}/${index}`,
    parent: node,
    rule,
  }));
  if (configuration.problem !== undefined) rows.unshift(problemNode(configuration.problem, node, account));
  else if (known !== undefined && (rows.length === 0 || lacksCatchAll(known))) rows.push(nothing);
  return rows;
}

function nodesOfConnector(node: ConnectorNode): readonly TreeNode[] {
  const { connections } = node.connector;
  if (connections.length === 0) {
    return [{ kind: 'empty', id: `${node.id}/-`, parent: node, account: node.parent.account }];
  }
  return connections
    .toSorted((a, b) => compareText(a.dataCenter ?? '', b.dataCenter ?? '') || compareText(a.key, b.key))
    .map((connection): ConnectionNode => ({
      kind: 'connection',
      id: `${node.id}/${path(connection.key)}`,
      parent: node,
      connection,
    }));
}

function problemNode(
  problem: Problem,
  parent: ProblemNode['parent'],
  account: WatchedAccount | undefined,
): ProblemNode {
  const above = parent?.id ?? (account === undefined ? 'settings' : path(account.id));
  return { kind: 'problem', id: `${above}/!${problem.setting ?? problem.kind}`, parent, problem, account };
}
