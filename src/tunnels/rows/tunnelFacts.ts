import { t } from '@vscode/l10n';
import type { Finding } from '../findings/finding.ts';
import { describeFinding, plainWriting } from '../findings/findingWords.ts';
import { pastInWords } from '../history/pastWords.ts';
import { statusWord, tunnelName } from '../model/names.ts';
import { distinct, originIps } from '../model/tunnel.ts';
import type { Connector, Tunnel } from '../model/tunnel.ts';
import { shortTime } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import { callerOf } from './called.ts';
import { dataCentersFact, factTable, factTime } from './factTable.ts';
import type { FactLine, Facts, FoundFact, PartTable } from './factTable.ts';
import type { TunnelNode } from './nodes.ts';
import { connectorOrder } from './order.ts';
import { findingsOfRow } from './rowFindings.ts';

export function tunnelFacts(node: TunnelNode, moment: Moment): Facts {
  const { tunnel, account } = node;
  const connectors = node.connectors?.value;
  return {
    kind: t('Tunnel'),
    title: tunnelName(tunnel),
    findings: foundFacts(node, findingsOfRow(node, moment.now), moment),
    ...pastFact(node, moment),
    lines: factTable([
      statusFact(tunnel),
      [t('Account'), account.name, 'data'],
      [t('Created'), factTime(tunnel.createdAt, moment)],
      [t('Active since'), factTime(tunnel.activeSince, moment)],
      // For a tunnel that never ran the API sends its creation here, which would read as a loss.
      [t('Down since'), tunnel.status === 'inactive' ? undefined : factTime(tunnel.inactiveSince, moment)],
      [t('Managed'), managed(tunnel)],
      [t('Connectors'), connectors?.length],
      [t('Versions'), distinct(connectors?.map(({ version }) => version) ?? []).join(', '), 'data'],
      dataCentersFact(connectors?.flatMap(({ connections }) => connections) ?? []),
      // Else all that is told is of the same time.
      [
        t('Connectors as of'),
        node.connectors?.isOld === true ? factTime(node.connectors.at, moment) : undefined,
      ],
      [t('Tunnel ID'), tunnel.id, 'data'],
    ]),
    ...(connectors === undefined || connectors.length === 0
      ? {}
      : { parts: connectorTable(node, connectors, moment) }),
    notes: [
      ...(tunnel.status === 'healthy'
        ? [
            t(
              '“healthy” covers only the path from cloudflared to Cloudflare’s edge, not the service behind it.',
            ),
          ]
        : []),
      ...(connectors === undefined ? [t('Expand the row to load its connectors.')] : []),
    ],
  };
}

function pastFact({ history }: TunnelNode, moment: Moment): Pick<Facts, 'past'> {
  const words = pastInWords(history, 'day', moment);
  return words === undefined ? {} : { past: { spans: history, words } };
}

/** Some of what was found about the tunnel, in words. */
export function foundFacts(
  node: TunnelNode,
  findings: readonly Finding[],
  moment: Moment,
): readonly FoundFact[] {
  const writing = { ...plainWriting(moment), text: (raw: string) => raw, called: callerOf(node) };
  return findings.map((finding) => {
    const { sentence, hint } = describeFinding(finding, writing);
    return { severity: finding.severity, sentence, ...(hint === undefined ? {} : { hint }) };
  });
}

/** Tells the hosts apart, in the order of their rows. */
function connectorTable(
  node: TunnelNode,
  connectors: readonly Connector[],
  { now, style }: Moment,
): PartTable {
  const called = callerOf(node);
  return {
    head: [t('Connector'), t('Origin IP'), t('Version'), t('Started')],
    rows: connectors
      .toSorted(connectorOrder)
      .map((connector) => [
        called(connector),
        originIps(connector).join(', '),
        connector.version ?? '',
        connector.startedAt === undefined ? '' : shortTime(connector.startedAt, now, style),
      ]),
  };
}

/** With what the API's documentation says that it means. */
function statusFact({ status, statusText }: Tunnel): FactLine {
  const label = t('Status');
  const fact = (meaning: string) => `${statusWord(status)}: ${meaning}`;
  switch (status) {
    case 'healthy':
      return [label, fact(t('active and able to serve traffic'))];
    case 'degraded':
      return [label, fact(t('active and able to serve traffic, but in an unhealthy state'))];
    case 'down':
      return [label, fact(t('not able to serve traffic, because it has no connections to the edge'))];
    case 'inactive':
      return [label, fact(t('no connector has run since the tunnel was created'))];
    case 'unknown':
      return statusText === undefined
        ? [label, fact(t('the API sent no status'))]
        : [label, fact(t('the API says “{0}”', statusText)), 'data'];
  }
}

function managed({ managedBy }: Tunnel): string | undefined {
  switch (managedBy) {
    case 'cloudflare':
      return t('in the Cloudflare dashboard');
    case 'local':
      return t('locally, in a configuration file on the host');
    case 'unknown':
      return undefined;
  }
}
