import type { AuditedAccount, AuditedTunnel, Reading } from '../tunnels/documents/auditedTunnels.ts';
import type { Configuration, Connector, Tunnel } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { notLoaded } from '../tunnels/model/state.ts';
import type { AccountState, Loaded, WatchedAccount } from '../tunnels/model/state.ts';
import { freshParts, hasRoutes, mayHaveConnectors, planOf } from './auditPlan.ts';
import type { AuditCost, AuditPace } from './auditPlan.ts';
import { forEachOfMany, readPatiently } from './bigReading.ts';
import type { Parts } from './newest.ts';
import { Pacer } from './pacer.ts';
import type { Clock, TunnelSource } from './ports.ts';
import type { ReadingQueue, SendOrder } from './readingQueue.ts';
import { problemIn } from './unexpected.ts';

export interface AuditContext {
  readonly source: TunnelSource;
  readonly clock: Clock;
  readonly queueOf: (accountId: string) => ReadingQueue;
  /** What is known of the account, and what takes over what is read of it; `undefined`: it is not watched. */
  readonly watched: (accountId: string) => WatchedState | undefined;
  /** Ends the reading; what was read until then is given. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AuditProgress) => void;
  /** Asked before more than our share of the API's limit is used. `undefined`: nothing more is read. */
  readonly choosePace: (cost: AuditCost) => Promise<AuditPace | undefined>;
}

export interface WatchedState {
  readonly state: AccountState;
  readonly take: (read: Parts) => void;
}

export interface AuditProgress {
  /** Tunnels read, of all. */
  readonly done: number;
  readonly total: number;
  /** Nothing is asked for until then: the API asked to wait, or its limit is nearly used up. */
  readonly waitingUntil: Instant | undefined;
  /** How long it takes yet, where it is read slowly. */
  readonly leftMs?: number;
}

/** An audit under way. */
interface Run extends AuditContext {
  readonly tally: { done: number; readonly total: number };
  /** Holds back each request until its time, where it is read slowly. */
  readonly pacer: Pacer | undefined;
}

/** An account of which the list was read, or not. */
interface Listed {
  readonly account: WatchedAccount;
  readonly list: Reading<readonly Tunnel[]>;
  /** Those that the person chose. */
  readonly tunnels: readonly Tunnel[];
  /** What was read so short a time ago that it is not asked for again. */
  readonly fresh: Required<Parts>;
  readonly take: WatchedState['take'];
}

/**
 * Reads the lists of the accounts, then every tunnel with its connectors, and its configuration where the API's limit has
 * room for that too. It may spend more of the limit than the watch does, if the person wants it to, but keeps the fifth
 * that is left for others, and waits where the API asks to. One request per tunnel, besides the lists; none for a tunnel
 * that never had a connector, or of which that was read just now. What it reads, the watch takes over. `undefined`: the person did not want it at its cost. Never rejects.
 */
export async function readForAudit(
  accounts: readonly WatchedAccount[],
  context: AuditContext,
): Promise<readonly AuditedAccount[] | undefined> {
  const { source, clock, signal, choosePace } = context;
  const before: Run = { ...context, tally: { done: 0, total: 0 }, pacer: undefined };
  const listed: Listed[] = [];
  for (const account of accounts) listed.push(await listOf(account, before));
  const plan = planOf(
    listed.map(({ account, tunnels, fresh }) => ({ tunnels, fresh, limit: source.rateLimitOf(account.id) })),
    clock.now(),
  );
  const pace = plan.isCostly && !signal.aborted ? await choosePace(plan.cost) : 'atOnce';
  if (pace === undefined) return undefined;
  const run: Run = {
    ...context,
    tally: { done: 0, total: listed.reduce((sum, { tunnels }) => sum + tunnels.length, 0) },
    pacer: pace === 'slowly' ? new Pacer(clock, plan.cost) : undefined,
  };
  const audited: AuditedAccount[] = [];
  for (const [index, one] of listed.entries()) {
    audited.push(await readAccount(one, plan.withRoutes[index] === true, run));
  }
  return audited;
}

async function listOf(account: WatchedAccount, run: Run): Promise<Listed> {
  const list = await reading(account.id, run, (signal) => run.source.listTunnels(account.id, signal));
  const watched = run.watched(account.id);
  const chosen = account.tunnels;
  const all = list.kind === 'read' ? list.value : [];
  const tunnels = all.filter(({ id }) => chosen === undefined || chosen.includes(id ?? ''));
  const fresh = freshParts(watched?.state, tunnels, run.clock.now());
  return { account, list, tunnels, fresh, take: watched?.take ?? (() => undefined) };
}

