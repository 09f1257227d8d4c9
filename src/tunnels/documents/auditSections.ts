import { t } from '@vscode/l10n';
import { valueOf } from './auditedTunnels.ts';
import type { Audit, AuditedAccount, AuditEntry, Reading } from './auditedTunnels.ts';
import { dataCenter, describeDataCenter } from '../model/dataCenters.ts';
import { connectionCount, connectorCount, connectorName, statusWord, tunnelName } from '../model/names.ts';
import { fullTime } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import { staleSince } from '../findings/rules.ts';
import { section, table } from '../text/markdown.ts';
import { liveConnections, tunnelStatuses } from '../model/tunnel.ts';
import type { Connector, IngressRule } from '../model/tunnel.ts';
import type { Problem } from '../problems/problem.ts';
import { describeProblem } from '../problems/problemWords.ts';
import { compareText, inCode } from '../text/text.ts';
import type { FindingKind, Severity } from '../findings/finding.ts';
import { describeFinding, newestInWords, releaseAgeInWords } from '../findings/findingWords.ts';
import type { Writing } from '../findings/findingWords.ts';
import { compareVersions, parseVersion, versionText } from '../model/versions.ts';

export function totalsSection({ accounts, entries }: Audit): string {
  const countsOf = (some: readonly AuditEntry[]) => [
    some.length,
    ...tunnelStatuses.map((status) => some.filter(({ tunnel }) => tunnel.status === status).length),
  ];
  const perAccount = accounts.map((account) => [
    inCode(account.name),
    // No tunnels were read there, which is not the same as none.
    ...(account.problem !== undefined && account.tunnels.length === 0
      ? ['?', ...tunnelStatuses.map(() => '?')]
      : countsOf(entries.filter((entry) => entry.account === account))),
  ]);
  const together = accounts.length > 1 ? [[t('All'), ...countsOf(entries)]] : [];
  const connectors = entries.flatMap(connectorsOf);
  return section(
    t('Totals'),
    [
      ...table([t('Account'), t('Tunnels'), ...tunnelStatuses.map(statusWord)], [...perAccount, ...together]),
      '',
      t(
        'Read: {0}, {1}.',
        connectorCount(connectors.length),
        connectionCount(connectors.flatMap(liveConnections).length),
      ),
    ],
    '',
  );
}

/** One item per tunnel, the worst first; what is merely of note stands in the sections below it. */
export function wrongSection({ entries, moment }: Audit): string {
  const writing = writingOf(moment);
  const items = entries.flatMap((entry) => {
    const wrong = entry.findings.filter(({ severity }) => severity !== 'info');
    const sentences = wrong.map((finding) => describeFinding(finding, writing).sentence);
    const severity = wrong[0]?.severity ?? 'warning';
    if (sentences.length > 0) return [{ entry, severity, sentences }];
    return entry.tunnel.status === 'degraded' ? [{ entry, severity, sentences: [whyDegraded(entry)] }] : [];
  });
  const of = (severity: Severity) => items.filter((item) => item.severity === severity);
  const lines = [...of('error'), ...of('warning')].flatMap(({ entry, sentences }) => [
    // Our own word first: a name alone could begin with spaces, which Markdown takes for code.
    `- ${[statusWord(entry.tunnel.status), ...placeOf(entry)].join(' · ')}`,
    ...sentences.map((sentence) => `  - ${sentence}`),
  ]);
  return section(
    t('What is wrong, worst first'),
    lines,
    t('No problems were found in the data that was read.'),
  );
}

function whyDegraded({ connectors }: AuditEntry): string {
  return connectors.kind === 'read'
    ? t('Degraded: the connectors do not show why')
    : t('Degraded: the connectors were not read');
}

export function redundancySection({ entries, moment }: Audit): string {
  const kinds: readonly FindingKind[] = ['oneConnector', 'oneDataCenter', 'oneCity'];
  const weak = entries.flatMap((entry) => {
    const findings = entry.findings.filter(({ kind }) => kinds.includes(kind));
    const why = findings.map((finding) => describeFinding(finding, writingOf(moment)).short);
    return why.length === 0 ? [] : [[...placeOf(entry), why.join('; ')]];
  });
  return section(
    t('Redundancy'),
    table([t('Tunnel'), t('Account'), t('Reason')], weak),
    t('No tunnel is known to depend on a single connector, data center or city.'),
  );
}

/** The newest first; then what is no calendar version; then the connectors that did not tell theirs. */
export function versionsSection({ entries }: Audit): string {
  const counts = countBy(entries.flatMap(connectorsOf), ({ version }) => version);
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
    t('No connectors were read.'),
  );
}

