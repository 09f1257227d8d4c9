import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../src/cloudflare/client.ts';
import type { AccountState, WatchedAccount } from '../../src/tunnels/model/state.ts';
import type { Tunnel } from '../../src/tunnels/model/tunnel.ts';
import { ProblemError } from '../../src/tunnels/problems/problem.ts';
import type { Problem } from '../../src/tunnels/problems/problem.ts';
import { tunnelSource } from '../../src/vscode/apiAccess.ts';
import type { ApiAccess } from '../../src/vscode/apiAccess.ts';
import type { CredentialStore } from '../../src/vscode/storage/credentialStore.ts';
import { ChangeLog } from '../../src/watch/changeLog.ts';
import { Watch } from '../../src/watch/watch.ts';
import type { Match } from './cloudflare/match.ts';
import { sampleTokens, startCloudflareServer } from './cloudflareServer.ts';
import type { CloudflareServer } from './cloudflareServer.ts';
import { FakeClock } from './fakeClock.ts';
import { findTunnel, minute, sampleAccountId, sampleCompany, sampleTime } from './sampleCompany.ts';
import type { Company } from './sampleCompany.ts';
import { noRejectionUnheard } from './watchBench.ts';

export const larkfield: WatchedAccount = { id: sampleAccountId, name: 'Larkfield', tunnels: undefined };

/** Requests for the list, without those for the connectors of a tunnel. */
export const listRequests = /cfd_tunnel\?/;

/** Of a refresh of the sample: the list, `web-prod` which is open, and `api-gateway` which is degraded. */
export const usualRequests = 3;

/** `web-prod` and `media`: nobody opens them, and their routes are read all the same. */
const onSeveralHosts = 2;

/** How each request is sent; a test changes it. */
interface Way {
  baseUrl: string;
  token: string;
  timeoutMs: number;
  /** Stands before any request, where it is set. */
  obstacle: Problem | undefined;
}

/**
 * Real requests of the real client, by the real watch. Time is that of a clock which the test holds, but for what a
 * request may take.
 */
export interface ServerBench {
  readonly server: CloudflareServer;
  readonly clock: FakeClock;
  readonly watch: Watch;
  readonly changes: ChangeLog;
  readonly way: Way;
}

/** Makes a new bench before each test; nothing is asked yet. */
export function useServerBench(): ServerBench {
  let bench: ServerBench;
  beforeEach(async () => {
    const clock = new FakeClock(sampleTime);
    const server = await startCloudflareServer({
      company: sampleCompany(sampleTime),
      now: () => clock.now(),
    });
    const way: Way = {
      baseUrl: server.url,
      token: sampleTokens.user,
      timeoutMs: 5000,
      obstacle: undefined,
    };
    const origin = 'the one';
    const access: ApiAccess = {
      origin,
      apiWith: (credential, onAnswer = () => undefined) => {
        const { baseUrl, timeoutMs } = way;
        return createCloudflareApi({ baseUrl, credential, timeoutMs, now: () => clock.now(), onAnswer });
      },
    };
    const credentials: Pick<CredentialStore, 'get'> = {
      get: () =>
        way.obstacle === undefined
          ? Promise.resolve({ credential: { kind: 'token', token: way.token }, origin })
          : Promise.reject(new ProblemError(way.obstacle)),
    };
    const watch = new Watch(
      tunnelSource(() => access, credentials as CredentialStore),
      clock,
    );
    const changes = new ChangeLog(watch, clock, { read: () => undefined, write: () => undefined });
    watch.setPace({ intervalMs: minute, visible: true });
    watch.setAccounts([larkfield], []);
    bench = { server, clock, watch, changes, way };
  });
  afterEach(async () => {
    bench.watch.dispose();
    await bench.server.close();
  });
  noRejectionUnheard(() => realTime(5));
  return {
    get server() {
      return bench.server;
    },
    get clock() {
      return bench.clock;
    },
    get watch() {
      return bench.watch;
    },
    get changes() {
      return bench.changes;
    },
    get way() {
      return bench.way;
    },
  };
}

export const stateAt = ({ watch }: ServerBench): AccountState => {
  const [first] = watch.overview.accounts;
  assert.ok(first !== undefined);
  return first;
};

/** All that the API told of tunnels and connectors, however old. */
export function knownAt(bench: ServerBench) {
  const { tunnels, connectors } = stateAt(bench);
  return {
    tunnels: tunnels.value,
    connectors: new Map([...connectors].map(([key, { value }]) => [key, value])),
  };
}

/** The kinds of the problems in the state: that of the list, then those of the connectors, by the names of tunnels. */
export function problemsAt(bench: ServerBench): readonly string[] {
  const { tunnels, connectors } = stateAt(bench);
  const nameOf = (key: string) => tunnels.value?.find((tunnel) => tunnel.key === key)?.name ?? key;
  return [
    ...(tunnels.problem === undefined ? [] : [tunnels.problem.kind]),
    ...[...connectors].flatMap(([key, { problem }]) =>
      problem === undefined ? [] : [`${nameOf(key)}: ${problem.kind}`],
    ),
  ];
}

export const webIdAt = ({ server }: ServerBench) => findTunnel(server.company, 'web-prod').tunnel.id ?? '';

/** A good first load of all, with `web-prod` open; of a company that is given, of the list. */
export async function loadFrom(bench: ServerBench, company?: Company): Promise<void> {
  if (company !== undefined) bench.server.company.accounts = company.accounts;
  await byTimer(bench);
  const web = stateAt(bench).tunnels.value?.find(({ name }) => name === 'web-prod');
  if (web !== undefined) await bench.watch.open(larkfield.id, web.key);
  const isRead = ({ key, status }: Tunnel) =>
    status === 'inactive' || stateAt(bench).connectors.get(key)?.value !== undefined;
  const isAllRead = () =>
    stateAt(bench).tunnels.value?.every(isRead) === true &&
    stateAt(bench).configurations.size === onSeveralHosts;
  while (company === undefined && !isAllRead()) {
    await bench.clock.advance(100);
    await realTime(1);
  }
}

/** Lets time pass until the next refresh is due, and waits for its real requests. */
export async function byTimer(
  bench: ServerBench,
  ms = refreshDue(bench) ?? assert.fail('no refresh is planned'),
): Promise<void> {
  const { clock, watch } = bench;
  await clock.advance(ms);
  while (watch.overview.accounts.some(({ refreshing }) => refreshing)) await realTime(1);
}

/** In how many milliseconds the next refresh is due. */
export function refreshDue(bench: ServerBench): number | undefined {
  const { nextRefreshAt } = stateAt(bench);
  return nextRefreshAt === undefined ? undefined : nextRefreshAt - bench.clock.now();
}

/** Runs what makes requests, and gives how many it made. */
export async function requestsOf({ server }: ServerBench, action: () => Promise<unknown>): Promise<number> {
  const before = server.requests.length;
  await action();
  return server.requests.length - before;
}

/** The next answer to such a request waits until it is let go; its content is that of the request's arrival. */
export function held({ server }: ServerBench, match: Match) {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrival = server.arrival(match);
  server.fail(match, { kind: 'held', until }, { times: 1 });
  return { arrival, release };
}

export function realTime(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
