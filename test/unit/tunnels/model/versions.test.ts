import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compareVersions,
  monthsBetween,
  newestVersion,
  parseVersion,
  versionText,
} from '../../../../src/tunnels/model/versions.ts';

const of = (text: string) => parseVersion(text) ?? assert.fail(`${text} is no version`);

describe('A version', () => {
  const readable: [text: string, read: string][] = [
    ['2026.8.2', '2026.8.2'],
    ['2026.12.10', '2026.12.10'],
    [' v2026.08.2\n', '2026.8.2'],
    ['2026.8.2-5-gabcdef', '2026.8.2'],
    ['2026.8.2+checkpoint', '2026.8.2'],
  ];
  for (const [text, read] of readable) {
    it(`is read from ${JSON.stringify(text)}`, () => {
      assert.equal(versionText(of(text)), read);
    });
  }

  const unreadable = [
    '',
    'DEV',
    '1.2.3',
    '2026.8',
    '2026.13.0',
    '2026.0.1',
    '2026.8.2.1',
    '2026.8.2x',
    'x2026.8.2',
  ];
  for (const text of [...unreadable, undefined]) {
    it(`is not read from ${text === undefined ? 'nothing' : JSON.stringify(text)}`, () => {
      assert.equal(parseVersion(text), undefined);
    });
  }

  it('is compared by number, the year first', () => {
    const sorted = ['2025.12.9', '2026.2.10', '2026.10.0', '2026.10.9', '2026.10.10'].map(of);
    assert.deepEqual(sorted.toReversed().toSorted(compareVersions), sorted);
    assert.equal(compareVersions(of('2026.8.2'), of('2026.08.2-1')), 0);
  });

  it('is older by months of the calendar', () => {
    const months = (older: string, newer: string) => monthsBetween(of(older), of(newer));
    assert.equal(months('2026.5.0', '2026.8.2'), 3);
    assert.equal(months('2026.8.0', '2026.8.2'), 0);
    assert.equal(months('2025.11.1', '2026.2.0'), 3);
  });

  it('never fails to be read or not read', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^20\d\d\.\d\d?\.\d+/)),
        (text) => {
          const version = parseVersion(text);
          if (version !== undefined) assert.deepEqual(parseVersion(versionText(version)), version);
        },
      ),
    );
  });
});

describe('The newest version', () => {
  it('is that of those that can be read', () => {
    assert.deepEqual(
      newestVersion(['2026.2.0', 'DEV', '2026.10.0', undefined, '2025.12.0']),
      of('2026.10.0'),
    );
  });

  it('is none of nothing', () => {
    assert.equal(newestVersion(['DEV', undefined]), undefined);
  });
});