async function readAccount(listed: Listed, withRoutes: boolean, run: Run): Promise<AuditedAccount> {
  const { list, tunnels } = listed;
  const { id, name } = listed.account;
  if (list.kind === 'failed') return { id, name, tunnels: [], problem: list.problem };
  if (list.kind === 'canceled') return { id, name, tunnels: [], problem: 'canceled' };
  const read = new Map<string, AuditedTunnel>();
  const readTunnel = async (tunnel: Tunnel) => {
    // First: what the connectors run is compared with what had been published before.
    const configuration =
      withRoutes && hasRoutes(tunnel) ? await configurationOf(listed, tunnel, run) : undefined;
    const connectors = await connectorsOf(listed, tunnel, run);
    read.set(tunnel.key, { tunnel, connectors, configuration });
    run.tally.done++;
    tell(run, run.queueOf(id).closedUntil);
  };
  await forEachOfMany(tunnels, readTunnel);
  return {
    id,
    name,
    tunnels: tunnels.flatMap(({ key }) => read.get(key) ?? []),
    leftOut: list.value.length - tunnels.length,
  };
}

function tell({ tally, pacer, onProgress }: Run, waitingUntil: Instant | undefined): void {
  onProgress({ ...tally, waitingUntil, ...(pacer && { leftMs: pacer.leftMs }) });
}

async function connectorsOf(
  { account, fresh, take }: Listed,
  tunnel: Tunnel,
  run: Run,
): Promise<Reading<readonly Connector[]>> {
  const { id, key } = tunnel;
  if (!mayHaveConnectors(tunnel)) return { kind: 'read', value: [], at: run.clock.now() };
  if (id === undefined)
    return { kind: 'failed', problem: { kind: 'badResponse', detail: 'tunnel without an id', field: 'id' } };
  return (
    readBefore(fresh.connectors.get(key)) ??
    reading(
      account.id,
      run,
      (signal) => run.source.listConnectors(account.id, id, signal),
      (read) => {
        take({ connectors: new Map([[key, read]]) });
      },
    )
  );
}

async function configurationOf(
  { account, fresh, take }: Listed,
  { id, key }: Tunnel,
  run: Run,
): Promise<Reading<Configuration> | undefined> {
  if (id === undefined) return undefined;
  return (
    readBefore(fresh.configurations.get(key)) ??
    reading(
      account.id,
      run,
      (signal) => run.source.getConfiguration(account.id, id, signal),
      (read) => {
        take({ configurations: new Map([[key, read]]) });
      },
    )
  );
}

function readBefore<T>({ value, at }: Loaded<T> = notLoaded): Reading<T> | undefined {
  return value === undefined || at === undefined ? undefined : { kind: 'read', value, at };
}

/** One reading in its turn; where the API asks to wait, again after that. */
async function reading<T>(
  accountId: string,
  run: Run,
  load: (signal: AbortSignal) => Promise<T>,
  onRead: (read: Loaded<T>) => void = () => undefined,
): Promise<Reading<T>> {
  const { clock, queueOf, signal, pacer } = run;
  const readNow = async (sent: SendOrder) => {
    const read = await readOnce(load, signal, clock);
    if (read.kind === 'read') onRead({ value: read.value, at: read.at, problem: undefined, sent });
    return read;
  };
  const queue = queueOf(accountId);
  const tellOfWait = () => {
    const { closedUntil } = queue;
    if (closedUntil !== undefined) tell(run, closedUntil);
  };
  tellOfWait();
  return readPatiently<Reading<T>>(
    async () => {
      await pacer?.turn(signal);
      return (await queue.run('audit', signal, readNow)) ?? { kind: 'canceled' };
    },
    {
      queue,
      clock,
      problemOf: (read) => (read.kind === 'failed' ? read.problem : undefined),
      onHeld: tellOfWait,
    },
  );
}

async function readOnce<T>(
  load: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  clock: Clock,
): Promise<Reading<T>> {
  try {
    const value = await load(signal);
    return { kind: 'read', value, at: clock.now() };
  } catch (error) {
    return signal.aborted ? { kind: 'canceled' } : { kind: 'failed', problem: problemIn(error) };
  }
}
