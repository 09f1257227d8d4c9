import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHistory } from '../../../../src/tunnels/history/keptHistory.ts';
import { readSeen } from '../../../../src/tunnels/history/keptSeen.ts';
import type { Change } from '../../../../src/tunnels/changes/change.ts';
import { AccountFiles } from '../../../../src/vscode/storage/accountFiles.ts';
import { HistoryMemory } from '../../../../src/vscode/storage/historyMemory.ts';
import { SeenMemory } from '../../../../src/vscode/storage/seenMemory.ts';
import { ChangeLog } from '../../../../src/watch/changeLog.ts';
import { Watch } from '../../../../src/watch/watch.ts';
import type { WireTunnel } from '../../../support/cloudflare/wire.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeSource } from '../../../support/fakeSource.ts';
import { day, hour, minute, sampleTime } from '../../../support/sampleCompany.ts';
import { accountOf, connectorsOf, failure, stateIn, tunnelsOf } from '../../../support/watchBench.ts';

/** A window: a watch of account `a` with what it keeps, in a folder that other windows share. */
class Window {
  readonly fake = new FakeSource();
  readonly watch: Watch;
  readonly history: HistoryMemory;
  readonly seen: SeenMemory;
  readonly changes: ChangeLog;
  readonly learned: Change[] = [];
  readonly told: string[] = [];
  readonly clock: FakeClock;

  constructor(folder: string, clock: FakeClock) {
    this.clock = clock;
    const files = new AccountFiles(folder);
    const events = {
      onUnusable: (accountId: string, name: string) => this.told.push(`${accountId} ${name}`),
      onFailure: (name: string, error: unknown) =>
        this.told.push(`${name} ${error instanceof Error ? error.name : 'unknown'}`),
    };
    this.watch = new Watch(this.fake.source, clock);
    this.changes = new ChangeLog(this.watch, clock, { read: () => [], write: () => undefined });
    this.changes.onDidLearn((changes) => this.learned.push(...changes));
    this.history = new HistoryMemory(this.watch, clock, files, events);
    this.seen = new SeenMemory(this.watch, clock, files, events);
    this.watch.setAccounts([accountOf('a')], []);
  }

  /** Reads the list, by hand. */
  async read(...tunnels: readonly (string | WireTunnel)[]): Promise<void> {
    const refresh = this.watch.refresh('a');
    const up = tunnels.map((one) => (typeof one === 'string' ? { id: one, status: 'healthy' } : one));
    await this.fake.answer('listTunnels', tunnelsOf(...up));
    while (this.fake.pending.length > 0) await this.fake.answer('listConnectors', connectorsOf());
    await refresh;
  }

  /** Opens web, which has these connectors. */
  async look(...connectors: readonly string[]): Promise<void> {
    const opened = this.watch.open('a', 'web');
    await this.fake.answer('listConnectors', connectorsOf(...connectors));
    await opened;
    this.watch.close('a', 'web');
  }

  async flush(): Promise<void> {
    await this.history.flush();
    await this.seen.flush();
  }

  /** All is written that can be. */
  async close(): Promise<void> {
    await this.flush();
    this.history.dispose();
    this.seen.dispose();
    this.changes.dispose();
    this.watch.dispose();
  }

  spans(key = 'web'): readonly (readonly [status: string, from: number, until: number])[] {
    const minutes = (time: number) => (time - sampleTime) / minute;
    return (this.history.all.get('a')?.get(key) ?? []).map(
      ({ status, from, until }) => [status, minutes(from), minutes(until)] as const,
    );
  }

  firstSeen(connector: string): readonly (number | undefined)[] {
    const known = stateIn(this).seen.get('web')?.connectors.get(connector);
    return [known?.first, known?.since].map((time) => time && (time - sampleTime) / minute);
  }
}

