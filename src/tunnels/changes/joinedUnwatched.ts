import { chosenTunnels } from '../model/state.ts';
import type { AccountState } from '../model/state.ts';
import { cameUnwatchedSince } from '../model/seen.ts';
import type { Connector, Tunnel } from '../model/tunnel.ts';
import type { Change } from './change.ts';
import { connectorSnapshot } from './compareConnectors.ts';

/**
 * The connectors that joined before the account's state was first known here, as far as an earlier look at their tunnel
 * did not show them: what is read first is compared with nothing. `before` and `after`: one state and the next.
 */
export function joinedUnwatched(before: AccountState, after: AccountState): readonly Change[] {
  if (before.seen === after.seen) return [];
  const { id: accountId, name: accountName } = after.account;
  return chosenTunnels(after).flatMap(({ key, name }) =>
    newIn(key, before, after).map((connector): Change => {
      const known = after.seen.get(key)?.connectors.get(connector.key);
      const since = known && cameUnwatchedSince(known);
      return {
        at: known?.first ?? 0,
        accountId,
        accountName,
        tunnelKey: key,
        tunnelName: name ?? null,
        kind: 'connectorJoined',
        connector: connectorSnapshot(connector),
        ...(since === undefined ? {} : { since }),
      };
    }),
  );
}

function newIn(key: Tunnel['key'], before: AccountState, after: AccountState): readonly Connector[] {
  const [was, is] = [before.seen.get(key), after.seen.get(key)];
  if (was === is) return [];
  const { value = [], at } = after.connectors.get(key) ?? {};
  const wereRead = before.connectors.get(key)?.value !== undefined;
  return value.filter((connector) => {
    const { first, since } = is?.connectors.get(connector.key) ?? {};
    if (connector.id === undefined || since === undefined || first !== at) return false;
    const known = was?.connectors.get(connector.key);
    // What was read before is compared; only what was learned of earlier looks since is not.
    return known === undefined ? !wereRead : known.since === undefined;
  });
}
