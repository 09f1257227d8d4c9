import assert from 'node:assert/strict';
import { pastOf } from '../../../../src/tunnels/history/past.ts';
import { pastInWords } from '../../../../src/tunnels/history/pastWords.ts';
import type { PastPeriod } from '../../../../src/tunnels/history/pastWords.ts';
import type { StatusSpan } from '../../../../src/tunnels/history/statusSpan.ts';
import type { TunnelStatus } from '../../../../src/tunnels/model/tunnel.ts';
import { hour, minute, sampleTime } from '../../../support/sampleCompany.ts';

const moment = { now: sampleTime, style: { timeZone: 'UTC' } };
/** Hours before now. */
const span = (status: TunnelStatus, from: number, until: number): StatusSpan => ({
  status,
  from: sampleTime - from * hour,
  until: sampleTime - until * hour,
});
const words = (spans: readonly StatusSpan[], period: PastPeriod = 'day') =>
  pastInWords(spans, period, moment);
const min = minute / hour;

describe('The past of a tunnel', () => {
  const past = (...spans: readonly StatusSpan[]) => pastOf(spans, sampleTime - 24 * hour, sampleTime);

  it('counts healthy and degraded as up, and a gap for nothing', () => {
    const { watchedMs, upMs, outages } = past(
      span('healthy', 30, 20),
      span('degraded', 15, 14),
      span('down', 14, 13),
      span('inactive', 13, 12),
      span('unknown', 12, 11),
    );
    assert.deepEqual([watchedMs / hour, upMs / hour, outages.length], [8, 5, 1]);
  });

  it('has one outage where a gap lies in it and nobody saw its end', () => {
    const { outages } = past(
      span('down', 10, 9),
      span('down', 5, 4),
      span('healthy', 4, 3),
      span('down', 3, 2),
    );
    assert.deepEqual(
      outages.map(({ watchedMs, isOver }) => [watchedMs / hour, isOver]),
      [
        [2, true],
        [1, false],
      ],
    );
  });

  it('has whole outages that began before, and none that ended then', () => {
    const { outages } = past(span('down', 50, 40), span('healthy', 40, 30), span('down', 30, 23));
    assert.deepEqual(
      outages.map(({ watchedMs }) => watchedMs / hour),
      [7],
    );
  });
});

describe('What a clock that was ahead says of a tunnel', () => {
  it('is not counted before its time', () => {
    const spans = [span('down', 2, 1), span('down', -24, -25), span('healthy', -25, -30)];
    const { watchedMs, outages } = pastOf(spans, sampleTime - 24 * hour, sampleTime);
    assert.deepEqual(
      [watchedMs / hour, outages],
      [1, [{ from: sampleTime - 2 * hour, until: sampleTime - hour, watchedMs: hour, isOver: false }]],
    );
  });
});

describe('The past of a tunnel in words', () => {
  it('says what counts as up, of what time, and the outage', () => {
    const down = span('down', 13.25, 13.25 - 11 * min);
    assert.equal(
      words([span('healthy', 23, 13.25), down, span('healthy', 13.25 - 11 * min, 0)]),
      'Last 24 hours: up (healthy or degraded) 99.2% of the 23 h watched · 1 outage, 11 min, at 23 Nov 22:45',
    );
  });

  it('says that there was none', () => {
    assert.equal(
      words([span('healthy', 30, 0)]),
      'Last 24 hours: up (healthy or degraded) 100% of the 24 h watched · no outage',
    );
  });

  it('says how many there were, the longest and the last, of longer times too', () => {
    const spans = [
      span('down', 100, 98.5),
      span('healthy', 98.5, 50),
      span('down', 50, 49.9999),
      span('healthy', 49.9999, 40),
    ];
    assert.equal(
      words(spans, 'week'),
      'Last 7 days: up (healthy or degraded) 97.4% of the 2 d 12 h watched · 2 outages, the longest 1 h 30 min, the last at 22 Nov 10:00',
    );
    assert.match(words(spans, 'month') ?? '', /^Last 30 days: /);
  });

  it('says since when it is down, where it is', () => {
    const [first, last] = [span('down', 9, 8), span('down', 2, 0)];
    const between = span('healthy', 8, 2);
    assert.match(words([last]) ?? '', / 0% of the 2 h watched · 1 outage, since 10:00$/);
    assert.match(words([first, between, last]) ?? '', /2 outages, the longest 2 h, the last since 10:00$/);
    assert.match(words([span('down', 2, 1)]) ?? '', /1 outage, 1 h, at 10:00$/, 'nobody looked for an hour');
  });

  it('does not say “all the time” of what was not, nor rounds a short outage up', () => {
    const spans = [span('down', 24, 23.999), span('healthy', 23.999, 0)];
    assert.match(words(spans) ?? '', /99.9% of the 24 h watched · 1 outage, 3 s, at 23 Nov 12:00$/);
  });

  it('is in the language of the person', () => {
    const german = { ...moment, style: { timeZone: 'UTC', locale: 'de' } };
    const text = pastInWords([span('down', 24, 23.5), span('healthy', 23.5, 0)], 'day', german);
    assert.match(text ?? '', /97,9\s%/);
  });

  it('says how much of an outage was watched, where nobody watched all of it', () => {
    const gap = [span('down', 10, 9.5), span('down', 5, 4.8), span('healthy', 4.8, 4)];
    assert.match(words(gap) ?? '', /1 outage, 42 min of it watched, at 02:00$/);
    const shorter = [span('down', 4, 3.5), span('healthy', 3.5, 1)];
    assert.match(
      words([...gap, ...shorter]) ?? '',
      /2 outages, 42 min of the longest watched, the last at 08:00$/,
    );
    assert.match(
      words([...gap, ...shorter, span('down', 1, 0.9), span('down', 0.5, 0)]) ?? '',
      /3 outages, 42 min of the longest watched, the last since 11:00$/,
    );
    const longer = [span('down', 4, 3), span('healthy', 3, 1)];
    assert.match(words([...gap, ...longer]) ?? '', /2 outages, the longest 1 h, the last at 08:00$/);
  });

  it('says nothing until 15 minutes of its time were watched', () => {
    assert.equal(words([span('healthy', 14.9 * min, 0)]), undefined);
    assert.equal(words([span('healthy', 30, 24 - 14 * min)]), undefined, 'the rest was before');
    assert.match(words([span('healthy', 15 * min, 0)]) ?? '', / 100% of the 15 min watched /);
  });

  it('says nothing where nothing was watched, or nobody used the tunnel', () => {
    assert.equal(words([]), undefined);
    assert.equal(words([span('healthy', 0, 0)]), undefined);
    assert.equal(words([span('healthy', 30, 25)]), undefined);
    assert.equal(words([span('inactive', 20, 0)]), undefined);
  });
});
