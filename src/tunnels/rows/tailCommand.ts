import type { TreeNode } from './nodes.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What to type in a terminal to follow the log of the row's connectors; `undefined` for rows that have none. It is made
 * of UUIDs alone, since it is made to be run.
 * https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/monitor-tunnels/logs/
 */
export function tailCommand(row: TreeNode): string | undefined {
  switch (row.kind) {
    case 'tunnel':
      return isUuid(row.tunnel.id) ? `cloudflared tail ${row.tunnel.id}` : undefined;
    case 'connector': {
      const [connectorId, tunnelId] = [row.connector.id, row.parent.tunnel.id];
      return isUuid(connectorId) && isUuid(tunnelId)
        ? `cloudflared tail --connector-id ${connectorId} ${tunnelId}`
        : undefined;
    }
    case 'account':
    case 'findings':
    case 'finding':
    case 'connection':
    case 'routes':
    case 'route':
    case 'problem':
    case 'missing':
    case 'empty':
      return undefined;
  }
}

function isUuid(id: string | undefined): id is string {
  return id !== undefined && uuid.test(id);
}
