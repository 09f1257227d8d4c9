import { rowOptions } from '../../support/models.ts';
import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import { describeRow } from '../../../src/tunnels/rows/rowWords.ts';
import { childNodes, rootNodes } from '../../../src/tunnels/rows/nodes.ts';
import type { TreeNode } from '../../../src/tunnels/rows/nodes.ts';
import { staleMessage } from '../../../src/tunnels/overview/staleness.ts';
import type { AccountState, WatchedAccount } from '../../../src/tunnels/model/state.ts';
import type { CredentialStore } from '../../../src/vscode/storage/credentialStore.ts';
import { tunnelSource } from '../../../src/vscode/apiAccess.ts';
import type { ApiAccess } from '../../../src/vscode/apiAccess.ts';
import { ChangeLog } from '../../../src/watch/changeLog.ts';
import { Watch } from '../../../src/watch/watch.ts';
import type { Match } from '../../support/cloudflare/match.ts';
import { refusedUrl, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer, Fault } from '../../support/cloudflareServer.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import {
  findTunnel,
  largeCompany,
  minute,
  sampleAccountId,
  sampleCompany,
  sampleTime,
} from '../../support/sampleCompany.ts';
import type { Company } from '../../support/sampleCompany.ts';

/**
 * All that may go wrong between here and Cloudflare: real requests of the real client, by the real watch. Time is that of
 * a clock which the test holds, but for what a request may take.
 */

const second = 1000;
/** For requests that are to be given up. */
const soon = 500;
const moment = { now: sampleTime, style: { timeZone: 'UTC' } };
const larkfield: WatchedAccount = { id: sampleAccountId, name: 'Larkfield', tunnels: undefined };

/** Requests for a list, and those for the connectors of a tunnel. */
const list = /cfd_tunnel\?/;

let server: CloudflareServer;
let clock: FakeClock;
let watch: Watch;
let changes: ChangeLog;
/** Where requests go, and with what; a test changes them. */
let baseUrl: string;
let token: string;
let unhandled: unknown[];
const note = (reason: unknown) => unhandled.push(reason);

