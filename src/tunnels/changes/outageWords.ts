import { t } from '@vscode/l10n';
import { changedConnector, changedTunnel } from './changeWords.ts';
import type { ChangeWriting } from './changeWords.ts';
import type { Outage } from './outages.ts';
import { statusInWord } from '../model/names.ts';
import { distinct } from '../model/tunnel.ts';
import { durationText } from '../text/time.ts';
import type { Instant } from '../text/time.ts';

/** A message is a line or two. */
const addressesAtMost = 3;

/** `web-prod was down 22:44:19 to 22:51:02, 6 min 43 s; connectors rejoined from 203.0.113.7` */
export function describeOutage(
  outage: Outage,
  writing: ChangeWriting & { readonly time: (at: Instant) => string },
): string {
  return [sentence(outage, writing, writing.time), ...whatCame(outage, writing)].join('; ');
}

function sentence(outage: Outage, writing: ChangeWriting, time: (at: Instant) => string): string {
  const { from, end, at } = outage;
  const name = changedTunnel(outage, writing);
  const begun = time(from ?? at);
  switch (end.kind) {
    case 'open':
      return t('{0} has been down since {1}', name, begun);
    case 'unseen':
      return t('{0} went down at {1}; the end was not seen', name, begun);
    case 'downNow':
      return t('{0} was down at {1}, and is down now', name, begun);
    case 'gone':
      return t('{0} was down from {1} until it left the list at {2}', name, begun, time(end.at));
    case 'up':
      if (from === undefined) return t('{0} was down until {1}', name, time(end.at));
      if (!end.isWatched)
        return t(
          '{0} was down at {1} and up at {2}; between these it was not always watched',
          name,
          begun,
          time(end.at),
        );
      // The clock of the machine may have been set back meanwhile.
      return end.at < from
        ? t('{0} was down {1} to {2}', name, begun, time(end.at))
        : t('{0} was down {1} to {2}, {3}', name, begun, time(end.at), durationText(end.at - from));
  }
}

/** In what state it came back, and who came with it. */
function whatCame(outage: Outage, writing: ChangeWriting): readonly string[] {
  const { end, within } = outage;
  if (end.kind !== 'up') return [];
  const after =
    end.status === 'healthy' ? [] : [t('then {0}', statusInWord(end.status, end.statusText, writing.safe))];
  const joined = within.flatMap((change) =>
    change.kind === 'connectorJoined' || change.kind === 'connectorRestarted' ? [change.connector] : [],
  );
  const came = distinct(joined.flatMap(({ originIps }) => originIps));
  const [first] = joined;
  if (first === undefined || came.length === 0) return after;
  const left = within.flatMap((change) =>
    change.kind === 'connectorLeft' ? change.connector.originIps : [],
  );
  const isBack = came.every((ip) => left.includes(ip));
  const some = came.slice(0, addressesAtMost).map(writing.safe).join(', ');
  const more = came.length - addressesAtMost;
  const from = more > 0 ? t('{0} and {1} more', some, more) : some;
  if (joined.length > 1)
    return [
      ...after,
      isBack ? t('connectors rejoined from {0}', from) : t('connectors joined from {0}', from),
    ];
  const name = changedConnector(outage, first.key, writing);
  return [
    ...after,
    isBack
      ? t('connector {0} rejoined from {1}', name, from)
      : t('connector {0} joined from {1}', name, from),
  ];
}
