import assert from 'node:assert/strict';
import type { Change } from '../../../../src/tunnels/changes/change.ts';
import type { Notice, NoticeKind } from '../../../../src/tunnels/changes/notices.ts';
import { withoutTold, withTold } from '../../../../src/tunnels/changes/toldNotices.ts';
import type { ToldNotices } from '../../../../src/tunnels/changes/toldNotices.ts';
import { hour, minute, sampleTime } from '../../../support/sampleCompany.ts';

const noticed = (tunnelKey: string) =>
  ({ accountId: 'a', tunnelKey, tunnelName: tunnelKey, status: 'down', since: undefined }) as const;
const notice = (kind: NoticeKind, ...keys: readonly string[]): Notice => ({
  kind,
  tunnels: keys.map(noticed),
});
const change = (tunnelKey: string, to: 'healthy' | 'down'): Change => ({
  at: sampleTime,
  accountId: 'a',
  accountName: 'A',
  tunnelKey,
  tunnelName: tunnelKey,
  kind: 'statusChanged',
  from: to === 'down' ? 'healthy' : 'down',
  to,
});

describe('What several windows tell', () => {
  const nothing: ToldNotices = new Map();
  const told = (at: number, ...notices: readonly Notice[]) => withTold(nothing, [], notices, at);
  /** What a window tells that looked before at this time. */
  const toTell = (before: ToldNotices, notices: readonly Notice[], since: number) =>
    withoutTold(notices, before, new Map([['a', since]])).map(({ kind, tunnels }) => [
      kind,
      ...tunnels.map(({ tunnelKey }) => tunnelKey),
    ]);

  it('is told by one of them: not again by one that had not looked since', () => {
    const before = told(sampleTime, notice('trouble', 'web'));
    assert.deepEqual(toTell(before, [notice('trouble', 'web')], sampleTime - minute), []);
    assert.deepEqual(toTell(before, [notice('trouble', 'web', 'api')], sampleTime - minute), [
      ['trouble', 'api'],
    ]);
  });

  it('is told again by one that has seen it well since then', () => {
    const before = told(sampleTime, notice('trouble', 'web'));
    const again = [notice('trouble', 'web')];
    assert.deepEqual(toTell(before, again, sampleTime + minute), [['trouble', 'web']]);
  });

  it('is told of a tunnel that another window has seen well, by one that has not looked for long', () => {
    const before = told(sampleTime, notice('trouble', 'web'));
    const well = withTold(before, [change('web', 'healthy')], [], sampleTime + minute);
    assert.deepEqual(toTell(well, [notice('trouble', 'web')], sampleTime - hour), [['trouble', 'web']]);
  });

  it('is that it has recovered too, once, though both windows see it', () => {
    const before = told(sampleTime, notice('trouble', 'web'));
    const back = [notice('recovered', 'web')];
    assert.deepEqual(toTell(before, back, sampleTime - minute), [['recovered', 'web']]);
    const first = withTold(before, [change('web', 'healthy')], back, sampleTime + minute);
    assert.deepEqual(toTell(first, back, sampleTime), []);
    const second = withTold(first, [change('web', 'healthy')], [], sampleTime + minute);
    assert.deepEqual(toTell(second, back, sampleTime), [], 'nor by a third');
  });

  it('is told of each account and each tunnel by itself', () => {
    const before = told(sampleTime, notice('trouble', 'web'));
    const other = { ...notice('trouble'), tunnels: [{ ...noticed('web'), accountId: 'b' }] };
    const since = new Map([
      ['a', sampleTime],
      ['b', sampleTime],
    ]);
    assert.deepEqual(withoutTold([other], before, since), [other]);
  });

  it('is remembered for a day', () => {
    const before = told(sampleTime, notice('trouble', 'web'));
    assert.equal(withTold(before, [], [], sampleTime + 24 * hour).size, 1);
    assert.equal(withTold(before, [], [], sampleTime + 24 * hour + 1).size, 0);
  });
});