describe('What windows observe', () => {
  let folder: string;
  let clock: FakeClock;
  let windows: Window[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'records-'));
    clock = new FakeClock(sampleTime);
    windows = [];
  });
  afterEach(async () => {
    for (const window of windows) await window.close();
    await rm(folder, { recursive: true });
  });
  const open = () => {
    const window = new Window(folder, clock);
    windows.push(window);
    return window;
  };
  const file = (name: string) => readFile(join(folder, 'a', name), 'utf8');
  const put = async (name: string, text: string) => {
    await mkdir(join(folder, 'a'), { recursive: true });
    await writeFile(join(folder, 'a', name), text);
  };

  it('is the status of each list that could be read', async () => {
    const window = open();
    await window.read('web');
    await clock.advance(minute);
    await window.read('web');
    await clock.advance(minute);
    const failed = window.watch.refresh('a');
    await window.fake.fail('listTunnels', failure());
    await failed;
    await window.flush();
    assert.deepEqual(window.spans(), [['healthy', 0, 1]]);
  });

  it('is there in the next window, which goes on with it', async () => {
    const first = open();
    await first.read('web');
    await clock.advance(minute);
    await first.read('web');
    await first.close();
    await clock.advance(2 * minute);
    const next = open();
    await next.read({ id: 'web', status: 'down' });
    await next.flush();
    assert.deepEqual(next.spans(), [
      ['healthy', 0, 3],
      ['down', 3, 3],
    ]);
  });

  it('is written once a minute, and when the window is closed', async () => {
    const window = open();
    await window.flush();
    await window.read('web');
    await clock.advance(0);
    await window.flush();
    const until = async () =>
      readHistory(await file('history.json'))
        ?.get('web')
        ?.at(-1)?.until;
    assert.equal(await until(), sampleTime);
    await clock.advance(minute / 2);
    await window.read('web');
    await clock.advance(minute / 4);
    assert.equal(await until(), sampleTime, 'not yet');
    await window.close();
    assert.equal(await until(), sampleTime + minute / 2);
  });

  for (const [what, wrong] of [
    ['back', sampleTime - 100 * day],
    ['ahead', sampleTime + 100 * day],
  ] as const) {
    it(`is kept where the clock of a window is once 100 days ${what}, and goes on at the right time`, async () => {
      const before = open();
      await before.read('web');
      await before.look('a', 'gone');
      await clock.advance(minute);
      await before.read('web');
      await before.look('a');
      await before.close();
      const astray = new Window(folder, new FakeClock(wrong));
      await astray.flush();
      await astray.read('web');
      await astray.look('a');
      await astray.close();
      const next = open();
      await next.flush();
      assert.deepEqual(next.spans()[0], ['healthy', 0, 1]);
      assert.deepEqual(next.firstSeen('a'), [0, undefined]);
      assert.deepEqual(next.firstSeen('gone'), [0, undefined]);
      for (let minutes = 2; minutes <= 20; minutes++) {
        await clock.advance(minute);
        await next.read('web');
        await next.flush();
      }
      assert.deepEqual([next.spans()[0]?.[1], next.spans().at(-1)?.[2]], [0, 20]);
    });
  }

  it('by two windows is put together in the file', async () => {
    const [one, other] = [open(), open()];
    await one.read('web');
    await other.read('web');
    await other.look('a');
    await clock.advance(minute);
    await one.read('web');
    await one.flush();
    await clock.advance(minute);
    await other.read('web');
    await other.look('a', 'b');
    await other.flush();
    await one.flush();
    await one.read('web');
    await one.flush();
    assert.deepEqual(one.spans(), [['healthy', 0, 2]]);
    const kept = readSeen(await file('connectors-seen.json'))?.get('web')?.connectors;
    assert.deepEqual([...(kept?.keys() ?? [])], ['a', 'b']);
  });

  it('goes with the account, also what was not written yet', async () => {
    const window = open();
    await window.read('web');
    await window.look('a');
    window.watch.setAccounts([], []);
    await new AccountFiles(folder).delete('a');
    await window.close();
    assert.deepEqual(await readdir(folder), []);
  });

  it('is not written once the account is removed', async () => {
    const window = open();
    await window.read('web');
    await window.flush();
    await clock.advance(minute);
    await window.read('web');
    const flushed = window.flush();
    window.watch.setAccounts([], []);
    rmSync(join(folder, 'a'), { recursive: true });
    await flushed;
    assert.deepEqual(await readdir(folder), []);
  });

  it('does not fill the memory with what is watched no more', async () => {
    const window = open();
    await window.read('web');
    await window.flush();
    window.watch.setAccounts([], []);
    assert.deepEqual([...window.history.all], []);
  });

  for (const name of ['history.json', 'connectors-seen.json']) {
    for (const [what, spoil] of [
      ['of another version', () => put(name, '{"version":99,"tunnels":[]}')],
      ['cut off', () => put(name, '{"version":1,"tunnels":[{"key":"web","spa')],
      [
        '100 MB large',
        async () => {
          await put(name, '');
          await truncate(join(folder, 'a', name), 100 * 1024 * 1024);
        },
      ],
      ['a folder', () => mkdir(join(folder, 'a', name), { recursive: true })],
    ] as const) {
      it(`begins anew where ${name} is ${what}, which is set aside and said in the log`, async () => {
        await spoil();
        const window = open();
        await window.read('web');
        await window.look('a');
        await window.flush();
        assert.deepEqual(window.told, [`a unusable-${name}`]);
        assert.deepEqual(window.spans(), [['healthy', 0, 0]]);
        assert.deepEqual((await readdir(join(folder, 'a'))).toSorted(), [
          'connectors-seen.json',
          'history.json',
          `unusable-${name}`,
        ]);
      });
    }
  }

  it('is said to be lost where the folder cannot be written, and shown all the same', async () => {
    await writeFile(join(folder, 'a'), 'a file in the place of the folder');
    const window = open();
    await window.read('web');
    await window.flush();
    assert.ok(window.told.includes('history.json Error'));
    assert.deepEqual(window.spans(), [['healthy', 0, 0]]);
  });

  describe('A connector that joined while nothing watched', () => {
    const closedFor = async (ms: number, ...connectors: readonly string[]) => {
      const before = open();
      await before.read('web');
      await before.look(...connectors);
      await before.close();
      await clock.advance(ms);
    };

    it('is told at the first look of the next window, with the last look before', async () => {
      await closedFor(hour, 'a');
      const window = open();
      await window.flush();
      await window.read('web');
      await window.look('a', 'b');
      assert.deepEqual(
        [window.firstSeen('a'), window.firstSeen('b')],
        [
          [0, undefined],
          [60, 0],
        ],
      );
      const [change, ...more] = window.learned;
      assert.ok(change?.kind === 'connectorJoined');
      assert.deepEqual(
        [change.at, change.since, change.tunnelKey, change.connector.key],
        [sampleTime + hour, sampleTime, 'web', 'b'],
      );
      assert.deepEqual([more, window.changes.changes], [[], [change]]);
    });

    it('is told too where the file is there only after the first rows', async () => {
      await closedFor(hour, 'a');
      const window = open();
      // The file is read meanwhile, which takes longer than promises alone.
      await window.read('web');
      await window.look('a', 'b');
      await window.flush();
      assert.deepEqual(window.firstSeen('b'), [60, 0]);
      assert.deepEqual(
        window.learned.map(({ at }) => at),
        [sampleTime + hour],
      );
    });

    it('is told once: not again by the next reading, the next window or the other one', async () => {
      await closedFor(hour, 'a');
      const [one, other] = [open(), open()];
      await one.flush();
      await one.read('web');
      await one.look('a', 'b');
      await clock.advance(minute);
      await one.read('web');
      await one.look('a', 'b');
      await one.flush();
      assert.deepEqual([one.learned.length, one.changes.changes.length], [1, 1]);
      await one.close();
      await clock.advance(minute);
      const next = open();
      await next.read('web');
      await next.look('a', 'b');
      await next.flush();
      assert.deepEqual([next.learned, next.firstSeen('b')], [[], [60, 0]]);
      await other.close();
    });

    it('is told without “last look” where that was a moment ago', async () => {
      await closedFor(minute, 'a');
      const window = open();
      await window.flush();
      await window.read('web');
      await window.look('a', 'b');
      const [change] = window.learned;
      assert.ok(change?.kind === 'connectorJoined' && !('since' in change));
    });

    it('is none at the first look at an account, or at a tunnel', async () => {
      await closedFor(hour, 'a');
      const window = open();
      await window.read('web', 'api');
      const opened = window.watch.open('a', 'api');
      await window.fake.answer('listConnectors', connectorsOf('c'));
      await opened;
      await window.flush();
      assert.deepEqual(window.learned, []);
    });

    it('is no connector of a tunnel that was made again with the same name', async () => {
      await closedFor(hour, 'a');
      const window = open();
      await window.read({ id: 'other', name: 'web' });
      const opened = window.watch.open('a', 'other');
      await window.fake.answer('listConnectors', connectorsOf('b'));
      await opened;
      await window.flush();
      assert.deepEqual(window.learned, []);
    });

    it('is told by the comparison alone where the tunnel was being watched', async () => {
      const window = open();
      await window.flush();
      await window.read('web');
      void window.watch.open('a', 'web');
      await window.fake.answer('listConnectors', connectorsOf('a'));
      await clock.advance(20 * minute);
      const refresh = window.watch.refresh('a');
      await window.fake.answer('listTunnels', tunnelsOf({ id: 'web', status: 'healthy' }));
      await window.fake.answer('listConnectors', connectorsOf('a', 'b'));
      await refresh;
      assert.deepEqual(window.learned, []);
      assert.deepEqual(
        window.changes.changes.map(({ kind }) => kind),
        ['connectorJoined'],
      );
    });
  });
});
