import { t } from '@vscode/l10n';
import { dataCenter, isLocation } from '../model/dataCenters.ts';
import { connectionCount, connectorName } from '../model/names.ts';
import { routeName } from '../model/routes.ts';
import { shortTime } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';
import { visible } from '../text/text.ts';
import type { ConnectorRef, Finding, Severity, Share } from './finding.ts';
import { versionText } from '../model/versions.ts';
import type { Newest } from '../model/versions.ts';

export interface FindingWords {
  /** For a hover and the details, without a full stop. */
  readonly sentence: string;
  /** For a row's description, beside others. */
  readonly short: string;
  /** The same for the row of the connector that it is about. */
  readonly own?: string;
  /** What the cause may be and what to look at, where that can be told: whole sentences, for where there is room. */
  readonly hint?: string;
}

/** How words are written for the place where they stand. */
export interface Writing {
  /** Makes text from outside safe there. */
  readonly text: (outside: string) => string;
  readonly time: (at: Instant) => string;
  /** How a connector is called; by its id in short unless given. */
  readonly called?: (connector: ConnectorRef) => string;
}

/** For plain text, with times as short as they can be told apart now. */
export function plainWriting({ now, style }: Moment): Writing {
  return { text: visible, time: (at) => shortTime(at, now, style) };
}

export function describeFinding(
  finding: Finding,
  { text, time, called = connectorName }: Writing,
): FindingWords {
  const name = (connector: ConnectorRef) => text(called(connector));
  const place = (codes: readonly string[]) => cityWithCodes(codes, text);
  const inShort = (connector: ConnectorRef, own: string) => ({
    short: t('connector {0}: {1}', name(connector), own),
    own,
  });
  const spread = (shares: readonly Share[]) =>
    shares.map(({ value, connectors }) => `${connectors} × ${text(value)}`).join(', ');

  switch (finding.kind) {
    case 'down': {
      const { since, isContradicted } = finding;
      const down = since === undefined ? t('Down') : t('Down since {0}', time(since));
      const short = since === undefined ? t('down') : t('down since {0}', time(since));
      return isContradicted
        ? {
            sentence: t('{0}, but connectors with connections are listed: the two disagree', down),
            short: t('{0}, but connectors are connected', short),
          }
        : { sentence: t('{0}: no connector is connected', down), short };
    }
    case 'downForLong':
      return {
        // Without the days: the sentence stays the same from one day to the next.
        sentence: t('Down for 30 days or longer'),
        short: t('down for {0} days', finding.days),
      };
    case 'noConnections':
      return {
        sentence: t('Connector {0} has no connections: it is draining or lost', name(finding.connector)),
        ...inShort(finding.connector, t('draining or lost')),
      };
    case 'fewConnections': {
      const { live, usual, status, mayLackRegion } = finding;
      const facts = [name(finding.connector), live, usual];
      return {
        sentence:
          status === 'degraded'
            ? t('Degraded: connector {0} has {1} of {2} connections', ...facts)
            : t('Connector {0} has {1} of {2} connections', ...facts),
        ...inShort(finding.connector, t('{0} of {1} connections', live, usual)),
        ...(mayLackRegion
          ? {
              hint: t(
                'The pairs of connections use two regions of Cloudflare’s edge, so one region may be unreachable from there. Check outbound port 7844 to region1.v2.argotunnel.com and region2.v2.argotunnel.com.',
              ),
            }
          : {}),
      };
    }
    case 'sameFewConnections': {
      const { live, usual, connectors } = finding;
      const [connector, ...others] = connectors;
      const opens = connectionCount(live);
      return {
        sentence:
          connector !== undefined && others.length === 0
            ? t('Connector {0} opens {1}, the default is {2}', name(connector), opens, usual)
            : t('Each connector opens {0}, the default is {1}', opens, usual),
        short: t('{0} of {1} connections', live, usual),
      };
    }
    case 'reconnected': {
      const { connector, live, reopened, at, startedAt } = finding;
      const facts = [name(connector), reopened, time(at), time(startedAt), live];
      return {
        sentence:
          reopened === live
            ? t(
                'Connector {0} reconnected: all {1} connections opened within minutes of each other, starting at {2}, although it has been running since {3}',
                ...facts,
              )
            : t(
                'Connector {0} reconnected: {1} of {4} connections opened within minutes of each other, starting at {2}, although it has been running since {3}',
                ...facts,
              ),
        ...inShort(connector, t('reconnected at {0}', time(at))),
      };
    }
    case 'unexplained':
      return {
        sentence: t('Degraded: the connectors do not show why'),
        short: t('connectors do not show why: see the log and cloudflarestatus.com'),
        hint: t('What to look at: an origin that reconnects often, cloudflared’s log, cloudflarestatus.com.'),
      };
    case 'localServiceOnSeveralHosts': {
      const { hosts, routes } = finding;
      return {
        sentence: t(
          'Connectors come from {0} addresses ({1}), and each request goes to one of them: {2} leads to a service of that connector’s own host',
          hosts.length,
          firstOf(hosts.map((ips) => ips.map(text).join(' / '))),
          firstOf(routes.map((route) => text(`${routeName(route)} → ${route.service ?? ''}`))),
        ),
        short: t('local service behind {0} addresses', hosts.length),
        hint: t(
          'Cloudflare chooses a connector for each request. That is right if all run on one host, or every host runs the same service. If not, route to an address that every host reaches, or give each host a tunnel of its own.',
        ),
      };
    }
    case 'configurationBehind': {
      const { connector, version, published } = finding;
      return {
        sentence: t(
          'Connector {0} runs configuration version {1}, but {2} is published',
          name(connector),
          version,
          published,
        ),
        ...inShort(connector, t('configuration {0} instead of {1}', version, published)),
      };
    }
    case 'configurationsDiffer':
      return {
        sentence: t('The connectors run different configuration versions: {0}', spread(finding.spread)),
        short: t('{0} configuration versions', finding.spread.length),
      };
    case 'oneDataCenter': {
      const there = place([finding.dataCenter]);
      return {
        sentence: t('All {0} connections go to one data center: {1}', finding.live, there),
        short: t('all in {0}', there),
      };
    }
    case 'oneCity': {
      const { dataCenters, live } = finding;
      const there = place(dataCenters);
      return {
        sentence: dataCenters.some(isLocation)
          ? t('All {0} connections go to one location: {1}', live, there)
          : t('All {0} connections go to one city: {1}', live, there),
        short: t('all in {0}', there),
      };
    }
    case 'outdated': {
      const { connector, version, newest, months, severity } = finding;
      const older = releaseAgeInWords(months);
      const facts = [name(connector), versionText(version), older, newestInWords(newest)];
      return {
        sentence:
          severity === 'warning'
            ? t('Connector {0} runs {1}, {2} than {3}; Cloudflare supports a version for one year', ...facts)
            : t('Connector {0} runs {1}, {2} than {3}', ...facts),
        ...inShort(connector, older),
      };
    }
    case 'oneConnector':
      return {
        sentence: t(
          'Only connector {0} serves the tunnel: no second process takes over when it stops',
          name(finding.connector),
        ),
        short: t('only one connector'),
      };
    case 'versionsDiffer':
      return {
        sentence: t('The connectors run different versions: {0}', spread(finding.spread)),
        short: t('{0} versions', finding.spread.length),
      };
    case 'platformsDiffer':
      return {
        sentence: t('The connectors run on different platforms: {0}', spread(finding.spread)),
        short: t('{0} platforms', finding.spread.length),
      };
    case 'featuresDiffer': {
      const had = finding.spread.map(({ value, connectors }) =>
        t('{0} ({1} of {2})', text(value), connectors, finding.of),
      );
      return {
        sentence: t('Features not shared by all connectors: {0}', had.join(', ')),
        short: t('features differ'),
      };
    }
    case 'firstSeen': {
      const { connector, at, since, originIps } = finding;
      const from = originIps.map(text).join(', ');
      const short = inShort(connector, t('new'));
      if (since !== undefined) {
        const facts = [time(since), name(connector), from] as const;
        const sentence =
          from === ''
            ? t('New since {0} (last look): connector {1}', ...facts)
            : t('New since {0} (last look): connector {1} from {2}', ...facts);
        return { sentence, ...short };
      }
      return {
        sentence:
          from === ''
            ? t('Connector {0} was first seen at {1}', name(connector), time(at))
            : t('Connector {0} was first seen at {1}, from {2}', name(connector), time(at), from),
        ...short,
      };
    }
    case 'neverConnected':
      return {
        sentence:
          finding.createdAt === undefined
            ? t('No connector has run since the tunnel was created')
            : t('No connector has run since the tunnel was created ({0})', time(finding.createdAt)),
        short: t('never connected'),
      };
  }
}

