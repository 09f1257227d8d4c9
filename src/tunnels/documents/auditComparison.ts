import { t } from '@vscode/l10n';
import { compareTopics, topicInWords } from '../findings/topics.ts';
import type { Topic } from '../findings/topics.ts';
import { statusInWord } from '../model/names.ts';
import { tunnelStatuses } from '../model/tunnel.ts';
import { section, table } from '../text/markdown.ts';
import { countText } from '../text/numbers.ts';
import { inCode } from '../text/text.ts';
import { fullTime } from '../text/time.ts';
import { isCanceled } from './auditedTunnels.ts';
import type { Audit } from './auditedTunnels.ts';
import { groupBy } from './auditGroups.ts';
import { keptOf } from './keptAudit.ts';
import type { KeptAudit, KeptTunnel } from './keptAudit.ts';

/** The last audit of each account, by its id. */
export type LastAudits = ReadonlyMap<string, KeptAudit>;

/** A kind of change, with the names of the tunnels that it is about. */
export interface AuditChange {
  readonly change: string;
  readonly tunnels: readonly string[];
}

/** So many tunnels are named of each kind of change. */
const namedAtMost = 5;

/** What has changed since the last audit, account by account; nothing where this one was ended before all was read. */
export function comparisonSection(audit: Audit, last: LastAudits): readonly string[] {
  if (isCanceled(audit)) return [];
  const now = keptOf(audit);
  const compared = audit.accounts.flatMap(({ id, name }) => {
    const [before, after] = [last.get(id), now.get(id)];
    return before === undefined || after === undefined ? [] : [{ name, before, after }];
  });
  const heading = t('Changes since the last audit');
  if (compared.length === 0)
    return [section(heading, [t('The next audit will say here what has changed since this one.')], '')];
  const lines = compared.flatMap(({ name, before, after }) => [
    ...(audit.accounts.length > 1 ? [`${t('Account: {0}', inCode(name))}\n`] : []),
    ...changeLines(before, after, audit),
    '',
  ]);
  return [section(heading, lines.slice(0, -1), '')];
}

function changeLines(before: KeptAudit, after: KeptAudit, { moment }: Audit): readonly string[] {
  const then = fullTime(before.at, moment.style);
  const changes = auditChanges(before, after);
  if (changes.length === 0) return [t('Nothing has changed since {0}.', then)];
  const count = (number: number) => countText(number, moment.style);
  const lines = changes.map(({ change, tunnels }) => [change, tunnels.length, named(tunnels, count)]);
  return [
    t('Compared with the audit of {0}:', then),
    '',
    ...table([t('Change'), t('Tunnels'), t('Which')], lines, count),
  ];
}

function named(names: readonly string[], count: (number: number) => string): string {
  const some = names.slice(0, namedAtMost).map(inCode).join(', ');
  const more = names.length - namedAtMost;
  return more > 0 ? t('{0} and {1} more', some, count(more)) : some;
}

/** Those of statuses first, the worst of them first. */
export function auditChanges(before: KeptAudit, after: KeptAudit): readonly AuditChange[] {
  const [was, is] = [before, after].map(({ tunnels }) => new Map(tunnels.map((one) => [one.key, one])));
  const pairs = after.tunnels.flatMap((now) => {
    const then = was?.get(now.key);
    return then === undefined ? [] : [{ then, now }];
  });
  const ofStatuses = pairs.filter(({ then, now }) => wordOf(then) !== wordOf(now));
  const statuses = [...groupBy(ofStatuses, ({ then, now }) => `${wordOf(then)} → ${wordOf(now)}`)]
    .toSorted(([, [a]], [, [b]]) => rankOf(a?.now) - rankOf(b?.now) || rankOf(b?.then) - rankOf(a?.then))
    .map(([change, group]) => changeOf(change, group));
  const topics = (word: (topic: Topic) => string, has: (pair: Pair) => readonly Topic[]) =>
    [
      ...groupBy(
        pairs.flatMap((pair) => has(pair).map((topic) => ({ topic, ...pair }))),
        ({ topic }) => topic,
      ),
    ]
      .toSorted(([a], [b]) => compareTopics(a, b))
      .map(([topic, group]) => changeOf(word(topic), group));
  const alone = (change: string, tunnels: readonly KeptTunnel[]) =>
    tunnels.length === 0 ? [] : [{ change, tunnels: tunnels.map(({ name }) => name) }];
  return [
    ...statuses,
    ...topics(
      (topic) => t('New finding: {0}', topicInWords(topic)),
      ({ then, now }) => newTopics(then, now),
    ),
    ...topics(
      (topic) => t('No longer: {0}', topicInWords(topic)),
      ({ then, now }) => newTopics(now, then),
    ),
    ...alone(
      t('New tunnel'),
      after.tunnels.filter(({ key }) => was?.has(key) !== true),
    ),
    ...alone(
      t('No longer in the audit'),
      before.tunnels.filter(({ key }) => is?.has(key) !== true),
    ),
    ...alone(
      t('Renamed'),
      pairs.filter(({ then, now }) => then.name !== now.name).map(({ now }) => now),
    ),
  ];
}

interface Pair {
  readonly then: KeptTunnel;
  readonly now: KeptTunnel;
}

function changeOf(change: string, pairs: readonly Pair[]): AuditChange {
  return { change, tunnels: pairs.map(({ now }) => now.name) };
}

function wordOf({ status, statusText }: KeptTunnel): string {
  return statusInWord(status, statusText, inCode);
}

function rankOf(tunnel: KeptTunnel | undefined): number {
  return tunnel === undefined ? 0 : tunnelStatuses.indexOf(tunnel.status);
}

/** What the change of a status says by itself. */
const ofStatus: readonly Topic[] = ['down', 'neverConnected'];

function newTopics({ topics: then }: KeptTunnel, { topics: now }: KeptTunnel): readonly Topic[] {
  if (then === null || now === null) return [];
  return now.filter((topic) => !then.includes(topic) && !ofStatus.includes(topic));
}
