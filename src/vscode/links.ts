import type { TreeNode } from '../tunnels/rows/nodes.ts';

/** Where pages of Cloudflare's are: all of them in this file, since they move. */
const dashboard = 'https://dash.cloudflare.com';

/**
 * The form for a new token, filled in with what is needed to read tunnels and list accounts.
 * https://developers.cloudflare.com/fundamentals/api/how-to/account-owned-token-template/
 */
export const createTokenUrl = `${dashboard}/profile/api-tokens?${new URLSearchParams({
  permissionGroupKeys: JSON.stringify([
    { key: 'argotunnel', type: 'read' },
    { key: 'account_settings', type: 'read' },
  ]),
  accountId: '*',
  zoneId: 'all',
  name: 'VS Code Tunnel Explorer',
}).toString()}`;

/** The row's page in the dashboard; `undefined` for rows that have none. */
export function dashboardUrl(node: TreeNode): string | undefined {
  if (node.kind === 'account') return `${dashboard}/${node.state.account.id}/tunnels`;
  if (node.kind !== 'tunnel' || node.tunnel.id === undefined) return undefined;
  return `${dashboard}/${node.account.id}/tunnels/${encodeURIComponent(node.tunnel.id)}`;
}
