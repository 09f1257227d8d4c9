import { t } from '@vscode/l10n';
import { isCanceled, valueOf } from './auditedTunnels.ts';
import type { Audit, AuditedAccount, AuditEntry, Reading } from './auditedTunnels.ts';
import { groupedLines, placeHead, placeOf } from './auditGroups.ts';
import type { Said } from './auditGroups.ts';
import type { Bars } from '../drawings/bars.ts';
import { acrossTunnels } from '../findings/acrossTunnels.ts';
import { acrossInWords } from '../findings/acrossWords.ts';
import { severityWord } from '../findings/findingWords.ts';
import { dataCenter, describeDataCenter, metro } from '../model/dataCenters.ts';
import { section, table } from '../text/markdown.ts';
import { liveConnections } from '../model/tunnel.ts';
import type { Connector, IngressRule } from '../model/tunnel.ts';
import type { Problem } from '../problems/problem.ts';
import { describeProblem } from '../problems/problemWords.ts';
import { compareText, inCode } from '../text/text.ts';
import { compareVersions, parseVersion } from '../model/versions.ts';

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

export function dataCentersSection({ entries }: Audit): readonly (string | Bars)[] {
  const live = entries.flatMap(connectorsOf).flatMap(liveConnections);
  const counts = countBy(live, (connection) => connection.dataCenter);
  const cities = [...countBy(live, ({ dataCenter: code }) => code && metro(code))]
    .map(([place, count]) => ({
      label: place === undefined ? t('not reported') : (dataCenter(place).city ?? place),
      count,
    }))
    .toSorted((a, b) => b.count - a.count || compareText(a.label, b.label));
  const lines = countTable(
    [t('City'), t('Data center'), t('Connections')],
    counts,
    (a, b) => compareText(describeDataCenter(a), describeDataCenter(b)),
    (code) => [dataCenter(code).city ?? t('unknown'), inCode(code)],
  );
  const heading = t('Data centers in use');
  if (lines.length === 0) return [section(heading, [], t('No connections were read.'))];
  return [`## ${heading}\n`, { title: t('Connections by city'), bars: cities }, ...lines, ''];
}

/** Only of tunnels that are managed at Cloudflare: the rules of the others are in a file on the host. */
export function withoutRoutesSection(audit: Audit): string {
  const { entries } = audit;
  const read = entries.flatMap((entry) => {
    const configuration = valueOf(entry.configuration);
    return configuration === undefined || entry.tunnel.managedBy !== 'cloudflare'
      ? []
      : [{ entry, rules: configuration.rules }];
  });
  return section(
    t('Tunnels without routes: no ingress rule points to a service'),
    table(
      placeHead(audit),
      read.filter(({ rules }) => !rules.some(leadsToService)).map(({ entry }) => placeOf(entry, audit)),
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

/** What was canceled is said first of all. */
export function unreadSection(audit: Audit): string {
  const { accounts, entries, moment } = audit;
  const why = (problem: Problem, { name }: AuditedAccount) =>
    inCode(describeProblem(problem, name, moment).label);
  const lists = accounts.flatMap((account) => {
    const { problem, name } = account;
    if (problem === undefined) return [];
    const reason = problem === 'canceled' ? t('cancelled') : why(problem, account);
    return [`- ${t('The tunnels of {0}: {1}', inCode(name), reason)}`];
  });
  const parts = entries.flatMap((entry) => {
    const readings: readonly (readonly [what: string, reading: Reading<unknown> | undefined])[] = [
      [t('connectors'), entry.connectors],
      [t('configuration'), entry.configuration],
    ];
    return readings.flatMap(([what, reading]): readonly Said[] =>
      reading?.kind === 'failed'
        ? [{ entry, sentence: `${what}: ${why(reading.problem, entry.account)}` }]
        : [],
    );
  });
  const gap = lists.length > 0 && parts.length > 0 ? [''] : [];
  return section(
    t('What was not read'),
    [...lists, ...gap, ...(parts.length === 0 ? [] : groupedLines(parts, audit))],
    isCanceled(audit) ? t('The tunnels that were not reached.') : t('Everything requested was read.'),
  );
}

/** What tunnels of one account have in common, so that one failure takes them all. */
export function acrossSection({ accounts, entries }: Audit): string {
  const lines = accounts.flatMap((account) => {
    const tunnels = entries
      .filter((entry) => entry.account === account)
      .map(({ tunnel, connectors }) => ({ tunnel, connectors: valueOf(connectors) }));
    const where = accounts.length > 1 ? `${inCode(account.name)}: ` : '';
    return acrossInWords(acrossTunnels(tunnels), inCode).map(
      ({ severity, sentence }) => `- ${where}**${severityWord(severity)}**: ${sentence}`,
    );
  });
  return section(t('Across tunnels'), lines, t('Nothing was found that several tunnels depend on together.'));
}

export function connectorsOf({ connectors }: AuditEntry): readonly Connector[] {
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
