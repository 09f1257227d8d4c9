import { t } from '@vscode/l10n';
import type { Change } from '../changes/change.ts';
import { stripImage } from '../drawings/strip.ts';
import { tunnelPicture } from '../drawings/tunnelPicture.ts';
import { pastInWords } from '../history/pastWords.ts';
import { dataCenterInWords } from '../model/dataCenters.ts';
import { connectionName, tunnelName } from '../model/names.ts';
import { fullTime } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';
import { explainTunnel } from '../findings/explain.ts';
import { connectorIn } from '../findings/finding.ts';
import type { Finding } from '../findings/finding.ts';
import { callerOf } from '../rows/called.ts';
import type { DetailedNode } from '../rows/detailedRow.ts';
import { factsOf } from '../rows/facts.ts';
import { factList, imageMarkdown, section, table } from '../text/markdown.ts';
import { liveConnections, originIps } from '../model/tunnel.ts';
import type { Connector } from '../model/tunnel.ts';
import type { TunnelNode } from '../rows/nodes.ts';
import { connectorOrder } from '../rows/order.ts';
import { describeProblem } from '../problems/problemWords.ts';
import { originRequestInWords, routeName } from '../model/routes.ts';
import { inCode, visible } from '../text/text.ts';
import { describeFinding, severityWord } from '../findings/findingWords.ts';
import { toldChanges } from './changeLines.ts';
import type { DocumentState } from './documentShape.ts';

/** What the details are written from, besides their row. */
type ShownWith = Omit<DocumentState, 'rowOf'>;

