import assert from 'node:assert/strict';
import type { Change } from '../../../../src/tunnels/changes/change.ts';
import type { TunnelStatus } from '../../../../src/tunnels/model/tunnel.ts';
import { decideNotices, noNotices, withoutAccount } from '../../../../src/tunnels/changes/notices.ts';
import type { Notice, NoticeOptions, NoticeState } from '../../../../src/tunnels/changes/notices.ts';
import { minute, sampleTime } from '../../../support/sampleCompany.ts';

const of = (name: string, at: number) => ({
  at: sampleTime + at * minute,
  accountId: 'a',
  accountName: 'Account A',
  tunnelKey: name,
  tunnelName: name,
});

/** One tunnel in time: [minute, what it is seen to be then], from `healthy` on unless `from` is another status. */
type Course = readonly (readonly [at: number, status: TunnelStatus])[];

/** What is told, `5 trouble`: at which minute, what. The account is read at each minute. */
function told(course: Course, options: Partial<NoticeOptions> = {}, from: TunnelStatus = 'healthy') {
  const lines: string[] = [];
  let state: NoticeState = noNotices;
  let status = from;
  const end = (course.at(-1)?.[0] ?? 0) + 30;
  for (let time = 0; time <= end; time += 1) {
    const next = course.find(([at]) => at === time)?.[1] ?? status;
    const change: Change = { ...of('web', time), kind: 'statusChanged', from: status, to: next };
    const given = { now: sampleTime + time * minute, level: 'problems', muted: [], ...options } as const;
    const result = decideNotices(state, next === status ? [] : [change], given);
    ({ state } = result);
    status = next;
    lines.push(...result.notices.map(({ kind }) => `${time} ${kind}`));
  }
  return lines;
}

describe('Of a tunnel in trouble', () => {
  it('is told once, until it was well for ten minutes', () => {
    assert.deepEqual(told([[1, 'degraded']]), ['1 trouble']);
    assert.deepEqual(told([[1, 'down']]), ['1 trouble']);
    assert.deepEqual(
      told([
        [1, 'degraded'],
        [30, 'down'],
      ]),
      ['1 trouble'],
    );
    const again: Course = [
      [1, 'degraded'],
      [30, 'healthy'],
      [40, 'degraded'],
    ];
    assert.deepEqual(told(again), ['1 trouble', '40 trouble']);
  });

  it('is told again when it fell back, and stays so for ten minutes', () => {
    const back: Course = [
      [1, 'degraded'],
      [30, 'healthy'],
      [39, 'degraded'],
    ];
    assert.deepEqual(told(back), ['1 trouble', '49 trouble']);
    assert.deepEqual(told([...back, [48, 'healthy']]), ['1 trouble']);
    const better: Course = [...back.slice(0, 2), [39, 'down'], [44, 'degraded']];
    assert.deepEqual(told(better), ['1 trouble', '54 trouble']);
  });

  it('is nothing told while it starts or comes back, but when that gets worse', () => {
    const ways: readonly (readonly [from: TunnelStatus, to: TunnelStatus, told: readonly string[]])[] = [
      ['inactive', 'degraded', []],
      ['inactive', 'down', []],
      ['down', 'degraded', []],
      ['degraded', 'healthy', []],
      ['degraded', 'down', ['1 trouble']],
      ['unknown', 'degraded', ['1 trouble']],
      ['healthy', 'inactive', []],
    ];
    for (const [from, to, expected] of ways) {
      assert.deepEqual(told([[1, to]], {}, from), expected, `${from} → ${to}`);
    }
  });

  it('is nothing told by a status that is not known', () => {
    assert.deepEqual(told([[1, 'unknown']]), []);
    const between: Course = [
      [1, 'degraded'],
      [2, 'unknown'],
      [3, 'degraded'],
      [4, 'unknown'],
      [5, 'degraded'],
    ];
    assert.deepEqual(told(between), ['1 trouble']);
    assert.deepEqual(told(between.slice(1, 3), {}, 'down'), []);
    assert.deepEqual(
      told([
        [1, 'unknown'],
        [20, 'degraded'],
      ]),
      ['20 trouble'],
    );
  });

  it('is told no more once it is deleted', () => {
    const options = { now: sampleTime, level: 'problems', muted: [] } as const;
    const down: Change = { ...of('web', 0), kind: 'statusChanged', from: 'healthy', to: 'down' };
    const deleted: Change = { ...of('web', 0), kind: 'tunnelDeleted' };
    assert.equal(decideNotices(noNotices, [down, deleted], options).state.size, 0);
  });
});