describe('A watch that lives through faults', () => {
  beforeEach(() => {
    unhandled = [];
    process.on('unhandledRejection', note);
  });
  afterEach(async () => {
    watch.dispose();
    await server.close();
    await realTime(5);
    process.off('unhandledRejection', note);
    assert.deepEqual(unhandled, []);
  });

  /** The next answer to such a request waits until it is let go; its content is that of the request's arrival. */
  function held(match: Match) {
    let release: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrival = server.arrival(match);
    server.fail(match, { kind: 'held', until }, { times: 1 });
    return { arrival, release };
  }

  const webId = () => findTunnel(server.company, 'web-prod').tunnel.id ?? '';

  /** Watches the company's first account, with a good first load and `web-prod` open. */
  async function start(company: Company = sampleCompany(sampleTime), timeoutMs = 5000): Promise<void> {
    server = await startCloudflareServer({ company, now: () => clock.now() });
    watchServer(timeoutMs);
    await byTimer();
    const web = state().tunnels.value?.find(({ name }) => name === 'web-prod');
    if (web !== undefined) await watch.open(larkfield.id, web.key);
  }

  function watchServer(timeoutMs = 5000): void {
    clock = new FakeClock(sampleTime);
    baseUrl = server.url;
    token = sampleTokens.user;
    const origin = 'the one';
    const connection: ApiAccess = {
      origin,
      apiWith: (credential, onAnswer = () => undefined) =>
        createCloudflareApi({ baseUrl, credential, timeoutMs, now: () => clock.now(), onAnswer }),
    };
    const credentials = {
      get: () => Promise.resolve({ credential: { kind: 'token', token }, origin }),
    } as unknown as CredentialStore;
    watch = new Watch(
      tunnelSource(() => connection, credentials),
      clock,
    );
    changes = new ChangeLog(watch, clock, { read: () => undefined, write: () => undefined });
    watch.setPace({ intervalMs: minute, visible: true });
    watch.setAccounts([larkfield], []);
  }

  const state = (): AccountState => {
    const [first] = watch.overview.accounts;
    assert.ok(first !== undefined);
    return first;
  };

  const byName = rowOptions();

  /** Ids of all rows, top to bottom, with all of them expanded. */
  function rows(nodes: readonly TreeNode[] = rootNodes(watch.overview, byName)): readonly string[] {
    return nodes.flatMap((node) => [node.id, ...rows(childNodes(node, byName))]);
  }

  /** Label and description of each problem's row, with the one above it. */
  function problems(
    nodes: readonly TreeNode[] = rootNodes(watch.overview, byName),
    above = '',
  ): readonly string[] {
    return nodes.flatMap((node) => {
      const { label, description } = describeRow(node, moment);
      const own = node.kind === 'problem' ? [`${above}${label}: ${description}`] : [];
      return [...own, ...problems(childNodes(node, byName), `${label} / `)];
    });
  }

  const message = () => staleMessage(watch.overview, moment);

  function realTime(ms: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
  }

  /** Lets time pass until the next refresh is due, and waits for its real requests. */
  async function byTimer(ms = clock.due[0] ?? assert.fail('no timer runs')): Promise<void> {
    await clock.advance(ms);
    while (watch.overview.accounts.some(({ refreshing }) => refreshing)) await realTime(1);
  }

  /** Runs what makes requests, and gives how many it made. */
  async function requestsOf(action: () => Promise<unknown>): Promise<number> {
    const before = server.requests.length;
    await action();
    return server.requests.length - before;
  }

  /** A list, `web-prod` which is open, and `api-gateway` which is degraded. */
  const usualRequests = 3;

  interface Expected {
    /** Label and description of the problem's row. */
    readonly words: readonly [label: string, description: string];
    readonly requests?: number;
    /** Until the next try. */
    readonly seconds?: number;
  }

  /** What befalls the list shows as a problem above the rows, which stay; and is over with the next good answer. */
  async function assertRowsStay(
    befall: () => (() => void) | Promise<() => void>,
    expected: Expected,
  ): Promise<void> {
    await start(undefined, expected.words === late ? soon : undefined);
    const before = rows();
    assert.ok(before.length > 25 && problems().length === 0);
    const end = await befall();
    const { words, requests = 1, seconds = 120 } = expected;
    assert.equal(await requestsOf(() => byTimer()), requests);
    const [top, ...others] = rows();
    assert.match(top ?? '', /\/![a-zA-Z]+$/);
    assert.deepEqual(others, before);
    assert.deepEqual(problems(), [words.join(': ')]);
    const next = new Date(clock.now() + seconds * second).toISOString().slice(11, 19);
    assert.equal(message(), `${words[0]}. Shown as of 12:00:00. Next try at ${next}.`);
    assert.deepEqual(clock.due, [seconds * second]);
    end();
    assert.equal(await requestsOf(() => byTimer()), usualRequests);
    assert.deepEqual([rows(), problems(), message()], [before, [], undefined]);
    assert.deepEqual(clock.due, [minute]);
    assert.deepEqual(changes.changes, []);
  }

  const noPermission = [
    'No permission to read tunnels',
    'the token needs one of these permissions: Cloudflare Tunnel Read, Cloudflare One Connectors Read, Cloudflare One Connector: cloudflared Read (on the token page: Account, Cloudflare Tunnel, Read; in some accounts Argo Tunnel (Legacy)); if it has one, check the account ID',
  ] as const;
  const unknownToken = [
    'Cloudflare does not recognize this token',
    'it was revoked, rolled or not copied in full: check it, or create a new one',
  ] as const;
  const unreachable = ['Cloudflare cannot be reached', 'check your network and proxy, then retry'] as const;
  const late = ['Cloudflare did not respond in time', 'retry, or check your network'] as const;
  const unreadable = [
    'The response cannot be read',
    'not in the Cloudflare API’s format: see the log',
  ] as const;
  const unexpected = (field: string) =>
    ['The response cannot be read', `unexpected ${field}: see the log`] as const;
  const broken = (status: number) =>
    ['Cloudflare server error', `HTTP ${status}: retry later, or see cloudflarestatus.com`] as const;
  const limited = (until?: string) =>
    [
      'Too many requests',
      `Cloudflare asks you to wait ${until === undefined ? 'a few minutes' : `until ${until}`}`,
    ] as const;

  describe('A fault of the list', () => {
    const answers: [what: string, fault: Fault, expected: Expected][] = [
      ['reset before an answer', { kind: 'reset' }, { words: unreachable }],
      ['reset in mid-body', { kind: 'resetInBody' }, { words: unreachable }],
      ['a hang over the timeout', { kind: 'hang' }, { words: late }],
      ['a hang in mid-body', { kind: 'hangInBody' }, { words: late }],
      ['a body too slow for the timeout', { kind: 'slow', betweenMs: 200 }, { words: late }],
      ['truncated JSON', { kind: 'truncated' }, { words: unreadable }],
      ['HTML with 200', { kind: 'html', status: 200 }, { words: unreadable }],
      ['HTML with 503', { kind: 'html', status: 503 }, { words: broken(503) }],
      ['HTML with 520', { kind: 'html', status: 520 }, { words: broken(520) }],
      ['an empty body', { kind: 'emptyBody' }, { words: unreadable }],
      ['a wrong envelope', { kind: 'wrongEnvelope' }, { words: unreadable }],
      ['an envelope that is a list', { kind: 'wrongEnvelope', value: [] }, { words: unreadable }],
      [
        'the wrong shape in all rows',
        { kind: 'wrongShape', rows: 'all' },
        { words: unexpected('result[0].id') },
      ],
      ['a result that is null', { kind: 'nullResult' }, { words: unexpected('result') }],
      [
        'a challenge page',
        { kind: 'challenge' },
        {
          words: [
            'Blocked by a challenge page',
            'a firewall expects a browser: try another network, or a proxy that lets the API through',
          ],
        },
      ],
      ['401', { kind: 'refusal', status: 401 }, { words: noPermission, requests: 3 }],
      ['403', { kind: 'refusal', status: 403 }, { words: noPermission, requests: 3 }],
      [
        '404',
        { kind: 'refusal', status: 404 },
        { words: ['Not found', 'deleted since the last refresh, or the account ID is wrong'] },
      ],
      ['429 without Retry-After', { kind: 'rateLimited' }, { words: limited() }],
      [
        '429 with Retry-After 30',
        { kind: 'rateLimited', retryAfter: 30 },
        { words: limited('12:01:30'), seconds: 60 },
      ],
      [
        '429 with Retry-After 150',
        { kind: 'rateLimited', retryAfter: 150 },
        { words: limited('12:03:30'), seconds: 150 },
      ],
      [
        '429 with Retry-After 3600',
        { kind: 'rateLimited', retryAfter: 3600 },
        { words: limited('13:01:00'), seconds: 3600 },
      ],
      [
        '429 with Retry-After as a date',
        { kind: 'rateLimited', retryAfter: new Date(sampleTime + 10 * minute) },
        { words: limited('12:10:00'), seconds: 540 },
      ],
      [
        '429 with Retry-After as a date that has passed',
        { kind: 'rateLimited', retryAfter: new Date(sampleTime) },
        { words: limited('12:00:00') },
      ],
      ...[500, 502, 503, 520, 524].map((status): [string, Fault, Expected] => [
        `${status}`,
        { kind: 'refusal', status },
        { words: broken(status) },
      ]),
      ['a page that repeats for ever', { kind: 'samePage' }, { words: unexpected('result'), requests: 2 }],
      ['a redirect elsewhere', { kind: 'redirect', to: 'http://127.0.0.1:9/' }, { words: unreadable }],
    ];
    for (const [what, fault, expected] of answers) {
      it(`leaves the rows: ${what}`, async () => {
        await assertRowsStay(() => server.fail(list, fault), expected);
      });
    }

    const addresses: [what: string, address: () => string | Promise<string>, words: Expected['words']][] = [
      ['a refused connection', refusedUrl, unreachable],
      // No name is that long: it is refused without asking a server.
      ['a name that DNS does not know', () => `http://${'x'.repeat(64)}.invalid/client/v4`, unreachable],
      [
        'TLS that fails',
        () => server.url.replace('http:', 'https:'),
        ['No trusted connection to Cloudflare', 'a proxy or a missing certificate is in the way'],
      ],
    ];
    for (const [what, address, words] of addresses) {
      it(`leaves the rows: ${what}`, async () => {
        const befall = async () => {
          baseUrl = await address();
          return () => {
            baseUrl = server.url;
          };
        };
        await assertRowsStay(befall, { words, requests: 0 });
      });
    }

    it('leaves the rows: a token that is revoked', async () => {
      const befall = () => {
        const { principals } = server.company;
        server.company.principals = principals.filter((one) => one.kind !== 'token' || one.secret !== token);
        return () => {
          server.company.principals = principals;
        };
      };
      // The list, the verification as a person's, the accounts, the verification as an account's.
      await assertRowsStay(befall, { words: unknownToken, requests: 4 });
    });

    it('leaves the rows: a limit that others have used up', async () => {
      await start();
      const before = rows();
      server.spend(token, 1200);
      assert.equal(await requestsOf(() => byTimer()), 1);
      assert.deepEqual([rows().slice(1), problems()], [before, [limited('12:05:00').join(': ')]]);
      assert.equal(message(), 'Too many requests. Shown as of 12:00:00. Next try at 12:05:00.');
      assert.equal(await requestsOf(() => byTimer()), usualRequests);
      assert.deepEqual([rows(), problems(), message()], [before, [], undefined]);
    });

    it('shows as a problem alone where nothing was read before', async () => {
      server = await startCloudflareServer({ company: sampleCompany(sampleTime) });
      server.fail(list, { kind: 'refusal', status: 500 });
      watchServer();
      await byTimer();
      assert.deepEqual(problems(), [broken(500).join(': ')]);
      assert.deepEqual([rows().length, message(), server.requests.length], [1, undefined, 1]);
    });
  });

  describe('A list that is read with difficulty', () => {
    it('is whole: a slow body', async () => {
      await start();
      const before = rows();
      server.fail(list, { kind: 'slow', betweenMs: 5 });
      assert.equal(await requestsOf(() => byTimer()), usualRequests);
      assert.deepEqual([rows(), problems(), message()], [before, [], undefined]);
      assert.equal(state().tunnels.at, clock.now());
    });

    it('keeps a row of which a field has the wrong shape', async () => {
      await start();
      const before = rows();
      server.fail(list, { kind: 'wrongShape', rows: 'first', fields: ['name', 'created_at'] }, { times: 1 });
      assert.equal(await requestsOf(() => byTimer()), usualRequests);
      assert.deepEqual([rows().toSorted(), problems(), message()], [before.toSorted(), [], undefined]);
      const [first] = state().tunnels.value ?? [];
      assert.deepEqual([first?.name, first?.createdAt, first?.status], [undefined, undefined, 'healthy']);
      await byTimer();
      assert.deepEqual(rows(), before);
    });

    it('has the other rows as they were where one row has the wrong shape', async () => {
      await start();
      const before = rows();
      const web = `${larkfield.id}/${webId()}`;
      server.fail(list, { kind: 'wrongShape', rows: 'first' }, { times: 1 });
      assert.equal(await requestsOf(() => byTimer()), usualRequests - 1);
      const others = before.filter((id) => !id.startsWith(web));
      assert.deepEqual(
        rows().filter((id) => before.includes(id)),
        others,
      );
      assert.deepEqual([rows().length, problems(), message()], [others.length + 1, [], undefined]);
      await byTimer();
      assert.deepEqual(rows(), before);
    });

    it('of 1,001 tunnels comes in two pages', async () => {
      await start(largeCompany(1001));
      assert.equal(rootNodes(watch.overview, byName).length, 1001);
      // Twenty that are down say why; none of them is read again.
      assert.equal(server.requests.length, 2 + 20);
      assert.equal(await requestsOf(() => byTimer()), 2 + 20);
      assert.deepEqual([rows().length > 1001, problems(), message()], [true, [], undefined]);
      server.fail(/page=2/, { kind: 'resetInBody' });
      const before = rows();
      assert.equal(await requestsOf(() => byTimer()), 2);
      assert.deepEqual([rows().slice(1), problems()], [before, [unreachable.join(': ')]]);
    });

    it('whose pages shift, since a tunnel vanishes in between, is whole with the next refresh', async () => {
      await start(largeCompany(1500));
      const [account] = server.company.accounts;
      const names = () => rootNodes(watch.overview, byName).map((node) => describeRow(node, moment).label);
      const all = names();
      const { arrival, release } = held(({ query }) => query['page'] === '1');
      const refresh = byTimer();
      await arrival;
      account?.tunnels.splice(10, 1);
      release();
      await refresh;
      // The one that moved from the second page to the first was in neither.
      assert.deepEqual(
        names(),
        all.filter((name) => name !== 'tunnel-1001'),
      );
      assert.deepEqual([problems(), message()], [[], undefined]);
      await byTimer();
      assert.deepEqual(
        names(),
        all.filter((name) => name !== 'tunnel-0011'),
      );
    });
  });

  describe('A fault of one tunnel’s connectors', () => {
    const table: [what: string, fault: Fault, words: Expected['words'], seconds?: number][] = [
      ['reset in mid-body', { kind: 'resetInBody' }, unreachable],
      ['a hang over the timeout', { kind: 'hang' }, late],
      ['truncated JSON', { kind: 'truncated' }, unreadable],
      ['the wrong shape in all rows', { kind: 'wrongShape', rows: 'all' }, unexpected('result[0].id')],
      ['401', { kind: 'refusal', status: 401 }, unknownToken],
      ['403', { kind: 'refusal', status: 403 }, noPermission],
      ['429 with Retry-After 300', { kind: 'rateLimited', retryAfter: 300 }, limited('12:06:00'), 300],
      ['524', { kind: 'refusal', status: 524 }, broken(524)],
    ];
    for (const [what, fault, words, seconds = 60] of table) {
      it(`leaves what was known of it, and all else: ${what}`, async () => {
        await start(undefined, words === late ? soon : undefined);
        const before = rows();
        const end = server.fail(`${webId()}/connections`, fault);
        assert.equal(await requestsOf(() => byTimer()), usualRequests);
        assert.deepEqual(problems(), [`web-prod / ${words.join(': ')}`]);
        assert.deepEqual(
          rows().filter((id) => !/!(?!routes)/.test(id)),
          before,
        );
        assert.equal(message(), undefined, 'the list is fresh');
        assert.deepEqual(clock.due, [seconds * second]);
        end();
        await byTimer();
        assert.deepEqual([rows(), problems()], [before, []]);
        assert.deepEqual(changes.changes, []);
      });
    }

    it('is that they are gone, when it is deleted between the list and its connectors', async () => {
      await start();
      const before = rows();
      const { arrival, release } = held(list);
      const refresh = byTimer();
      await arrival;
      const [account] = server.company.accounts;
      const gone = webId();
      account?.tunnels.splice(0, 1);
      release();
      assert.equal(await requestsOf(() => refresh), usualRequests - 1, 'the list was counted before');
      assert.deepEqual(problems(), [
        `web-prod / Not found: deleted since the last refresh, or the account ID is wrong`,
      ]);
      assert.deepEqual(
        rows().filter((id) => !/!(?!routes)/.test(id)),
        before,
      );
      assert.equal(message(), undefined);
      await byTimer();
      const others = before.filter((id) => !id.includes(gone));
      assert.deepEqual([rows(), problems()], [others, []]);
      assert.deepEqual(
        changes.changes.map(({ kind, tunnelName }) => [kind, tunnelName]),
        [['tunnelDeleted', 'web-prod']],
      );
    });
  });

  describe('A clock that jumps', () => {
    for (const [where, hours] of [
      ['forward', 24],
      ['back', -24],
    ] as const) {
      it(`${where} costs one refresh at most, and no row`, async () => {
        await start();
        const before = rows();
        clock.set(hours * 60 * minute);
        watch.setPace({ visible: true });
        assert.deepEqual(clock.due, [hours > 0 ? 0 : minute]);
        assert.equal(await requestsOf(() => byTimer()), usualRequests);
        assert.deepEqual([rows(), problems(), message(), clock.due], [before, [], undefined, [minute]]);
      });

      it(`${where} while the API asks to wait does not make the wait longer`, async () => {
        await start();
        const before = rows();
        server.fail(list, { kind: 'rateLimited', retryAfter: 300 }, { times: 1 });
        await byTimer();
        clock.set(hours * 60 * minute);
        watch.setPace({ visible: true });
        assert.deepEqual(clock.due, [hours > 0 ? 0 : 300 * second]);
        assert.equal(await requestsOf(() => byTimer()), usualRequests);
        assert.deepEqual([rows(), problems(), message(), clock.due], [before, [], undefined, [minute]]);
      });
    }

    it('in mid-refresh does no harm', async () => {
      await start();
      const before = rows();
      for (const hours of [24, -48]) {
        const { arrival, release } = held(list);
        const refresh = byTimer();
        await arrival;
        clock.set(hours * 60 * minute);
        release();
        await refresh;
        assert.deepEqual([rows(), problems(), clock.due], [before, [], [minute]]);
        assert.equal(state().tunnels.at, clock.now());
      }
    });
  });

  describe('In mid-refresh', () => {
    const places: [where: string, match: () => RegExp | string, made: number][] = [
      ['the list', () => list, 1],
      ['the connectors', () => `${webId()}/connections`, usualRequests],
    ];
    for (const [where, match, made] of places) {
      /** A refresh whose answer is held back; rows and requests until then. */
      const halfway = async () => {
        await start();
        const before = rows();
        const asked = server.requests.length;
        const { arrival, release } = held(match());
        await clock.advance(minute);
        await arrival;
        await realTime(20);
        return { before, asked, release };
      };

      it(`at ${where}: the account is removed: its rows go, and nothing comes of the answer`, async () => {
        const { asked, release } = await halfway();
        watch.setAccounts([], []);
        const { overview } = watch;
        release();
        await realTime(20);
        assert.equal(watch.overview, overview);
        assert.deepEqual([rows(), clock.due], [[], []]);
        assert.equal(server.requests.length - asked, made);
      });

      it(`at ${where}: the credential is replaced: the rows stay until the new one has read them`, async () => {
        const { before, asked, release } = await halfway();
        findTunnel(server.company, 'web-prod').tunnel.name = 'web-renamed';
        token = sampleTokens.several;
        watch.restart(larkfield.id);
        assert.deepEqual([rows(), state().refreshing], [before, false]);
        await byTimer(0);
        release();
        await realTime(20);
        assert.deepEqual([rows().toSorted(), problems(), message()], [before.toSorted(), [], undefined]);
        assert.ok(state().tunnels.value?.some(({ name }) => name === 'web-renamed'));
        const since = server.requests.slice(asked);
        const used = since.map(
          ({ headers }) => headers['authorization'] === `Bearer ${sampleTokens.several}`,
        );
        assert.deepEqual(used, [
          ...Array<boolean>(made).fill(false),
          ...Array<boolean>(usualRequests).fill(true),
        ]);
        assert.deepEqual([changes.changes, clock.due], [[], [minute]]);
      });

      it(`at ${where}: the extension is deactivated: nothing more is asked, told or planned`, async () => {
        const { asked, release } = await halfway();
        watch.onDidChange(() => assert.fail('told'));
        watch.dispose();
        release();
        await clock.advance(60 * minute);
        await realTime(20);
        assert.deepEqual([server.requests.length - asked, clock.due], [made, []]);
      });

      it(`at ${where}: the settings change: they hold when it ends`, async () => {
        const { before, asked, release } = await halfway();
        watch.setPace({ intervalMs: 10 * second });
        const chosen = webId();
        watch.setAccounts([{ ...larkfield, name: 'New', tunnels: [chosen] }], []);
        release();
        await byTimer(0);
        assert.deepEqual(
          rows(),
          before.filter((id) => id.includes(chosen)),
        );
        assert.deepEqual([state().account.name, problems(), message()], ['New', [], undefined]);
        // At the list it was not yet decided whose connectors to read.
        assert.equal(server.requests.length - asked, where === 'the list' ? 2 : usualRequests);
        assert.deepEqual([clock.due, changes.changes], [[10 * second], []]);
      });

      it(`at ${where}: the interval is set to 0: it ends, and no other follows`, async () => {
        const { before, asked, release } = await halfway();
        watch.setPace({ intervalMs: 0 });
        release();
        await byTimer(0);
        assert.deepEqual([rows(), clock.due, state().nextRefreshAt], [before, [], undefined]);
        assert.equal(server.requests.length - asked, usualRequests);
      });

      it(`at ${where}: the view is hidden: it ends, and no other follows until it is seen`, async () => {
        const { before, asked, release } = await halfway();
        watch.setPace({ visible: false });
        release();
        await byTimer(0);
        await clock.advance(60 * minute);
        assert.deepEqual([rows(), clock.due, server.requests.length - asked], [before, [], usualRequests]);
      });
    }
  });
});
