import { t } from '@vscode/l10n';
import { valueOf } from './auditedTunnels.ts';
import type { Audit, AuditedAccount, AuditRow, Reading } from './auditedTunnels.ts';
import { dataCenter, describeDataCenter } from '../model/dataCenters.ts';
import { connectionCount, connectorCount, connectorName, statusWord, tunnelName } from '../rows/rowWords.ts';
import type { Moment } from '../rows/rowWords.ts';
import { staleSince } from '../findings/rules.ts';
import { section, table } from '../text/markdown.ts';
import type { Connector, EdgeConnection, IngressRule, TunnelStatus } from '../model/tunnel.ts';
import type { Problem } from '../problems/problem.ts';
import { describeProblem } from '../problems/problemWords.ts';
import { compareText, inCode } from '../text/text.ts';
import { fullTime } from '../text/time.ts';
import type { Severity, VerdictKind } from '../findings/finding.ts';
import { ageInWords, describeVerdict } from '../findings/findingWords.ts';
import type { Writing } from '../findings/findingWords.ts';
import { compareVersions, parseVersion, versionText } from '../model/versions.ts';

const statuses: readonly TunnelStatus[] = ['healthy', 'degraded', 'down', 'inactive', 'unknown'];

export function totals({ accounts, rows }: Audit): string {
  const countsOf = (some: readonly AuditRow[]) => [
    some.length,
    ...statuses.map((status) => some.filter(({ tunnel }) => tunnel.status === status).length),
  ];
  const perAccount = accounts.map((account) => [
    inCode(account.name),
    // No tunnels were read there, which is not the same as none.
    ...(account.problem !== undefined && account.tunnels.length === 0
      ? ['?', ...statuses.map(() => '?')]
      : countsOf(rows.filter((row) => row.account === account))),
  ]);
  const together = accounts.length > 1 ? [[t('All'), ...countsOf(rows)]] : [];
  const connectors = rows.flatMap(connectorsOf);
  return section(
    t('Totals'),
    [
      ...table([t('Account'), t('Tunnels'), ...statuses.map(statusWord)], [...perAccount, ...together]),
      '',
      t('Read: {0}, {1}.', connectorCount(connectors.length), connectionCount(liveOf(connectors).length)),
    ],
    '',
  );
}

/** One item per tunnel, the worst first; what is merely of note stands in the sections below it. */
export function whatIsWrong({ rows, moment }: Audit): string {
  const writing = writingOf(moment);
  const items = rows.flatMap((row) => {
    const wrong = row.verdicts.filter(({ severity }) => severity !== 'info');
    const sentences = wrong.map((verdict) => describeVerdict(verdict, writing).sentence);
    const severity = wrong[0]?.severity ?? 'warning';
    if (sentences.length > 0) return [{ row, severity, sentences }];
    return row.tunnel.status === 'degraded' ? [{ row, severity, sentences: [whyDegraded(row)] }] : [];
  });
  const of = (severity: Severity) => items.filter((item) => item.severity === severity);
  const lines = [...of('error'), ...of('warning')].flatMap(({ row, sentences }) => [
    // Our own word first: a name alone could begin with spaces, which Markdown takes for code.
    `- ${[statusWord(row.tunnel.status), ...placeOf(row)].join(' · ')}`,
    ...sentences.map((sentence) => `  - ${sentence}`),
  ]);
  return section(t('What is wrong, worst first'), lines, t('Nothing that could be seen.'));
}

function whyDegraded({ connectors }: AuditRow): string {
  return connectors.kind === 'read'
    ? t('Degraded: the connectors do not show why')
    : t('Degraded: the connectors were not read');
}

export function redundancy({ rows, moment }: Audit): string {
  const kinds: readonly VerdictKind[] = ['oneConnector', 'oneDataCenter', 'oneCity'];
  const weak = rows.flatMap((row) => {
    const verdicts = row.verdicts.filter(({ kind }) => kinds.includes(kind));
    const why = verdicts.map((verdict) => describeVerdict(verdict, writingOf(moment)).short);
    return why.length === 0 ? [] : [[...placeOf(row), why.join('; ')]];
  });
  return section(
    t('Redundancy'),
    table([t('Tunnel'), t('Account'), t('Why')], weak),
    t('No tunnel is known to depend on one connector, one data center or one city.'),
  );
}

/** The newest first; then what is no calendar version; then the connectors that did not tell theirs. */
export function versionSpread({ rows }: Audit): string {
  const counts = countBy(rows.flatMap(connectorsOf), ({ version }) => version);
  const order = (a: string, b: string) => {
    const [one, other] = [parseVersion(a), parseVersion(b)];
    if (one === undefined || other === undefined) {
      return Number(one === undefined) - Number(other === undefined) || compareText(a, b);
    }
    return compareVersions(other, one) || compareText(a, b);
  };
  return section(
    t('Versions'),
    countTable([t('Version'), t('Connectors')], counts, order, (version) => [inCode(version)]),
    t('No connector was read.'),
  );
}