/** In words, since colour is never the only sign. */
export function severityWord(severity: Severity): string {
  switch (severity) {
    case 'error':
      return t('Problem');
    case 'warning':
      return t('Warning');
    case 'info':
      return t('Note');
  }
}

/** `2 warnings`, `1 note`: how many there are of each severity, worst first. */
export function severityCounts(findings: readonly Finding[]): readonly string[] {
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  const [problems, warnings, notes] = [count('error'), count('warning'), count('info')];
  return [
    ...(problems === 0 ? [] : [problems === 1 ? t('1 problem') : t('{0} problems', problems)]),
    ...(warnings === 0 ? [] : [warnings === 1 ? t('1 warning') : t('{0} warnings', warnings)]),
    ...(notes === 0 ? [] : [notes === 1 ? t('1 note') : t('{0} notes', notes)]),
  ];
}

/** The first few of many, and how many more there are. */
function firstOf(texts: readonly string[]): string {
  const [first, rest] = [texts.slice(0, 4), texts.length - 4];
  return rest > 0 ? t('{0} and {1} more', first.join(', '), rest) : first.join(', ');
}

/** `London (lhr01, lhr14)`; the codes alone where the city is not known. */
export function cityWithCodes(codes: readonly string[], text: (outside: string) => string): string {
  const named = codes.map(text).join(', ');
  const { city } = dataCenter(codes[0] ?? '');
  return city === undefined ? named : `${text(city)} (${named})`;
}

/** What a version is compared with: `2026.8.2, the newest release known to this extension`. */
export function newestInWords({ version, from }: Newest): string {
  const newest = versionText(version);
  switch (from) {
    case 'release':
      return t('{0}, the newest release known to this extension', newest);
    case 'account':
      return t('{0}, the newest version in the account', newest);
    case 'part':
      return t('{0}, the newest version seen in the account', newest);
  }
}

/** `3 months older`; just `older` where both are of one month. */
export function releaseAgeInWords(months: number): string {
  if (months === 0) return t('older');
  return months === 1 ? t('1 month older') : t('{0} months older', months);
}
