import type { AccountState, Loaded } from '../tunnels/model/state.ts';
import type { Tunnel } from '../tunnels/model/tunnel.ts';
import { seenWith } from '../tunnels/history/seenConnectors.ts';
import type { SendOrder } from './readingQueue.ts';

/** Answers come in any order: of two, the one counts that was asked for later. */
function isNewer<T>(read: Loaded<T>, known: Loaded<T> | undefined): boolean {
  return (read.sent ?? 0) >= (known?.sent ?? 0);
}

/** What is known after this was read too. The same map where nothing of it is newer. */
export function withRead<T>(
  known: ReadonlyMap<string, Loaded<T>>,
  read: ReadonlyMap<string, Loaded<T>>,
): ReadonlyMap<string, Loaded<T>> {
  const newer = [...read].filter(([key, loaded]) => isNewer(loaded, known.get(key)));
  return newer.length === 0 ? known : new Map([...known, ...newer]);
}

/**
 * The list after it was read anew. `asked`: when single tunnels were asked for last, by key; of one that was asked for
 * after the list, what is known stays.
 */
export function withList(
  known: Loaded<readonly Tunnel[]>,
  list: Loaded<readonly Tunnel[]>,
  asked: ReadonlyMap<string, SendOrder>,
): Loaded<readonly Tunnel[]> {
  if (!isNewer(list, known)) return known;
  const newer = new Map(
    (known.value ?? [])
      .filter(({ key }) => (asked.get(key) ?? 0) > (list.sent ?? 0))
      .map((tunnel) => [tunnel.key, tunnel]),
  );
  if (newer.size === 0 || list.value === undefined) return list;
  return { ...list, value: list.value.map((tunnel) => newer.get(tunnel.key) ?? tunnel) };
}

/**
 * The list after one of its tunnels was read alone; `asked` as above, where this reading is noted. Of one that was asked
 * for before what is known, nothing counts.
 */
export function withTunnel(
  known: Loaded<readonly Tunnel[]>,
  key: string,
  { value: fresh, problem, metAt, sent = 0 }: Loaded<Tunnel>,
  asked: Map<string, SendOrder>,
): Loaded<readonly Tunnel[]> {
  if (sent < Math.max(known.sent ?? 0, asked.get(key) ?? 0)) return known;
  asked.set(key, sent);
  if (fresh === undefined) return { ...known, problem, ...(metAt === undefined ? {} : { metAt }) };
  return { ...known, value: known.value?.map((tunnel) => (tunnel.key === key ? { ...fresh, key } : tunnel)) };
}

/** What was read of tunnels of an account, by tunnel key. */
export type Parts = Partial<Pick<AccountState, 'connectors' | 'configurations'>>;

/** All of these as one. */
export function together(reads: readonly Parts[]): Parts {
  return {
    connectors: reads.flatMap(({ connectors }) => connectors ?? []).reduce(withRead, new Map()),
    configurations: reads.flatMap(({ configurations }) => configurations ?? []).reduce(withRead, new Map()),
  };
}

/** What is known of the parts of an account after these were read too. */
export function withParts(
  known: AccountState,
  { connectors, configurations }: Parts,
): Pick<AccountState, 'connectors' | 'configurations' | 'seen'> {
  const now = withRead(known.connectors, connectors ?? new Map());
  return {
    connectors: now,
    configurations: withRead(known.configurations, configurations ?? new Map()),
    seen: seenWith(known.seen, newer(known.connectors, now)),
  };
}

function newer<T>(known: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...now].filter(([key, read]) => known.get(key) !== read));
}
