import { routeUrl } from '../../tunnels/model/routes.ts';
import type { Problem } from '../../tunnels/problems/problem.ts';
import { dashboardUrl } from '../links.ts';
import { detailedRow } from '../../tunnels/rows/detailedRow.ts';
import { tailCommand } from '../../tunnels/rows/tailCommand.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';

/** Words that package.json's menus look for: what the row is, and what can be done with it. */
export function contextValue(node: TreeNode): string {
  const can = Object.entries({
    refresh: !isOfSettings(node),
    details: detailedRow(node) !== undefined,
    dashboard: dashboardUrl(node) !== undefined,
    id: idOf(node) !== undefined,
    json: jsonOf(node) !== undefined,
    tail: tailCommand(node) !== undefined,
    url: node.kind === 'route' && routeUrl(node.rule) !== undefined,
    muted: node.kind === 'tunnel' && node.muted,
    audible: node.kind === 'tunnel' && !node.muted,
    signIn: node.kind === 'problem' && isAboutSignIn(node.problem),
    setting: node.kind === 'problem' && node.problem.setting !== undefined,
  });
  return [node.kind, ...can.filter(([, is]) => is).map(([word]) => word)].join(' ');
}

export function isAboutSignIn({ kind }: Problem): boolean {
  return kind === 'auth' || kind === 'forbidden' || kind === 'keychain';
}

/** What `Copy ID` copies. */
export function idOf(row: TreeNode): string | undefined {
  switch (row.kind) {
    case 'account':
      return row.state.account.id;
    case 'tunnel':
      return row.tunnel.id;
    case 'connector':
      return row.connector.id;
    case 'connection':
      return row.connection.id;
    case 'missing':
      return row.tunnelId;
    case 'problem':
    case 'empty':
    case 'findings':
    case 'finding':
    case 'routes':
    case 'route':
      return undefined;
  }
}

/** What `Copy as JSON` copies: what the API said. */
export function jsonOf(row: TreeNode): unknown {
  switch (row.kind) {
    case 'tunnel':
      return row.tunnel.json;
    case 'connector':
      return row.connector.json;
    case 'connection':
      return row.connection.json;
    case 'route':
      return row.rule.json;
    case 'account':
    case 'findings':
    case 'finding':
    case 'routes':
    case 'problem':
    case 'missing':
    case 'empty':
      return undefined;
  }
}

function isOfSettings(node: TreeNode): boolean {
  return node.kind === 'problem' && node.problem.setting !== undefined;
}