export function outdatedConnectors({ rows }: Audit): string {
  const outdated = rows
    .flatMap((row) =>
      row.verdicts.flatMap((verdict) => (verdict.kind === 'outdated' ? [{ row, verdict }] : [])),
    )
    .toSorted((a, b) => b.verdict.months - a.verdict.months);
  return section(
    t('Outdated connectors'),
    table(
      [t('Connector'), t('Tunnel'), t('Account'), t('Version'), t('Newest in the account'), t('Age')],
      outdated.map(({ row, verdict: { connector, version, newest, months } }) => [
        inCode(connectorName(connector)),
        ...placeOf(row),
        versionText(version),
        versionText(newest),
        ageInWords(months),
      ]),
    ),
    t('No connector is known to be older than the newest version in its account.'),
  );
}

export function dataCentersInUse({ rows }: Audit): string {
  const counts = countBy(liveOf(rows.flatMap(connectorsOf)), (connection) => connection.dataCenter);
  return section(
    t('Data centers in use'),
    countTable(
      [t('City'), t('Data center'), t('Connections')],
      counts,
      (a, b) => compareText(describeDataCenter(a), describeDataCenter(b)),
      (code) => [dataCenter(code).city ?? t('not known'), inCode(code)],
    ),
    t('No connection was read.'),
  );
}

export function staleTunnels({ rows, moment }: Audit): string {
  const stale = rows.flatMap((row) => {
    const since = staleSince(row.tunnel, moment.now);
    if (since === undefined) return [];
    return [[...placeOf(row), statusWord(row.tunnel.status), fullTime(since, moment.style)]];
  });
  return section(
    t('Stale tunnels: down or inactive for 30 days or longer'),
    table([t('Tunnel'), t('Account'), t('Status'), t('Since')], stale),
    t('None.'),
  );
}

/** Only of tunnels that are managed at Cloudflare: the rules of the others are in a file that the API does not know. */
export function withoutRoutes({ rows }: Audit): string {
  const read = rows.flatMap((row) => {
    const configuration = valueOf(row.configuration);
    return configuration === undefined || row.tunnel.managedBy !== 'cloudflare'
      ? []
      : [{ row, rules: configuration.rules }];
  });
  return section(
    t('Tunnels without routes: no ingress rule leads to a service'),
    table(
      [t('Tunnel'), t('Account')],
      read.filter(({ rules }) => !rules.some(leadsToService)).map(({ row }) => placeOf(row)),
    ),
    read.length === 0
      ? t('No configuration was read.')
      : t('None of those whose configuration was read. Routes of private networks are not looked at.'),
  );
}

/** A rule may also answer by itself, with a fixed HTTP status. */
function leadsToService({ service }: IngressRule): boolean {
  return service !== undefined && !service.startsWith('http_status:');
}

export function unread({ accounts, rows, moment }: Audit): string {
  const why = (problem: Problem | 'cancelled', { id, name }: AuditedAccount) =>
    problem === 'cancelled'
      ? t('cancelled')
      : inCode(describeProblem(problem, { id, name, tunnels: undefined }, moment).label);
  const lists = accounts.flatMap((account) => {
    if (account.problem === undefined) return [];
    return [[t('all'), inCode(account.name), t('tunnels'), why(account.problem, account)]];
  });
  const parts = rows.flatMap((row) => {
    const readings: readonly (readonly [what: string, reading: Reading<unknown> | undefined])[] = [
      [t('connectors'), row.connectors],
      [t('configuration'), row.configuration],
    ];
    return readings.flatMap(([what, reading]) => {
      if (reading === undefined || reading.kind === 'read') return [];
      const because = why(reading.kind === 'cancelled' ? 'cancelled' : reading.problem, row.account);
      return [[...placeOf(row), what, because]];
    });
  });
  return section(
    t('What was not read'),
    table([t('Tunnel'), t('Account'), t('What'), t('Why')], [...lists, ...parts]),
    t('Everything that was asked for was read.'),
  );
}

/** Times in full: how a short one is written depends on the day of the report. */
function writingOf({ style }: Moment): Writing {
  return { text: inCode, time: (at) => fullTime(at, style) };
}

/** The cells that say which tunnel a line is about. */
function placeOf({ tunnel, account }: AuditRow): readonly string[] {
  return [inCode(tunnelName(tunnel)), inCode(account.name)];
}

function connectorsOf({ connectors }: AuditRow): readonly Connector[] {
  return valueOf(connectors) ?? [];
}

function liveOf(connectors: readonly Connector[]): readonly EdgeConnection[] {
  return connectors.flatMap(({ connections }) => connections.filter((one) => !one.pendingReconnect));
}

type Counts = ReadonlyMap<string | undefined, number>;

function countBy<T>(values: readonly T[], keyOf: (value: T) => string | undefined): Counts {
  const counts = new Map<string | undefined, number>();
  for (const key of values.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** One row per key in `order`, last the count of what has none. */
function countTable(
  head: readonly string[],
  counts: Counts,
  order: (a: string, b: string) => number,
  cellsOf: (key: string) => readonly string[],
): readonly string[] {
  const keys = [...counts.keys()].filter((key) => key !== undefined).toSorted(order);
  const none = counts.get(undefined);
  const noKey = head.slice(0, -1).map(() => t('not told'));
  return table(head, [
    ...keys.map((key) => [...cellsOf(key), counts.get(key) ?? 0]),
    ...(none === undefined ? [] : [[...noKey, none]]),
  ]);
}