describe('Of a tunnel that was out of sight', () => {
  const turned = (name: string, at: number, from: TunnelStatus, to: TunnelStatus): Change => ({
    ...of(name, at),
    kind: 'statusChanged',
    from,
    to,
  });
  const at = (time: number) => ({ now: sampleTime + time * minute, level: 'all', muted: [] }) as const;
  const kindsOf = (notices: readonly Notice[]) => notices.map(({ kind }) => kind);

  it('is told that it goes down where its recovery was not seen', () => {
    for (const trouble of ['degraded', 'down'] as const) {
      const told = decideNotices(noNotices, [turned('web', 0, 'healthy', trouble)], at(0));
      const again = decideNotices(told.state, [turned('web', 5, 'healthy', 'down')], at(5));
      assert.deepEqual(kindsOf(again.notices), ['trouble'], trouble);
    }
  });

  it('is told that it is down where it flapped before', () => {
    const flapping = (['degraded', 'healthy', 'degraded', 'healthy', 'degraded'] as const).map(
      (to, index, all) => turned('web', index, all[index - 1] ?? 'healthy', to),
    );
    const { state } = decideNotices(noNotices, flapping, at(4));
    const again = decideNotices(state, [turned('web', 6, 'healthy', 'down')], at(6));
    assert.deepEqual(kindsOf(again.notices), ['trouble']);
  });

  it('is in the same episode where only its status was not known meanwhile', () => {
    const { state } = decideNotices(noNotices, [turned('web', 0, 'healthy', 'degraded')], at(0));
    const course = [turned('web', 1, 'degraded', 'unknown'), turned('web', 2, 'unknown', 'down')];
    assert.deepEqual(decideNotices(state, course, at(2)).notices, []);
  });

  it('is in no episode any more when the session of its account has ended, unlike those of others', () => {
    const elsewhere = { ...turned('api', 0, 'healthy', 'degraded'), accountId: 'b' };
    const told = decideNotices(noNotices, [turned('web', 0, 'healthy', 'degraded'), elsewhere], at(0));
    const state = withoutAccount(told.state, 'a');
    assert.deepEqual(
      [...state.values()].map(({ tunnel }) => tunnel.tunnelKey),
      ['api'],
    );
    const again = decideNotices(state, [turned('web', 5, 'degraded', 'down')], at(5));
    assert.deepEqual(kindsOf(again.notices), ['trouble']);
  });
});

describe('Of a tunnel that is well again', () => {
  const course: Course = [
    [1, 'degraded'],
    [3, 'healthy'],
  ];

  it('is told only where all is to be told', () => {
    assert.deepEqual(told(course, { level: 'all' }), ['1 trouble', '3 recovered']);
    assert.deepEqual(told(course), ['1 trouble']);
  });

  it('is told of the next trouble at once, for the last word was that it is well', () => {
    assert.deepEqual(told([...course, [5, 'down']], { level: 'all' }), [
      '1 trouble',
      '3 recovered',
      '5 trouble',
    ]);
  });

  it('is told too where it was down when watching began, but not where it was starting', () => {
    const up: Course = [
      [1, 'degraded'],
      [2, 'healthy'],
    ];
    assert.deepEqual(told(up, { level: 'all' }, 'down'), ['2 recovered']);
    assert.deepEqual(told(up, { level: 'all' }, 'inactive'), []);
  });
});

