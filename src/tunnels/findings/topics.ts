import { t } from '@vscode/l10n';
import type { Finding, FindingKind } from './finding.ts';

/** What findings are about, in short, in the order in which those of one severity are told. */
const words = {
  down: () => t('Down'),
  downForLong: () => t('Down for 30 days or longer'),
  noConnections: () => t('Connector without connections'),
  fewConnections: () => t('Connections missing'),
  reconnected: () => t('Reconnected recently'),
  unexplained: () => t('Degraded, reason unknown'),
  localServiceOnSeveralHosts: () => t('Local service on several hosts'),
  configurationBehind: () => t('Old configuration'),
  configurationsDiffer: () => t('Different configurations'),
  oneDataCenter: () => t('All connections in one data center'),
  unsupported: () => t('Version no longer supported'),
  oneCity: () => t('All connections in one city'),
  sameFewConnections: () => t('Fewer connections than the default'),
  outdated: () => t('Outdated version'),
  oneConnector: () => t('Only one connector'),
  versionsDiffer: () => t('Different versions'),
  platformsDiffer: () => t('Different platforms'),
  featuresDiffer: () => t('Different features'),
  firstSeen: () => t('New connector'),
  neverConnected: () => t('Never connected'),
} as const satisfies Record<FindingKind | 'unsupported', () => string>;

/** As kinds of findings, but what is told with another severity is another topic. */
export type Topic = keyof typeof words;

const order = Object.keys(words);

export function isTopic(text: string): text is Topic {
  return Object.hasOwn(words, text);
}

export function topicOf({ kind, severity }: Pick<Finding, 'kind' | 'severity'>): Topic {
  return kind === 'outdated' && severity === 'warning' ? 'unsupported' : kind;
}

export function topicInWords(topic: Topic): string {
  return words[topic]();
}

export function compareTopics(a: Topic, b: Topic): number {
  return order.indexOf(a) - order.indexOf(b);
}
