import type { AuditedAccount, AuditedTunnel, Reading } from '../tunnels/documents/auditedTunnels.ts';
import type { Configuration, Connector, Tunnel } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import type { WatchedAccount } from '../tunnels/model/state.ts';
import { forEachOfMany, readPatiently } from './bigReading.ts';
import { reservedOf } from './budget.ts';
import type { Clock, TunnelSource } from './ports.ts';
import type { ReadingQueue } from './readingQueue.ts';
import { problemIn } from './unexpected.ts';

export interface AuditContext {
  readonly source: TunnelSource;
  readonly clock: Clock;
  readonly queueOf: (accountId: string) => ReadingQueue;
  /** Ends the reading; what was read until then is given. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AuditProgress) => void;
}

export interface AuditProgress {
  /** Tunnels read, of those that are known of so far. */
  readonly done: number;
  readonly total: number;
  /** Nothing is asked for until then: the API asked to wait, or its limit is nearly used up. */
  readonly waitingUntil: Instant | undefined;
}

/**
 * Reads every tunnel of the accounts with its connectors, and its configuration where the API's limit has room for that
 * too. It may spend more of the limit than the watch does, since a person waits for it, but keeps the fifth that is left
 * for others, and waits where the API asks to. One request per tunnel, besides the lists; none for a tunnel that never had
 * a connector. Never rejects.
 */
export async function readForAudit(
  accounts: readonly WatchedAccount[],
  context: AuditContext,
): Promise<readonly AuditedAccount[]> {
  const tally = { done: 0, total: 0 };
  const audited: AuditedAccount[] = [];
  for (const account of accounts) audited.push(await readAccount(account, tally, context));
  return audited;
}

interface Tally {
  done: number;
  total: number;
}

async function readAccount(
  { id, name, tunnels: chosen }: WatchedAccount,
  tally: Tally,
  context: AuditContext,
): Promise<AuditedAccount> {
  const { source, clock, queueOf, onProgress } = context;
  const list = await reading(id, tally, context, (signal) => source.listTunnels(id, signal));
  if (list.kind === 'failed') return { id, name, tunnels: [], problem: list.problem };
  if (list.kind === 'canceled') return { id, name, tunnels: [], problem: 'canceled' };
  const tunnels = list.value.filter((tunnel) => chosen === undefined || chosen.includes(tunnel.id ?? ''));
  tally.total += tunnels.length;
  const withRoutes = hasRoomForRoutes(tunnels, source.rateLimitOf(id), clock.now());
  const read = new Map<string, AuditedTunnel>();
  const readTunnel = async (tunnel: Tunnel) => {
    // First: what the connectors run is compared with what had been published before.
    const configuration =
      withRoutes && tunnel.managedBy === 'cloudflare'
        ? await configurationOf(id, tunnel, tally, context)
        : undefined;
    const connectors = await connectorsOf(id, tunnel, tally, context);
    read.set(tunnel.key, { tunnel, connectors, configuration });
    tally.done++;
    onProgress({ ...tally, waitingUntil: queueOf(id).closedUntil });
  };
  await forEachOfMany(tunnels, readTunnel);
  return {
    id,
    name,
    tunnels: tunnels.flatMap(({ key }) => read.get(key) ?? []),
    leftOut: list.value.length - tunnels.length,
  };
}

async function connectorsOf(
  accountId: string,
  tunnel: Tunnel,
  tally: Tally,
  context: AuditContext,
): Promise<Reading<readonly Connector[]>> {
  const { id, status } = tunnel;
  if (status === 'inactive') return { kind: 'read', value: [], at: context.clock.now() };
  if (id === undefined)
    return { kind: 'failed', problem: { kind: 'badResponse', detail: 'tunnel without an id', field: 'id' } };
  return reading(accountId, tally, context, (signal) => context.source.listConnectors(accountId, id, signal));
}

async function configurationOf(
  accountId: string,
  { id }: Tunnel,
  tally: Tally,
  context: AuditContext,
): Promise<Reading<Configuration> | undefined> {
  if (id === undefined) return undefined;
  return reading(accountId, tally, context, (signal) =>
    context.source.getConfiguration(accountId, id, signal),
  );
}

/** One reading in its turn; where the API asks to wait, again after that. */
async function reading<T>(
  accountId: string,
  tally: Tally,
  { clock, queueOf, signal, onProgress }: AuditContext,
  load: (signal: AbortSignal) => Promise<T>,
): Promise<Reading<T>> {
  const queue = queueOf(accountId);
  const tellOfWait = () => {
    const { closedUntil } = queue;
    if (closedUntil !== undefined) onProgress({ ...tally, waitingUntil: closedUntil });
  };
  tellOfWait();
  return readPatiently<Reading<T>>(
    async () =>
      (await queue.run('audit', signal, () => readOnce(load, signal, clock))) ?? { kind: 'canceled' },
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

/** Whether two requests per tunnel leave the fifth that is kept for others. */
function hasRoomForRoutes(
  tunnels: readonly Tunnel[],
  limit: ReturnType<TunnelSource['rateLimitOf']>,
  now: Instant,
): boolean {
  const needed = tunnels.filter(({ status }) => status !== 'inactive').length + tunnels.length;
  return limit === undefined || now >= limit.resetsAt || limit.remaining - needed >= reservedOf(limit);
}
