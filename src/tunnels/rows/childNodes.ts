import { explainTunnel } from '../findings/explain.ts';
import { connectorIn } from '../findings/finding.ts';
import { givenNames } from '../model/connectorNames.ts';
import type { StatusSpan } from '../history/statusSpan.ts';
import type { ConnectorName } from '../model/connectorNames.ts';
import { lacksCatchAll } from '../model/routes.ts';
import type { AccountState, Overview, WatchedAccount } from '../model/state.ts';
import type { Problem } from '../problems/problem.ts';
import { compareText } from '../text/text.ts';
import type { Instant } from '../text/time.ts';
import type {
  AccountNode,
  ConnectionNode,
  ConnectorNode,
  EmptyNode,
  FindingNode,
  FindingsNode,
  MissingNode,
  ProblemNode,
  RouteNode,
  RoutesNode,
  TreeNode,
  TunnelNode,
} from './nodes.ts';
import { connectorOrder, tunnelOrders } from './order.ts';
import type { SortBy } from './order.ts';
import { path } from './rowIds.ts';
import { shownTunnels } from './shownTunnels.ts';
import type { TunnelsToShow } from './shownTunnels.ts';

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
      return nodesOfTunnel(node, options.now);
    case 'findings':
      return nodesOfFindings(node);
    case 'connector':
      return nodesOfConnector(node);
    case 'routes':
      return nodesOfRoutes(node);
    case 'finding':
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

function nodesOfTunnel(node: TunnelNode, now: Instant): readonly TreeNode[] {
  const { account, connectors } = node;
  if (connectors === undefined) return [];
  const rows: TreeNode[] = [...connectorNodes(node)];
  if (connectors.problem !== undefined) rows.unshift(problemNode(connectors.problem, node, account));
  else if (rows.length === 0) rows.push({ kind: 'empty', id: `${node.id}/-`, parent: node, account });
  return [...findingsNodes(node, now), ...rows, routesNode(node)];
}

function connectorNodes(parent: TunnelNode): readonly ConnectorNode[] {
  const connectors = parent.connectors?.value ?? [];
  const given = givenNames(parent.tunnel.key, connectors, parent.names);
  return connectors.toSorted(connectorOrder).map((connector) => ({
    kind: 'connector',
    id: `${parent.id}/${path(connector.key)}`,
    parent,
    connector,
    given: given.get(connector.key),
  }));
}

function findingsNodes(parent: TunnelNode, now: Instant): readonly FindingsNode[] {
  const findings = explainTunnel(parent.state, parent.tunnel, now);
  return findings.length === 0 ? [] : [{ kind: 'findings', id: `${parent.id}/!findings`, parent, findings }];
}

function nodesOfFindings(parent: FindingsNode): readonly FindingNode[] {
  return parent.findings.map((finding) => {
    const connector = connectorIn(finding);
    const id = `${parent.id}/${path(finding.kind, ...(connector === undefined ? [] : [connector.key]))}`;
    return { kind: 'finding', id, parent, finding };
  });
}

/** What a finding rests on: the connector that it is about, else the tunnel. */
export function subjectOf({ finding, parent }: FindingNode): TunnelNode | ConnectorNode {
  const tunnel = parent.parent;
  const key = connectorIn(finding)?.key;
  return connectorNodes(tunnel).find(({ connector }) => connector.key === key) ?? tunnel;
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
