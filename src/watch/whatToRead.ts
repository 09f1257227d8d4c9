import type { Tunnel } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { chosenTunnels, notLoaded } from '../tunnels/model/state.ts';
import type { AccountState } from '../tunnels/model/state.ts';

/** So many unhealthy tunnels have their connectors read with each refresh, so that their rows can say why. */
const unhealthyAtMost = 20;

/**
 * Keys of the tunnels whose connectors a refresh reads: those that a person looks into (`opened`), and those of which the
 * row should say what is wrong: worst, then newest.
 */
export function connectorsToRead(state: AccountState, opened: ReadonlySet<string>): readonly string[] {
  const tunnels = chosenTunnels(state);
  const unhealthy = tunnels
    .filter((tunnel) => !opened.has(tunnel.key) && needsReason(tunnel, state))
    .toSorted(worstAndNewestFirst)
    .slice(0, unhealthyAtMost);
  return [...tunnels.filter(({ key }) => opened.has(key)), ...unhealthy].map(({ key }) => key);
}

/** Keys of the tunnels whose published configuration a refresh reads. */
export function configurationsToRead(state: AccountState, opened: ReadonlySet<string>): readonly string[] {
  return chosenTunnels(state)
    .filter(({ key }) => opened.has(key))
    .map(({ key }) => key);
}

/**
 * The API counts the calls of an account together: a wait that one of them was asked for holds for all. By the clock of
 * now: one that was set back since the problem was met does not make the wait longer.
 */
export function latestRetryAt(
  { tunnels, connectors, configurations }: AccountState,
  now: Instant,
): Instant | undefined {
  const parts = [tunnels, ...connectors.values(), ...configurations.values()];
  const times = parts.flatMap(({ problem, metAt = now }) => {
    if (problem?.retryAt === undefined) return [];
    const setBackMs = Math.max(0, metAt - now);
    return problem.retryAt - setBackMs;
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** What the list takes: a full page is followed by one more. `pageSize`: as the list named it, 1,000 where it did not. */
export function requestsFor(tunnels: readonly Tunnel[] = [], pageSize = 1000): number {
  return 1 + Math.floor(tunnels.length / pageSize);
}

/** A tunnel that was seen to have no connector since it went down has no news until it is up again. */
function needsReason({ key, status, inactiveSince }: Tunnel, { connectors }: AccountState): boolean {
  if (status === 'degraded') return true;
  if (status !== 'down') return false;
  const { value, at, problem } = connectors.get(key) ?? notLoaded;
  return value?.length !== 0 || problem !== undefined || (at ?? 0) < (inactiveSince ?? Infinity);
}

function worstAndNewestFirst(a: Tunnel, b: Tunnel): number {
  const badness = ({ status }: Tunnel) => (status === 'down' ? 0 : 1);
  const since = ({ activeSince, inactiveSince }: Tunnel) => Math.max(activeSince ?? 0, inactiveSince ?? 0);
  return badness(a) - badness(b) || since(b) - since(a) || a.key.localeCompare(b.key, 'en');
}

/** The connectors of these tunnels, as far as they are still there; and that those that are down have none. */
export function connectorsToKeep(
  connectors: AccountState['connectors'],
  loaded: readonly string[],
  tunnels: readonly Tunnel[],
): AccountState['connectors'] {
  const isLoaded = new Set(loaded);
  const statuses = new Map(tunnels.map(({ key, status }) => [key, status]));
  const kept = [...connectors].filter(([key, { value }]) => {
    const status = statuses.get(key);
    return status !== undefined && (isLoaded.has(key) || (status === 'down' && value?.length === 0));
  });
  return kept.length === connectors.size ? connectors : new Map(kept);
}
