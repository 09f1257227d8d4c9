import { t } from '@vscode/l10n';
import { dataCenterInWords } from '../model/dataCenters.ts';
import { connectorName, tunnelName, tunnelStatus } from '../model/names.ts';
import { distinct, originIps } from '../model/tunnel.ts';
import type { Tunnel } from '../model/tunnel.ts';
import { tunnelOf } from './nodes.ts';
import type { ConnectorNode, RouteNode, TreeNode, TunnelNode } from './nodes.ts';
import { tunnelOrders } from './order.ts';
import { routeName } from '../model/routes.ts';
import { withoutIcons } from '../text/text.ts';

/** A row that can be gone to, with the words by which it is found. All text is safe in a quick pick. */
export interface FindEntry {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly node: TunnelNode | ConnectorNode | RouteNode;
}

/**
 * What can be found among these rows: tunnels, connectors and routes, as far as they are loaded. The worst tunnels come
 * first, of whatever account, then by name; each is followed by what is below it, in the order of the rows.
 */
export function findEntries(rows: Iterable<TreeNode>): readonly FindEntry[] {
  const found = new Map<string, { readonly tunnel: Tunnel; readonly entries: FindEntry[] }>();
  for (const node of rows) {
    const above = tunnelOf(node);
    const one = entryOf(node);
    if (above === undefined || one === undefined) continue;
    const { tunnel, entries } = found.get(above.id) ?? { tunnel: above.tunnel, entries: [] };
    entries.push(one);
    found.set(above.id, { tunnel, entries });
  }
  return [...found.values()]
    .toSorted((a, b) => tunnelOrders.status(a.tunnel, b.tunnel))
    .flatMap(({ entries }) => entries);
}

function entryOf(node: TreeNode): FindEntry | undefined {
  switch (node.kind) {
    case 'tunnel':
      return tunnelEntry(node);
    case 'connector':
      return connectorEntry(node);
    case 'route':
      return routeEntry(node);
    case 'account':
    case 'findings':
    case 'finding':
    case 'connection':
    case 'routes':
    case 'problem':
    case 'missing':
    case 'empty':
      return undefined;
  }
}

function tunnelEntry(node: TunnelNode): FindEntry {
  const { tunnel, account } = node;
  return entry(node, tunnelName(tunnel), [tunnelStatus(tunnel), account.name], [tunnel.id]);
}

function connectorEntry(node: ConnectorNode): FindEntry {
  const { connector, given, parent } = node;
  const id = connectorName(connector);
  const name = given?.kind === 'named' ? `${given.name} (${id})` : id;
  const codes = distinct(connector.connections.map(({ dataCenter }) => dataCenter));
  return entry(
    node,
    name,
    [t('connector of {0}', tunnelName(parent.tunnel)), ...originIps(connector)],
    [connector.id, connector.version, connector.platform, ...codes.map(dataCenterInWords)],
  );
}

function routeEntry(node: RouteNode): FindEntry {
  const { rule, parent } = node;
  return entry(node, routeName(rule), [t('route of {0}', tunnelName(parent.parent.tunnel))], [rule.service]);
}

function entry(
  node: FindEntry['node'],
  label: string,
  description: readonly string[],
  detail: readonly (string | undefined)[],
): FindEntry {
  return {
    label: withoutIcons(label),
    description: description.map(withoutIcons).join(' · '),
    detail: distinct(detail).map(withoutIcons).join(' · '),
    node,
  };
}
