import { t } from '@vscode/l10n';
import { dataCenter } from '../model/dataCenters.ts';
import { connectorName } from '../model/names.ts';
import { shortTime } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';
import { visible } from '../text/text.ts';
import type { ConnectorRef, Finding, Share } from './finding.ts';
import { versionText } from '../model/versions.ts';

export interface FindingWords {
  /** For a hover and the details, without a full stop. */
  readonly sentence: string;
  /** For a row's description, beside others. */
  readonly short: string;
}

/** How words are written for the place where they stand. */
export interface Writing {
  /** Makes text from outside safe there. */
  readonly text: (outside: string) => string;
  readonly time: (at: Instant) => string;
}

/** For plain text, with times as short as they can be told apart now. */
export function plainWriting({ now, style }: Moment): Writing {
  return { text: visible, time: (at) => shortTime(at, now, style) };
}

export function describeFinding(finding: Finding, { text, time }: Writing): FindingWords {
  const name = (connector: ConnectorRef) => text(connectorName(connector));
  const place = (codes: readonly string[]) => cityWithCodes(codes, text);
  const spread = (shares: readonly Share[]) =>
    shares.map(({ value, connectors }) => `${connectors} × ${text(value)}`).join(', ');

  switch (finding.kind) {
    case 'down':
      return finding.since === undefined
        ? { sentence: t('Down: no connector is connected'), short: t('down') }
        : {
            sentence: t('Down since {0}: no connector is connected', time(finding.since)),
            short: t('down since {0}', time(finding.since)),
          };
    case 'downForLong':
      return {
        // Without the days: the sentence stays the same from one day to the next.
        sentence: t('Down for 30 days or longer'),
        short: t('down for {0} days', finding.days),
      };
    case 'fewConnections': {
      const { live, expected, status } = finding;
      const facts = [name(finding.connector), live === 0 ? t('none') : live, expected];
      return {
        sentence:
          status === 'degraded'
            ? t('Degraded: connector {0} has {1} of {2} connections', ...facts)
            : t('Connector {0} has {1} of {2} connections', ...facts),
        short: t('connector {0}: {1} of {2} connections', ...facts),
      };
    }
    case 'reconnected': {
      const { connector, live, at, startedAt } = finding;
      return {
        sentence: t(
          'Connector {0} reconnected: all {1} connections opened within minutes of each other, starting at {2}, although it has been running since {3}',
          name(connector),
          live,
          time(at),
          time(startedAt),
        ),
        short: t('connector {0}: reconnected at {1}', name(connector), time(at)),
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
        short: t('connector {0}: configuration {1} instead of {2}', name(connector), version, published),
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
      const there = place(finding.dataCenters);
      return {
        sentence: t('All {0} connections go to one city: {1}', finding.live, there),
        short: t('all in {0}', there),
      };
    }
    case 'outdated': {
      const { connector, version, newest, months, severity } = finding;
      const older = releaseAgeInWords(months);
      const facts = [name(connector), versionText(version), older, versionText(newest)];
      return {
        sentence:
          severity === 'warning'
            ? t('Connector {0} runs {1}, {2} than {3}; Cloudflare supports a version for one year', ...facts)
            : t('Connector {0} runs {1}, {2} than {3}, the newest version in the account', ...facts),
        short: t('connector {0}: {1}', name(connector), older),
      };
    }
    case 'oneConnector':
      return {
        sentence: t('Connector {0} is the only one: there is no failover', name(finding.connector)),
        short: t('one connector: no failover'),
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
      const { connector, at, originIps } = finding;
      const from = originIps.map(text).join(', ');
      return {
        sentence:
          from === ''
            ? t('Connector {0} was first seen at {1}', name(connector), time(at))
            : t('Connector {0} was first seen at {1}, from {2}', name(connector), time(at), from),
        short: t('connector {0}: new', name(connector)),
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

/** `London (lhr01, lhr14)`; the codes alone where the city is not known. */
function cityWithCodes(codes: readonly string[], text: (outside: string) => string): string {
  const named = codes.map(text).join(', ');
  const { city } = dataCenter(codes[0] ?? '');
  return city === undefined ? named : `${text(city)} (${named})`;
}

/** `3 months older`; just `older` where both are of one month. */
export function releaseAgeInWords(months: number): string {
  if (months === 0) return t('older');
  return months === 1 ? t('1 month older') : t('{0} months older', months);
}
