import { t } from '@vscode/l10n';
import { isLocation } from '../model/dataCenters.ts';
import { tunnelName } from '../model/names.ts';
import type { Overview } from '../model/state.ts';
import { withoutLinks } from '../text/text.ts';
import { acrossAccount } from './acrossTunnels.ts';
import type { Across, AcrossFinding } from './acrossTunnels.ts';
import { cityWithCodes } from './findingWords.ts';
import type { Writing } from './findingWords.ts';

type Text = Writing['text'];

const namedAtMost = 5;

export interface AcrossWords extends Pick<AcrossFinding, 'kind' | 'severity'> {
  readonly sentence: string;
  /** For a line beside others. */
  readonly short: string;
}

/** Each finding in words, in their order. */
export function acrossInWords({ findings, read, isWhole }: Across, text: Text): readonly AcrossWords[] {
  return findings.map((finding) => {
    const { kind, severity } = finding;
    const sentence = sentenceOf(finding, text);
    return {
      kind,
      severity,
      sentence: isWhole ? sentence : t('Of the {0} tunnels that were read: {1}', read, sentence),
      short: shortOf(finding, isWhole, text),
    };
  });
}

/**
 * For the line above the rows of an only account, which has no row of its own: the place, and the host that several
 * tunnels depend on, or how many such there are.
 */
export function acrossInLine({ accounts: [state, ...others] }: Overview): readonly string[] {
  if (state === undefined || others.length > 0) return [];
  const words = acrossInWords(acrossAccount(state), withoutLinks);
  const of = (kind: AcrossFinding['kind']) =>
    words.filter((one) => one.kind === kind).map(({ short }) => short);
  const hosts = of('oneOrigin');
  return [
    ...of('onePlace'),
    ...(hosts.length > 1 ? [t('{0} hosts that several tunnels depend on', hosts.length)] : hosts),
  ];
}

function sentenceOf(finding: AcrossFinding, text: Text): string {
  switch (finding.kind) {
    case 'onePlace': {
      const { dataCenters, severity, tunnels } = finding;
      const facts = [tunnels, cityWithCodes(dataCenters, text)];
      if (severity === 'warning')
        return t('All connected tunnels ({0}) go through one data center: {1}', ...facts);
      return dataCenters.some(isLocation)
        ? t('All connected tunnels ({0}) go through one location: {1}', ...facts)
        : t('All connected tunnels ({0}) go through one city: {1}', ...facts);
    }
    case 'oneOrigin': {
      const { originIps, tunnels } = finding;
      const names = tunnels.slice(0, namedAtMost).map((tunnel) => text(tunnelName(tunnel)));
      const more = tunnels.length - names.length;
      return t(
        '{0} tunnels are served only from {1}: {2}; if that host or its network fails, they all go down',
        tunnels.length,
        originIps.map(text).join(', '),
        [...names, ...(more === 0 ? [] : [t('and {0} more', more)])].join(', '),
      );
    }
  }
}

function shortOf(finding: AcrossFinding, isWhole: boolean, text: Text): string {
  switch (finding.kind) {
    case 'onePlace': {
      const place = cityWithCodes(finding.dataCenters, text);
      return isWhole
        ? t('all connected tunnels through {0}', place)
        : t('all {0} connected tunnels read so far through {1}', finding.tunnels, place);
    }
    case 'oneOrigin':
      return t(
        '{0} tunnels served only from {1}',
        finding.tunnels.length,
        finding.originIps.map(text).join(', '),
      );
  }
}
