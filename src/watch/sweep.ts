import { hostsOf } from '../tunnels/model/hosts.ts';
import { chosenTunnels, freshForMs, notLoaded } from '../tunnels/model/state.ts';
import type { AccountState, Loaded } from '../tunnels/model/state.ts';
import type { Tunnel } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { hasRoutes, mayHaveConnectors } from './auditPlan.ts';
import type { Parts } from './newest.ts';
import type { PartKeys } from './partReader.ts';
import { mayHaveNews } from './whatToRead.ts';

/** Configurations are published now and then: they are read again after so long. */
const configurationsEveryMs = 15 * 60_000;

/** Something of a tunnel that nobody looks into. */
export interface SweptPart {
  readonly kind: 'connectors' | 'routes';
  readonly key: string;
  /** When it was read or asked for last; `-Infinity`: never. */
  readonly at: Instant;
  /** From when on it is read again. */
  readonly dueAt: Instant;
}

export interface SweepInput {
  /** Tunnels whose connectors, or whose routes, each refresh reads. */
  readonly opened: ReadonlySet<string>;
  readonly routesOpened: ReadonlySet<string>;
  /** When a sweep asked for it last, by {@link partId}: known also when what was read no longer is, or there was nothing. */
  readonly askedAt: ReadonlyMap<string, Instant>;
  /** Milliseconds between two refreshes: nothing is read more often than a person wants all of it to be. */
  readonly intervalMs: number;
  readonly now: Instant;
}

/**
 * What there is to read of tunnels that nobody looks into, the longest unread first: their connectors, and of those that
 * run on several hosts the published configuration too, since a service of one host may be asked for at another.
 */
export function partsToSweep(state: AccountState, input: SweepInput): readonly SweptPart[] {
  const { opened, routesOpened, intervalMs } = input;
  const part = (
    kind: SweptPart['kind'],
    { key }: Tunnel,
    read: Loaded<unknown> = notLoaded,
    everyMs = freshForMs,
  ) => {
    const at = lastAsked({ kind, key }, read, input);
    return { kind, key, at, dueAt: at + Math.max(everyMs, intervalMs) };
  };
  // One without an id cannot be asked for.
  const tunnels = chosenTunnels(state).filter((one) => one.id !== undefined && mayHaveConnectors(one));
  const connectors = tunnels
    .filter((tunnel) => !opened.has(tunnel.key) && mayHaveNews(tunnel, state))
    .map((tunnel) => part('connectors', tunnel, state.connectors.get(tunnel.key)));
  const routes = tunnels
    .filter((tunnel) => !routesOpened.has(tunnel.key) && hasRoutes(tunnel) && isOnSeveralHosts(tunnel, state))
    .map((tunnel) => part('routes', tunnel, state.configurations.get(tunnel.key), configurationsEveryMs));
  return [...connectors, ...routes].sort(byAge);
}

export function keysOf(parts: readonly SweptPart[]): PartKeys {
  const of = (kind: SweptPart['kind']) => parts.filter((part) => part.kind === kind).map(({ key }) => key);
  return { routes: of('routes'), connectors: of('connectors') };
}

/** Those that are due, as many as are allowed. */
export function dueParts(
  parts: readonly SweptPart[],
  { now, atMost }: { readonly now: Instant; readonly atMost: number },
): readonly SweptPart[] {
  return parts.filter(({ dueAt }) => dueAt <= now).slice(0, atMost);
}

/** Of what was read, or asked for in vain. */
export function idsOf({ connectors = new Map(), configurations = new Map() }: Parts): readonly string[] {
  return [
    ...[...connectors.keys()].map((key) => partId({ kind: 'connectors', key })),
    ...[...configurations.keys()].map((key) => partId({ kind: 'routes', key })),
  ];
}

export function partId({ kind, key }: Pick<SweptPart, 'kind' | 'key'>): string {
  return `${kind} ${key}`;
}

/** What seems to be of a time to come was before the clock was set back: when, nobody knows. */
function lastAsked(
  part: Pick<SweptPart, 'kind' | 'key'>,
  { at = -Infinity }: Loaded<unknown>,
  { askedAt, now }: SweepInput,
): Instant {
  const times = [at, askedAt.get(partId(part)) ?? -Infinity];
  return Math.max(...times.filter((time) => time <= now));
}

function isOnSeveralHosts({ key }: Tunnel, { connectors }: AccountState): boolean {
  const { value = [] } = connectors.get(key) ?? notLoaded;
  return value.length > 1 && hostsOf(value).length > 1;
}

/** Not by subtraction: of two that were never read it gives no number. */
function byAge(a: SweptPart, b: SweptPart): number {
  if (a.at === b.at) return 0;
  return a.at < b.at ? -1 : 1;
}