export function outdatedSection({ entries }: Audit): string {
  const outdated = entries
    .flatMap((entry) =>
      entry.findings.flatMap((finding) => (finding.kind === 'outdated' ? [{ entry, finding }] : [])),
    )
    .toSorted((a, b) => b.finding.months - a.finding.months);
  return section(
    t('Outdated connectors'),
    table(
      [t('Connector'), t('Tunnel'), t('Account'), t('Version'), t('Compared with'), t('Age')],
      outdated.map(({ entry, finding: { connector, version, newest, months } }) => [
        inCode(connectorName(connector)),
        ...placeOf(entry),
        versionText(version),
        newestInWords(newest),
        releaseAgeInWords(months),
      ]),
    ),
    t('No connector is known to run an outdated version.'),
  );
}

export function dataCentersSection({ entries }: Audit): string {
  const counts = countBy(
    entries.flatMap(connectorsOf).flatMap(liveConnections),
    (connection) => connection.dataCenter,
  );
  return section(
    t('Data centers in use'),
    countTable(
      [t('City'), t('Data center'), t('Connections')],
      counts,
      (a, b) => compareText(describeDataCenter(a), describeDataCenter(b)),
      (code) => [dataCenter(code).city ?? t('unknown'), inCode(code)],
    ),
    t('No connections were read.'),
  );
}

export function staleSection({ entries, moment }: Audit): string {
  const stale = entries.flatMap((entry) => {
    const since = staleSince(entry.tunnel, moment.now);
    if (since === undefined) return [];
    return [[...placeOf(entry), statusWord(entry.tunnel.status), fullTime(since, moment.style)]];
  });
  return section(
    t('Stale tunnels: down or inactive for 30 days or longer'),
    table([t('Tunnel'), t('Account'), t('Status'), t('Since')], stale),
    t('None.'),
  );
}

/** Only of tunnels that are managed at Cloudflare: the rules of the others are in a file on the host. */
export function withoutRoutesSection({ entries }: Audit): string {
  const read = entries.flatMap((entry) => {
    const configuration = valueOf(entry.configuration);
    return configuration === undefined || entry.tunnel.managedBy !== 'cloudflare'
      ? []
      : [{ entry, rules: configuration.rules }];
  });
  return section(
    t('Tunnels without routes: no ingress rule points to a service'),
    table(
      [t('Tunnel'), t('Account')],
      read.filter(({ rules }) => !rules.some(leadsToService)).map(({ entry }) => placeOf(entry)),
    ),
    read.length === 0
      ? t('No configurations were read.')
      : t('None among those whose configuration was read. Private network routes are not checked.'),
  );
}

/** A rule may also answer by itself, with a fixed HTTP status. */
function leadsToService({ service }: IngressRule): boolean {
  return service !== undefined && !service.startsWith('http_status:');
}

export function unreadSection({ accounts, entries, moment }: Audit): string {
  const why = (problem: Problem | 'canceled', { name }: AuditedAccount) =>
    problem === 'canceled' ? t('canceled') : inCode(describeProblem(problem, name, moment).label);
  const lists = accounts.flatMap((account) => {
    if (account.problem === undefined) return [];
    return [[t('all'), inCode(account.name), t('tunnels'), why(account.problem, account)]];
  });
  const parts = entries.flatMap((entry) => {
    const readings: readonly (readonly [what: string, reading: Reading<unknown> | undefined])[] = [
      [t('connectors'), entry.connectors],
      [t('configuration'), entry.configuration],
    ];
    return readings.flatMap(([what, reading]) => {
      if (reading === undefined || reading.kind === 'read') return [];
      const because = why(reading.kind === 'canceled' ? 'canceled' : reading.problem, entry.account);
      return [[...placeOf(entry), what, because]];
    });
  });
  return section(
    t('What was not read'),
    table([t('Tunnel'), t('Account'), t('Item'), t('Reason')], [...lists, ...parts]),
    t('Everything requested was read.'),
  );
}

/** Times in full: how a short one is written depends on the day of the report. */
function writingOf({ style }: Moment): Writing {
  return { text: inCode, time: (at) => fullTime(at, style) };
}

/** The cells that say which tunnel a line is about. */
function placeOf({ tunnel, account }: AuditEntry): readonly string[] {
  return [inCode(tunnelName(tunnel)), inCode(account.name)];
}

function connectorsOf({ connectors }: AuditEntry): readonly Connector[] {
  return valueOf(connectors) ?? [];
}

type Counts = ReadonlyMap<string | undefined, number>;

function countBy<T>(values: readonly T[], keyOf: (value: T) => string | undefined): Counts {
  const counts = new Map<string | undefined, number>();
  for (const key of values.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** One line per key in `order`, last the count of what has none. */
function countTable(
  head: readonly string[],
  counts: Counts,
  order: (a: string, b: string) => number,
  cellsOf: (key: string) => readonly string[],
): readonly string[] {
  const keys = [...counts.keys()].filter((key) => key !== undefined).toSorted(order);
  const none = counts.get(undefined);
  const noKey = head.slice(0, -1).map(() => t('not reported'));
  return table(head, [
    ...keys.map((key) => [...cellsOf(key), counts.get(key) ?? 0]),
    ...(none === undefined ? [] : [[...noKey, none]]),
  ]);
}
