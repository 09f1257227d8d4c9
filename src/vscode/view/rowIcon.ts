import type { Severity } from '../../tunnels/findings/finding.ts';
import { isCatchAll, skipsVerification } from '../../tunnels/model/routes.ts';
import { isInTrouble } from '../../tunnels/model/tunnel.ts';
import type { IngressRule } from '../../tunnels/model/tunnel.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import { errorLook, statusIcons, warningColor } from './statusIcons.ts';
import type { IconLook } from './statusIcons.ts';

/** `isWarned`: more than a note was found about it. The shape stays, and so does the colour of what tells of trouble. */
export function rowIcon(node: TreeNode, isWarned: boolean): IconLook {
  const look = lookOf(node);
  const tellsOfTrouble = node.kind === 'tunnel' && isInTrouble(node.tunnel);
  return isWarned && !tellsOfTrouble ? { ...look, color: 'list.warningForeground' } : look;
}

function lookOf(node: TreeNode): IconLook {
  switch (node.kind) {
    case 'account':
      return node.state.tunnels.problem === undefined ? plain('cloud') : errorLook;
    case 'tunnel':
      return statusIcons[node.tunnel.status];
    case 'findings':
      return severityLooks[node.findings[0]?.severity ?? 'info'];
    case 'finding':
      return severityLooks[node.finding.severity];
    case 'connector':
      return plain('server-process');
    case 'connection':
      return plain(node.connection.pendingReconnect ? 'debug-disconnect' : 'plug');
    case 'routes':
      return plain('globe');
    case 'route':
      return routeLook(node.rule);
    case 'problem':
      return errorLook;
    case 'missing':
      return { icon: 'circle-slash', color: 'disabledForeground' };
    case 'empty':
      return plain('info');
  }
}

const severityLooks: Readonly<Record<Severity, IconLook>> = {
  error: errorLook,
  warning: { icon: 'warning', color: warningColor },
  info: { icon: 'info', color: 'problemsInfoIcon.foreground' },
};

function routeLook(rule: IngressRule): IconLook {
  if (skipsVerification(rule)) return { icon: 'unverified', color: warningColor };
  return plain(isCatchAll(rule) ? 'ellipsis' : 'arrow-right');
}

function plain(icon: string): IconLook {
  return { icon, color: undefined };
}
