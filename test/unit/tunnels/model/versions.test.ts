import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compareVersions,
  monthsBetween,
  newestKnown,
  newestRelease,
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
  const now = Date.UTC(2026, 10, 24);
  const newest = (texts: readonly (string | undefined)[], isWhole = true, at = now) => {
    const { version, from } = newestKnown(texts, at, isWhole);
    return `${versionText(version)} ${from}`;
  };

  it('is the newest release that the extension knows of, where the account runs none that is newer', () => {
    assert.equal(versionText(newestRelease), '2026.8.2');
    assert.equal(newest([]), '2026.8.2 release');
    assert.equal(newest(['2023.5.0', '2026.8.2', 'DEV', undefined]), '2026.8.2 release');
  });

  it('is raised by what the account runs, and is the newest there only where all was read', () => {
    assert.equal(newest(['2026.8.3', '2026.10.0', '2026.9.1']), '2026.10.0 account');
    assert.equal(newest(['2026.8.3'], false), '2026.8.3 part');
  });

  it('is none from the future', () => {
    assert.equal(newest(['2026.12.0', '2027.1.0', '2099.1.0', '2026.11.9']), '2026.11.9 account');
    assert.equal(newest(['2026.12.0'], true, Date.UTC(2026, 11, 1)), '2026.12.0 account');
    // A clock that is set wrong does not undo a release.
    assert.equal(newest(['2026.12.0'], true, 0), '2026.8.2 release');
  });
});
