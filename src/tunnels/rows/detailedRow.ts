import { subjectOf } from './childNodes.ts';
import type { ConnectionNode, ConnectorNode, TreeNode, TunnelNode } from './nodes.ts';

export type DetailedNode = TunnelNode | ConnectorNode | ConnectionNode;

/** What `Show Details` tells of for the row: of the row itself, or of what it is about. */
export function detailedRow(row: TreeNode): DetailedNode | undefined {
  switch (row.kind) {
    case 'tunnel':
    case 'connector':
    case 'connection':
      return row;
    case 'finding':
      return subjectOf(row);
    case 'findings':
      return row.parent;
    case 'route':
      return row.parent.parent;
    case 'account':
    case 'routes':
    case 'problem':
    case 'missing':
    case 'empty':
      return undefined;
  }
}
