import type { Connector, Tunnel } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import type { Parts } from './newest.ts';
import { chosenTunnels, notLoaded } from '../tunnels/model/state.ts';
import type { AccountState, Loaded } from '../tunnels/model/state.ts';

/** What was read so long ago, and not since, is told no more. */
export const keptForMs = 60 * 60_000;

/** So many unhealthy tunnels have their connectors read with each refresh, so that their rows can say why. */
const unhealthyAtMost = 20;

/**
 * Keys of the tunnels whose connectors a refresh reads: those that a person looks into (`opened`), and those of which the
 * row should say what is wrong: worst, then newest.
 */
export function connectorsToRead(state: AccountState, opened: ReadonlySet<string>): readonly string[] {
  const tunnels = chosenTunnels(state);
  const unhealthy = tunnels
    .filter(({ key, status }) => !opened.has(key) && (status === 'degraded' || status === 'down'))
    .filter((tunnel) => mayHaveNews(tunnel, state))
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
export function mayHaveNews({ key, status, inactiveSince }: Tunnel, { connectors }: AccountState): boolean {
  if (status !== 'down') return true;
  const { value, at, problem } = connectors.get(key) ?? notLoaded;
  return value?.length !== 0 || problem !== undefined || (at ?? 0) < (inactiveSince ?? Infinity);
}

function worstAndNewestFirst(a: Tunnel, b: Tunnel): number {
  const badness = ({ status }: Tunnel) => (status === 'down' ? 0 : 1);
  const since = ({ activeSince, inactiveSince }: Tunnel) => Math.max(activeSince ?? 0, inactiveSince ?? 0);
  return badness(a) - badness(b) || since(b) - since(a) || a.key.localeCompare(b.key, 'en');
}

interface Lists {
  readonly before: readonly Tunnel[];
  readonly after: readonly Tunnel[];
  readonly now: Instant;
}

/**
 * What stays known after a refresh. `lookedAt`: tunnels whose parts were read with it, or that a person looks into; those
 * of others stay for an hour, connectors marked as old, and for as long as the list says of the tunnel what it said before.
 */
export function partsToKeep<P extends Required<Parts>>(
  parts: P,
  lookedAt: { readonly connectors: Iterable<string>; readonly routes: ReadonlySet<string> },
  { before, after, now }: Lists,
): P {
  const byKey = (list: readonly Tunnel[]) => new Map(list.map((tunnel) => [tunnel.key, tunnel]));
  const [was, is] = [byKey(before), byKey(after)];
  const isLookedAt = new Set(lookedAt.connectors);
  const isKept = ({ value, at = -Infinity, problem }: Loaded<unknown>) =>
    value !== undefined && problem === undefined && now - at <= keptForMs;
  const connectors = new Map<string, Loaded<readonly Connector[]>>();
  for (const [key, read] of parts.connectors) {
    const tunnel = is.get(key);
    if (tunnel === undefined) continue;
    if (isLookedAt.has(key)) connectors.set(key, read);
    else if (isKept(read) && isAsItWas(was.get(key), tunnel)) {
      connectors.set(key, read.isOld === true ? read : { ...read, isOld: true });
    }
  }
  const configurations = [...parts.configurations].filter(
    ([key, read]) => is.has(key) && (lookedAt.routes.has(key) || isKept(read)),
  );
  return {
    ...parts,
    connectors: asBefore(parts.connectors, connectors),
    configurations: asBefore(parts.configurations, new Map(configurations)),
  };
}

/** The same map where nothing of it is another. */
function asBefore<T>(before: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const isSame = now.size === before.size && [...now].every(([key, read]) => before.get(key) === read);
  return isSame ? before : now;
}

export function isAsItWas(before: Tunnel | undefined, now: Tunnel): boolean {
  return (
    before?.status === now.status &&
    before.activeSince === now.activeSince &&
    before.inactiveSince === now.inactiveSince
  );
}