/** Everything that is known of a tunnel, connector or connection, as a Markdown document; the raw JSON at its end. */
export function detailsText(node: DetailedNode, shown: ShownWith): string {
  const { moment } = shown;
  const parts = [
    `# ${titleOf(node)}`,
    '',
    ...findings(node, moment),
    properties(node, moment),
    ...sectionsOf(node, shown),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

function titleOf(node: DetailedNode): string {
  switch (node.kind) {
    case 'tunnel':
      return t('Tunnel {0}', inCode(tunnelName(node.tunnel)));
    case 'connector':
      return t(
        'Connector {0} of {1}',
        inCode(callerOf(node.parent)(node.connector)),
        inCode(tunnelName(node.parent.tunnel)),
      );
    case 'connection':
      return t(
        'Edge connection {0} of {1}',
        inCode(connectionName(node.connection)),
        inCode(callerOf(node.parent.parent)(node.parent.connector)),
      );
  }
}

function properties(node: DetailedNode, moment: Moment): string {
  const { state } = tunnelNodeOf(node);
  const { lines, notes } = factsOf(node, moment, state);
  const facts = lines.map(
    ({ label, value, isData }) => [label, isData === true ? inCode(value) : value] as const,
  );
  const below = notes.flatMap((note) => ['', `> ${inCode(note)}`]);
  return section(t('Properties'), [...factList(facts), ...below], '');
}

function sectionsOf(node: DetailedNode, shown: ShownWith): readonly string[] {
  const { changes, moment } = shown;
  switch (node.kind) {
    case 'tunnel': {
      const { tunnel, connectors, state } = node;
      const recent = changes.filter(({ tunnelKey }) => tunnelKey === tunnel.key);
      const configuration = state.configurations.get(tunnel.key)?.value;
      return [
        connectorsSection(node, shown),
        connectionsSection(node, connectors?.value ?? [], moment),
        routesSection(node, moment),
        pastSection(node, shown),
        changesSection(recent, shown),
        jsonSection({
          tunnel: tunnel.json,
          connectors: connectors?.value?.map(({ json }) => json),
          configuration: configuration?.json,
        }),
      ];
    }
    case 'connector': {
      const { connector } = node;
      const recent = changes.filter((change) => isAbout(change, connector.key));
      return [
        connectionsSection(node.parent, [connector], moment),
        changesSection(recent, shown),
        jsonSection(connector.json),
      ];
    }
    case 'connection':
      return [jsonSection(node.connection.json)];
  }
}

/** Those of a tunnel, or what of them is about the connector alone; an edge connection has none. */
function findings(node: DetailedNode, moment: Moment): readonly string[] {
  const { state, tunnel } = tunnelNodeOf(node);
  const all = explainTunnel(state, tunnel, moment.now);
  switch (node.kind) {
    case 'tunnel':
      return [
        section(t('Findings'), findingLines(node, all, moment), t('No findings in the data loaded so far.')),
      ];
    case 'connector': {
      const own = all.filter((one) => connectorIn(one)?.key === node.connector.key);
      return own.length === 0 ? [] : [section(t('Findings'), findingLines(node.parent, own, moment), '')];
    }
    case 'connection':
      return [];
  }
}

function findingLines(node: TunnelNode, all: readonly Finding[], { style }: Moment): readonly string[] {
  const writing = { text: inCode, time: (at: Instant) => fullTime(at, style), called: callerOf(node) };
  return all.flatMap((finding) => {
    const { sentence, hint } = describeFinding(finding, writing);
    const line = `- **${severityWord(finding.severity)}**: ${sentence}`;
    return hint === undefined ? [line] : [line, `  - ${hint}`];
  });
}

function connectorsSection(node: TunnelNode, { moment, theme }: ShownWith): string {
  const called = callerOf(node);
  const connectors = node.connectors?.value ?? [];
  const lines = connectors.map((connector) => [
    inCode(called(connector)),
    originIps(connector).map(inCode).join(', '),
    code(connector.platform),
    code(connector.version),
    connector.configVersion ?? '',
    time(connector.startedAt, moment),
    liveConnections(connector).length,
  ]);
  const head = [
    t('Connector'),
    t('Origin IP'),
    t('Platform'),
    t('Version'),
    t('Configuration'),
    t('Started'),
    t('Connections'),
  ];
  const drawn = { tunnel: node.tunnel, connectors: connectors.toSorted(connectorOrder), called };
  const picture = lines.length === 0 ? [] : [imageMarkdown(tunnelPicture(drawn, theme)), ''];
  return section(t('Connectors'), [...picture, ...table(head, lines)], whyNone(node, moment));
}

/** Why there are no connectors to be shown: there are none, or it is not known. */
function whyNone({ connectors, account }: TunnelNode, moment: Moment): string {
  if (connectors?.value !== undefined) return t('None.');
  return connectors?.problem === undefined
    ? t('Not loaded.')
    : inCode(describeProblem(connectors.problem, account.name, moment).label);
}

function connectionsSection(node: TunnelNode, connectors: readonly Connector[], moment: Moment): string {
  const called = callerOf(node);
  const lines = connectors.flatMap((connector) =>
    connector.connections.map(({ dataCenter, originIp, openedAt }) => [
      inCode(called(connector)),
      dataCenter === undefined ? '' : inCode(dataCenterInWords(dataCenter)),
      code(originIp),
      time(openedAt, moment),
    ]),
  );
  const head = [t('Connector'), t('Data center'), t('Origin IP'), t('Opened')];
  return section(t('Edge connections'), table(head, lines), whyNone(node, moment));
}

function routesSection({ tunnel, account, state }: TunnelNode, moment: Moment): string {
  const known = state.configurations.get(tunnel.key);
  const lines = (known?.value?.rules ?? []).map((rule) => [
    inCode(routeName(rule)),
    code(rule.service),
    originRequestInWords(rule)
      .map(([label, value]) => inCode(`${label}: ${value}`))
      .join(', '),
  ]);
  const otherwise =
    tunnel.managedBy === 'local'
      ? t('The rules are in cloudflared’s configuration file on its host.')
      : known?.problem !== undefined
        ? inCode(describeProblem(known.problem, account.name, moment).label)
        : known === undefined
          ? t('Not loaded.')
          : t('No public hostnames are published.');
  return section(t('Routes'), table([t('Route'), t('Service'), t('Options')], lines), otherwise);
}

function pastSection({ history }: TunnelNode, { moment, theme }: ShownWith): string {
  const lines = (['week', 'month'] as const).flatMap((period) => {
    const words = pastInWords(history, period, moment);
    if (words === undefined) return [];
    return [imageMarkdown(stripImage(history, period, { ...moment, theme })), '', words, ''];
  });
  return section(t('Availability'), lines, t('Not watched long enough to tell.'));
}

function changesSection(changes: readonly Change[], shown: ShownWith): string {
  const { style } = shown.moment;
  const time = (at: Instant) => fullTime(at, style);
  const lines = toldChanges(changes, shown, style).flatMap((told) => told.lines(time));
  return section(t('Recent changes'), lines, t('None since watching began.'));
}

/** Lines that a person can read: what cannot be seen is written as JSON's own escape. */
function jsonSection(json: unknown): string {
  const lines = JSON.stringify(json, null, 2).split('\n').map(visible);
  return section(t('As the API sent it'), ['```json', ...lines, '```'], '');
}

function isAbout(change: Change, connectorKey: string): boolean {
  if ('connectorKey' in change) return change.connectorKey === connectorKey;
  return 'connector' in change && change.connector.key === connectorKey;
}

export function tunnelNodeOf(node: DetailedNode): TunnelNode {
  switch (node.kind) {
    case 'tunnel':
      return node;
    case 'connector':
      return node.parent;
    case 'connection':
      return node.parent.parent;
  }
}

function code(text: string | undefined): string {
  return text === undefined ? '' : inCode(text);
}

function time(at: Instant | undefined, { style }: Moment): string {
  return at === undefined ? '' : fullTime(at, style);
}
