import { freshForMs } from '../tunnels/model/state.ts';
import type { AccountState, Loaded } from '../tunnels/model/state.ts';
import type { RateLimit, Tunnel } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { reservedOf, shareOf } from './budget.ts';
import type { Parts } from './newest.ts';
import { isAsItWas } from './whatToRead.ts';

/** `slowly`: within our share of the API's limit. */
export type AuditPace = 'slowly' | 'atOnce';

/** What an audit spends of the API's limit. */
export interface AuditCost {
  /** Requests that are still to be made. */
  readonly requests: number;
  /** Between two requests, where they are made slowly. */
  readonly gapMs: number;
}

interface AuditPlan {
  readonly cost: AuditCost;
  /** Whether it takes more than our share of a window, so that it is asked first. */
  readonly isCostly: boolean;
  /** Account by account: whether configurations are read too. */
  readonly withRoutes: readonly boolean[];
}

interface PlannedAccount {
  readonly tunnels: readonly Tunnel[];
  readonly limit: RateLimit | undefined;
  /** What is not asked for again, see {@link freshParts}. */
  readonly fresh: Required<Parts>;
}

/** A tunnel that is inactive never had one. */
export function mayHaveConnectors({ status }: Tunnel): boolean {
  return status !== 'inactive';
}

/** The rules of the others are in a file on the host. */
export function hasRoutes({ managedBy }: Tunnel): boolean {
  return managedBy === 'cloudflare';
}

/**
 * What the watch read of these tunnels so short a time ago, by whatever, that an audit starts from it; nothing of a tunnel
 * of which the list says something else by now.
 */
export function freshParts(
  state: AccountState | undefined,
  tunnels: readonly Tunnel[],
  now: Instant,
): Required<Parts> {
  const before = new Map(state?.tunnels.value?.map((tunnel) => [tunnel.key, tunnel]));
  const same = tunnels.filter((tunnel) => isAsItWas(before.get(tunnel.key), tunnel));
  const fresh = <T>(known: ReadonlyMap<string, Loaded<T>> = new Map()) =>
    new Map(
      same.flatMap(({ key }) => {
        const read = known.get(key);
        return read !== undefined && isFresh(read, now) ? [[key, read] as const] : [];
      }),
    );
  return { connectors: fresh(state?.connectors), configurations: fresh(state?.configurations) };
}

function isFresh({ at, problem }: Loaded<unknown>, now: Instant): boolean {
  return at !== undefined && problem === undefined && at <= now && now - at <= freshForMs;
}

/** All accounts are taken for those of one person, whose requests are counted together. */
export function planOf(accounts: readonly PlannedAccount[], now: Instant): AuditPlan {
  const withRoutes: boolean[] = [];
  let requests = 0;
  for (const { tunnels, limit, fresh } of accounts) {
    const isUnread = (part: keyof Parts) => (tunnel: Tunnel) => !fresh[part].has(tunnel.key);
    const connectors = tunnels.filter(mayHaveConnectors).filter(isUnread('connectors')).length;
    const routes = tunnels.filter(hasRoutes).filter(isUnread('configurations')).length;
    const hasRoom = hasRoomFor(requests + connectors + routes, limit, now);
    withRoutes.push(hasRoom);
    requests += connectors + (hasRoom ? routes : 0);
  }
  const shares = accounts.map(({ limit }) => shareOf(limit));
  const gapMs = Math.max(0, ...shares.map((share) => Math.ceil(share.windowMs / share.requests)));
  const isCostly = shares.some((share) => requests > share.requests);
  return { cost: { requests, gapMs }, isCostly, withRoutes };
}

/** Whether so many requests leave the fifth that is kept for others. */
function hasRoomFor(requests: number, limit: RateLimit | undefined, now: Instant): boolean {
  return limit === undefined || now >= limit.resetsAt || limit.remaining - requests >= reservedOf(limit);
}
