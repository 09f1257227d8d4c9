import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import type { StatusSpan } from '../../../../src/tunnels/history/statusSpan.ts';
import { palettes } from '../../../../src/tunnels/drawings/palette.ts';
import { stripImage } from '../../../../src/tunnels/drawings/strip.ts';
import type { PastPeriod } from '../../../../src/tunnels/history/pastWords.ts';
import type { TunnelStatus } from '../../../../src/tunnels/model/tunnel.ts';
import { svgOf, wordsIn } from '../../../support/drawings.ts';
import { day, hour, minute, sampleTime as now } from '../../../support/sampleCompany.ts';

const look = { now, style: { timeZone: 'Europe/Berlin' }, theme: 'dark' } as const;
/** A span from so long ago to so long ago. */
const span = (status: TunnelStatus, from: number, until = 0): StatusSpan => ({
  status,
  from: now - from,
  until: now - until,
});
const strip = (spans: readonly StatusSpan[], period: PastPeriod = 'day') => stripImage(spans, period, look);
/** Where the strip shows a state: from which pixel, and how many. */
const placesOf = (spans: readonly StatusSpan[], state: TunnelStatus | 'gap', period: PastPeriod = 'day') => {
  const svg = svgOf(strip(spans, period));
  const paths = [...svg.matchAll(/<path d="([^"]*)"( [^>]*)\/>/g)];
  const isOf = (rest: string) =>
    state === 'gap' ? rest.includes('stroke-dasharray') : rest.includes(`fill="url(#${state})"`);
  const [, d = ''] = paths.find(([, , rest = '']) => isOf(rest)) ?? [];
  return [...d.matchAll(/M(\d+) [^h]*h(\d+)/g)].map(([, x, width]) => [Number(x), Number(width)]);
};

describe('The strip of a tunnel', () => {
  // 480 pixels are 24 hours.
  it('shows each status where it was, up to now', () => {
    const spans = [
      span('healthy', day, 12 * hour),
      span('down', 12 * hour, 6 * hour),
      span('degraded', 6 * hour),
    ];
    assert.deepEqual(placesOf(spans, 'healthy'), [[0, 240]]);
    assert.deepEqual(placesOf(spans, 'down'), [[240, 120]]);
    assert.deepEqual(placesOf(spans, 'degraded'), [[360, 120]]);
    assert.deepEqual(placesOf(spans, 'gap'), []);
  });

  it('shows as empty when nobody watched, and never as healthy', () => {
    const spans = [span('healthy', 20 * hour, 16 * hour), span('healthy', 4 * hour)];
    assert.deepEqual(placesOf(spans, 'gap'), [
      [0, 80],
      [160, 240],
    ]);
    assert.deepEqual(placesOf(spans, 'healthy'), [
      [80, 80],
      [400, 80],
    ]);
    assert.deepEqual(placesOf([], 'gap'), [[0, 480]]);
  });

  it('takes what was watched for less than half of a pixel’s time for not watched', () => {
    // An hour and two minutes are a pixel of the month.
    const watched = (part: number) =>
      placesOf([span('healthy', 10 * hour, 10 * hour - part)], 'healthy', 'month');
    assert.deepEqual(watched(15 * minute), []);
    assert.equal(watched(2 * hour).length, 1);
  });

  it('shows now what was watched last, however little of the last pixel’s time has been watched', () => {
    for (const period of ['day', 'week', 'month'] as const)
      assert.equal(placesOf([span('healthy', minute)], 'healthy', period).at(-1)?.[1], 1, period);
  });

  it('shows an outage however short, in each period', () => {
    for (const period of ['day', 'week', 'month'] as const) {
      const spans = [
        span('healthy', day, 5 * hour),
        span('down', 5 * hour, 5 * hour),
        span('healthy', 5 * hour),
      ];
      assert.deepEqual(
        placesOf(spans, 'down', period).map(([, width]) => width),
        [1],
        period,
      );
    }
    assert.deepEqual(placesOf([span('degraded', 0)], 'degraded'), [[479, 1]]);
  });

  it('leaves out what was before, and is cut where a span began before', () => {
    const spans = [span('down', 3 * day, 2 * day), span('healthy', 2 * day)];
    assert.deepEqual(placesOf(spans, 'down'), []);
    assert.deepEqual(placesOf(spans, 'healthy'), [[0, 480]]);
  });

  it('says in words all that it shows, with how long', () => {
    const spans = [
      span('healthy', 20 * hour, hour),
      span('down', hour, hour - 403_000),
      span('healthy', hour - 403_000),
    ];
    assert.equal(
      strip(spans).alt,
      'Status of the last 24 hours: down 6 min 43 s, healthy 19 h 53 min, not watched 4 h',
    );
    assert.equal(strip([span('healthy', 7 * day)], 'week').alt, 'Status of the last 7 days: healthy 7 d');
    assert.equal(strip([], 'month').alt, 'Status of the last 30 days: not watched 30 d');
  });

  it('says the times below it, and which look is which status, of those alone that are there', () => {
    assert.deepEqual(wordsIn(strip([span('down', 12 * hour)])), [
      '13:00',
      '19:00',
      '01:00',
      '07:00',
      'now',
      'down',
      'not watched',
    ]);
  });

  it('has days below it where it is longer, and as many lines of words as fit', () => {
    const days = ['17 Nov', '18 Nov', '19 Nov', '20 Nov', '21 Nov', '22 Nov', '23 Nov', 'now'];
    assert.deepEqual(wordsIn(strip([span('healthy', 7 * day)], 'week')), [...days, 'healthy']);
  });

  it('says its words in a second line where they are too long for one', () => {
    const statuses = ['down', 'degraded', 'unknown', 'inactive', 'healthy'] as const;
    const all = statuses.map((status, index) => span(status, (index + 1) * hour, index * hour));
    const height = () => Number(/ height="(\d+)"/.exec(svgOf(strip(all)))?.[1]);
    const inEnglish = height();
    l10n.config({ contents: { degraded: 'in a bad way, and yet of some use' } });
    try {
      assert.equal(height(), inEnglish + 20);
    } finally {
      l10n.config({ contents: {} });
    }
  });

  it('is small, however often the status changed', () => {
    const statuses = ['healthy', 'down', 'degraded', 'inactive', 'unknown'] as const;
    const spans = Array.from({ length: 40_000 }, (_, index) =>
      span(statuses[index % 5] ?? 'down', (40_000 - index) * minute, (40_000 - index) * minute - minute / 2),
    );
    const { uri } = strip(spans, 'month');
    assert.ok(uri.length < 30_000, `${uri.length}`);
  });
});

describe('The colours of drawings', () => {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  for (const [theme, { ground, text, faint, line, status }] of Object.entries(palettes)) {
    it(`are told from the ground in a theme that is ${theme}, words better than areas`, () => {
      for (const colour of [line, ...Object.values(status)])
        assert.ok(contrast(colour, ground) >= 3, `${colour} ${contrast(colour, ground)}`);
      for (const colour of [text, faint])
        assert.ok(contrast(colour, ground) >= 4.5, `${colour} ${contrast(colour, ground)}`);
    });
  }
});
