import { explainTunnel } from '../findings/explain.ts';
import { connectorIn } from '../findings/finding.ts';
import type { Finding } from '../findings/finding.ts';
import type { Instant } from '../text/time.ts';
import type { ConnectorNode, TunnelNode } from './nodes.ts';

/** What was found about a tunnel, or of that what is about the connector, worst first. */
export function findingsOfRow(node: TunnelNode | ConnectorNode, now: Instant): readonly Finding[] {
  if (node.kind === 'tunnel') return explainTunnel(node.state, node.tunnel, now);
  return findingsOfRow(node.parent, now).filter((one) => connectorIn(one)?.key === node.connector.key);
}

/** The worst of it, where that is more than a note. */
export function warningOf(node: TunnelNode | ConnectorNode, now: Instant): Finding | undefined {
  return findingsOfRow(node, now).find(({ severity }) => severity !== 'info');
}
