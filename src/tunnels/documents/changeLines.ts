import type { Change } from '../changes/change.ts';
import { describeChange, whatHappened } from '../changes/changeWords.ts';
import type { ChangeWriting } from '../changes/changeWords.ts';
import { withOutages } from '../changes/outages.ts';
import type { Outage } from '../changes/outages.ts';
import { describeOutage } from '../changes/outageWords.ts';
import { givenNames } from '../model/connectorNames.ts';
import type { ConnectorName } from '../model/connectorNames.ts';
import type { AccountState } from '../model/state.ts';
import { inCode } from '../text/text.ts';
import type { Instant, TimeStyle } from '../text/time.ts';

/** What is known besides the changes. */
export interface AroundChanges {
  /** When watching began. */
  readonly since: Instant;
  readonly accounts: readonly AccountState[];
  /** Those that the person gave to connectors. */
  readonly names: readonly ConnectorName[];
}

/** What is told of a change or an outage, which has those of its connectors below it. */
export interface ToldChange {
  readonly at: Instant;
  /** Lines of a Markdown list. `time`: how times are written; `before`: what stands before the tunnel. */
  readonly lines: (time: (at: Instant) => string, before?: string) => readonly string[];
  readonly accountName: string;
}

/** `changes`: in the order in which they were seen. Newest first; what was seen at the same time stays in its order. */
export function toldChanges(
  changes: readonly Change[],
  around: AroundChanges,
  style: TimeStyle,
): readonly ToldChange[] {
  const { since, accounts } = around;
  const tunnelOf = ({ accountId, tunnelKey }: Change) =>
    accounts
      .find(({ account }) => account.id === accountId)
      ?.tunnels.value?.find(({ key }) => key === tunnelKey);
  const writing = { safe: inCode, called: namesOf(around), style };
  return newestFirst(withOutages(changes, { since, tunnelOf })).map((told) => ({
    at: told.at,
    accountName: told.accountName,
    lines: (time, before = '') =>
      told.kind === 'outage'
        ? outageLines(told, writing, time, before)
        : [`- ${time(told.at)} ${before}${describeChange(told, writing)}`],
  }));
}

function outageLines(
  outage: Outage,
  writing: ChangeWriting,
  time: (at: Instant) => string,
  before: string,
): readonly string[] {
  return [
    `- ${before}${describeOutage(outage, { ...writing, time })}`,
    ...newestFirst(outage.within).map((change) => `  - ${time(change.at)} ${whatHappened(change, writing)}`),
  ];
}

function newestFirst<T extends { readonly at: Instant }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => b.at - a.at);
}

/** The name of a connector, also of one that has left. */
function namesOf({ accounts, names }: AroundChanges): ChangeWriting['called'] {
  const present = new Map<string, ReturnType<typeof givenNames>>();
  return (tunnelKey, connectorKey) => {
    const own = names.find((name) => name.tunnelKey === tunnelKey && name.connectorKey === connectorKey);
    if (own !== undefined) return own.name;
    const connectors = accounts.flatMap((state) => state.connectors.get(tunnelKey)?.value ?? []);
    const given = present.get(tunnelKey) ?? givenNames(tunnelKey, connectors, names);
    present.set(tunnelKey, given);
    const one = given.get(connectorKey);
    return one?.kind === 'named' ? one.name : undefined;
  };
}