describe('Of a tunnel that flaps', () => {
  const flaps = (times: readonly number[]): Course =>
    times.map((time, index) => [time, index % 2 === 0 ? 'degraded' : 'healthy'] as const);

  it('is told once as a trouble, at the fourth change within ten minutes as flapping, then nothing', () => {
    assert.deepEqual(told(flaps([1, 4, 7, 11])), ['1 trouble', '11 flapping']);
    assert.deepEqual(told(flaps([1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 18])), ['1 trouble', '4 flapping']);
  });

  it('is not told by three, or by four in a longer time', () => {
    assert.deepEqual(told(flaps([1, 4, 7])), ['1 trouble', '17 trouble']);
    assert.deepEqual(told(flaps([1, 4, 7, 12])), ['1 trouble']);
  });

  it('is told what it is when it was the same for ten minutes', () => {
    assert.deepEqual(told(flaps([1, 2, 3, 4, 9])), ['1 trouble', '4 flapping', '19 trouble']);
    const upAndDown = flaps([0, 1, 2, 3, 4]).slice(1);
    assert.deepEqual(told(upAndDown, {}, 'down'), ['4 flapping', '14 trouble']);
    const all = ['1 trouble', '2 recovered', '3 trouble', '4 flapping', '14 recovered'];
    assert.deepEqual(told(flaps([1, 2, 3, 4]), { level: 'all' }), all);
  });

  it('is told of the next trouble after that', () => {
    assert.deepEqual(told([...flaps([1, 2, 3, 4]), [13, 'down'], [14, 'healthy']]).at(-1), '4 flapping');
    assert.deepEqual(told([...flaps([1, 2, 3, 4]), [14, 'down']]), ['1 trouble', '4 flapping', '14 trouble']);
  });
});

describe('Notices', () => {
  const turned = (name: string, from: TunnelStatus, to: TunnelStatus): Change => ({
    ...of(name, 0),
    kind: 'statusChanged',
    from,
    to,
  });
  const down = (name: string) => turned(name, 'healthy', 'down');
  const now = { now: sampleTime, level: 'problems', muted: [] } as const;
  const namesOf = (notices: readonly Notice[]) =>
    notices.flatMap(({ kind, tunnels }) => [kind, ...tunnels.map(({ tunnelName }) => tunnelName)]);

  it('are none where they are off, and none of what is muted', () => {
    assert.deepEqual(told([[1, 'down']], { level: 'off' }), []);
    const { notices } = decideNotices(noNotices, [down('web'), down('api')], { ...now, muted: ['web'] });
    assert.deepEqual(namesOf(notices), ['trouble', 'api']);
  });

  it('do not catch up on what was muted', () => {
    const { state } = decideNotices(noNotices, [down('web')], { ...now, muted: ['web'] });
    assert.deepEqual(decideNotices(state, [], { ...now, now: sampleTime + 60 * minute }).notices, []);
  });

  it('keep tunnels of several accounts apart', () => {
    const elsewhere = { ...down('web'), accountId: 'b' };
    const { state, notices: told } = decideNotices(noNotices, [down('web'), elsewhere], now);
    assert.equal(state.size, 2);
    assert.deepEqual(told[0]?.tunnels.length, 2);
  });

  it('leave the state that they were given as it is', () => {
    const { state } = decideNotices(noNotices, [down('web')], now);
    const before = structuredClone(state);
    decideNotices(state, [{ ...of('web', 0), kind: 'tunnelDeleted' }, down('api')], now);
    assert.deepEqual(state, before);
    assert.equal(noNotices.size, 0);
  });

  it('use the name of now', () => {
    const course = [down('web'), turned('web', 'down', 'healthy'), turned('web', 'healthy', 'degraded')];
    const { state } = decideNotices(noNotices, course, now);
    const renamed: Change = {
      ...of('web', 1),
      tunnelName: 'shop',
      kind: 'tunnelRenamed',
      from: 'web',
      to: 'shop',
    };
    const later = decideNotices(state, [renamed], { ...now, now: sampleTime + 20 * minute });
    assert.deepEqual(namesOf(later.notices), ['trouble', 'shop']);
  });

  it('know since when trouble is seen, and until when it was', () => {
    const at = (change: Change, minutes: number): Change => ({
      ...change,
      at: sampleTime + minutes * minute,
    });
    const all = { ...now, level: 'all' } as const;
    const worse = [at(turned('web', 'healthy', 'degraded'), 3), at(turned('web', 'degraded', 'down'), 5)];
    const first = decideNotices(noNotices, worse, all);
    assert.deepEqual(first.notices[0]?.tunnels[0]?.since, sampleTime + 3 * minute);
    const better = at(turned('web', 'down', 'healthy'), 9);
    const { notices } = decideNotices(first.state, [better], all);
    assert.deepEqual(
      [notices[0]?.kind, notices[0]?.tunnels[0]?.since],
      ['recovered', sampleTime + 3 * minute],
    );
    const wasDown = decideNotices(noNotices, [at(turned('web', 'down', 'healthy'), 1)], all).notices;
    assert.deepEqual(wasDown[0]?.tunnels[0]?.since, undefined);
  });
});
