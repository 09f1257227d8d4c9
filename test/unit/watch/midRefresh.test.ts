import assert from 'node:assert/strict';
import { sampleTokens } from '../../support/cloudflareServer.ts';
import { findTunnel, minute } from '../../support/sampleCompany.ts';
import {
  byTimer,
  held,
  knownAt,
  larkfield,
  listRequests,
  loadFrom,
  problemsAt,
  refreshDue,
  realTime,
  stateAt,
  usualRequests,
  useServerBench,
  webIdAt,
} from '../../support/serverBench.ts';

const second = 1000;

describe('In mid-refresh', () => {
  const bench = useServerBench();

  const places: [where: string, match: () => RegExp | string, made: number][] = [
    ['the list', () => listRequests, 1],
    ['the connectors', () => `${webIdAt(bench)}/connections`, usualRequests],
  ];
  for (const [where, match, made] of places) {
    /** A refresh whose answer is held back; what was known, and the requests until then. */
    const halfway = async () => {
      await loadFrom(bench);
      const before = knownAt(bench);
      const asked = bench.server.requests.length;
      const { arrival, release } = held(bench, match());
      await bench.clock.advance(minute);
      await arrival;
      await realTime(20);
      const requests = () => bench.server.requests.length - asked;
      return { before, asked, requests, release };
    };

    it(`at ${where}: the account is removed: what was known goes, and nothing comes of the answer`, async () => {
      const { requests, release } = await halfway();
      bench.watch.setAccounts([], []);
      const { overview } = bench.watch;
      release();
      await realTime(20);
      assert.equal(bench.watch.overview, overview);
      assert.deepEqual([overview.accounts, bench.clock.due], [[], []]);
      assert.equal(requests(), made);
    });

    it(`at ${where}: the credential is replaced: what was known stays until the new one has read it`, async () => {
      const { before, asked, release } = await halfway();
      const { tunnel } = findTunnel(bench.server.company, 'web-prod');
      tunnel.name = 'web-renamed';
      bench.way.token = sampleTokens.several;
      bench.watch.restart(larkfield.id);
      assert.deepEqual([knownAt(bench), stateAt(bench).refreshing], [before, false]);
      await byTimer(bench, 0);
      release();
      await realTime(20);
      const { tunnels, connectors } = knownAt(bench);
      assert.deepEqual(
        tunnels?.map(({ id, name }) => [id, name]),
        before.tunnels?.map(({ id, name }) => [id, id === tunnel.id ? 'web-renamed' : name]),
      );
      assert.deepEqual(connectors, before.connectors);
      assert.deepEqual(problemsAt(bench), []);
      const since = bench.server.requests.slice(asked);
      const used = since.map(({ headers }) => headers['authorization'] === `Bearer ${sampleTokens.several}`);
      assert.deepEqual(used, [
        ...Array<boolean>(made).fill(false),
        ...Array<boolean>(usualRequests).fill(true),
      ]);
      assert.deepEqual([bench.changes.changes, refreshDue(bench)], [[], minute]);
    });

    it(`at ${where}: the extension is deactivated: nothing more is asked, told or planned`, async () => {
      const { requests, release } = await halfway();
      bench.watch.onDidChange(() => assert.fail('told'));
      bench.watch.dispose();
      release();
      await bench.clock.advance(60 * minute);
      await realTime(20);
      assert.deepEqual([requests(), bench.clock.due], [made, []]);
    });

    it(`at ${where}: the settings change: they hold when it ends`, async () => {
      const { before, requests, release } = await halfway();
      bench.watch.setPace({ intervalMs: 10 * second });
      assert.equal(refreshDue(bench), undefined);
      const chosen = webIdAt(bench);
      bench.watch.setAccounts([{ ...larkfield, name: 'New', tunnels: [chosen] }], []);
      release();
      await byTimer(bench, 0);
      assert.equal(stateAt(bench).account.name, 'New');
      assert.deepEqual([knownAt(bench).tunnels, problemsAt(bench)], [before.tunnels, []]);
      assert.deepEqual(knownAt(bench).connectors.get(chosen), before.connectors.get(chosen));
      // At the list it was not yet decided whose connectors to read.
      assert.equal(requests(), where === 'the list' ? 2 : usualRequests);
      assert.deepEqual([refreshDue(bench), bench.changes.changes], [10 * second, []]);
    });

    it(`at ${where}: the interval is set to 0: it ends, and no other follows`, async () => {
      const { before, requests, release } = await halfway();
      bench.watch.setPace({ intervalMs: 0 });
      release();
      await byTimer(bench, 0);
      assert.deepEqual([knownAt(bench), problemsAt(bench)], [before, []]);
      assert.deepEqual([bench.clock.due, stateAt(bench).nextRefreshAt], [[], undefined]);
      assert.equal(requests(), usualRequests);
    });

    it(`at ${where}: the view is hidden with viewVisible: it ends, and no other follows until it is seen`, async () => {
      const { before, requests, release } = await halfway();
      bench.watch.setPace({ refreshWhen: 'viewVisible', visible: false });
      release();
      await byTimer(bench, 0);
      await bench.clock.advance(60 * minute);
      assert.deepEqual([knownAt(bench), problemsAt(bench)], [before, []]);
      assert.deepEqual([bench.clock.due, requests()], [[], usualRequests]);
    });
  }
});
