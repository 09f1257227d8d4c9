import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { RateLimit } from '../../../src/tunnels/model/tunnel.ts';
import { ReadingQueue } from '../../../src/watch/readingQueue.ts';
import type { Purpose } from '../../../src/watch/readingQueue.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';

const limit: RateLimit = {
  remaining: 1000,
  resetsAt: sampleTime + 5 * minute,
  requests: 1200,
  windowMs: 5 * minute,
};
/** Less than the fifth that is kept for others. */
const scarce: RateLimit = { ...limit, remaining: 239 };

describe('The readings of an account', () => {
  let clock: FakeClock;
  let rateLimit: RateLimit | undefined;
  let queue: ReadingQueue;
  /** Names of the tasks in the order of their start, and what ends each. */
  let started: Map<string, () => void>;
  let ended: (string | undefined)[];

  beforeEach(() => {
    clock = new FakeClock(sampleTime);
    rateLimit = undefined;
    queue = new ReadingQueue(clock, () => rateLimit);
    started = new Map();
    ended = [];
  });

  function ask(purpose: Purpose, name: string, signal = new AbortController().signal): void {
    const task = () =>
      new Promise<string>((resolve) => {
        started.set(name, () => {
          resolve(name);
        });
      });
    void queue.run(purpose, signal, task).then((result) => ended.push(result));
  }
  const askMany = (purpose: Purpose, count: number) => {
    for (let index = 0; index < count; index++) ask(purpose, `${purpose}-${index}`);
  };
  const end = async (name: string) => {
    started.get(name)?.();
    await settled();
  };
  const names = () => [...started.keys()];

  it('are six at a time, however many are asked for at once', async () => {
    askMany('row', 300);
    for (let done = 0; done < 294; done++) {
      assert.equal(started.size, done + 6);
      await end(names()[done] ?? '');
    }
    assert.equal(started.size, 300);
  });

  it('listen once to what may end them, however many wait, and no longer than that', async () => {
    const session = new AbortController();
    const listeners = () => getEventListeners(session.signal, 'abort').length;
    for (let index = 0; index < 300; index++) ask('command', `command-${index}`, session.signal);
    assert.equal(listeners(), 1);
    for (let done = 0; done < 294; done++) await end(`command-${done}`);
    assert.equal(listeners(), 0);
  });

  it('begin with what a person asked for last; the others keep their order', async () => {
    askMany('audit', 7);
    askMany('timer', 2);
    askMany('command', 2);
    askMany('row', 2);
    for (const name of names()) await end(name);
    assert.deepEqual(names().slice(6), ['row-1', 'row-0', 'command-0', 'command-1', 'timer-0', 'timer-1']);
    assert.equal(queue.isBusy, true);
    for (const name of names().slice(6)) await end(name);
    assert.equal(names().at(-1), 'audit-6');
    await end('audit-6');
    assert.equal(queue.isBusy, false);
  });

  it('spare what is left of the limit: only what a person asks for is read then', async () => {
    rateLimit = scarce;
    for (const purpose of ['row', 'command', 'timer', 'audit'] as const) ask(purpose, purpose);
    await settled();
    assert.deepEqual(names(), ['row', 'command']);
    assert.deepEqual(ended, [undefined], 'the one of the timer is left out');
    assert.equal(queue.closedUntil, scarce.resetsAt);
    await clock.advance(5 * minute - 1);
    assert.equal(started.has('audit'), false);
    await clock.advance(1);
    assert.equal(started.has('audit'), true);
  });

  it('wait where the API asked to, also those that were asked for before', async () => {
    askMany('audit', 7);
    queue.hold(sampleTime + minute);
    await end('audit-0');
    assert.equal(started.size, 6);
    ask('row', 'row');
    assert.equal(started.size, 7);
    await clock.advance(minute);
    await end('audit-1');
    assert.equal(started.has('audit-6'), true);
    assert.deepEqual(clock.due, []);
  });

  it('are not begun once they are given up, and nobody waits for them', async () => {
    rateLimit = scarce;
    const given = new AbortController();
    ask('audit', 'given up', given.signal);
    given.abort();
    await settled();
    assert.deepEqual([ended, names(), clock.due, queue.isBusy], [[undefined], [], [], false]);
    ask('row', 'too late', given.signal);
    await settled();
    assert.deepEqual(names(), []);
  });

  it('go on where one fails', async () => {
    const failed = queue.run('row', new AbortController().signal, () => Promise.reject(new Error('x')));
    await assert.rejects(failed, /x/);
    assert.equal(queue.isBusy, false);
  });

  it('are numbered in the order in which they are sent', async () => {
    const sent: number[] = [];
    const note = (order: number) => Promise.resolve(sent.push(order));
    await queue.run('row', new AbortController().signal, note);
    await queue.run('audit', new AbortController().signal, note);
    assert.deepEqual(sent, [1, 2]);
  });
});
