import assert from 'node:assert/strict';
import { Shown } from '../../support/vscode/shown.ts';

interface Row {
  readonly label: string;
  readonly icon: string;
}

const row: Row = { label: 'web-prod', icon: 'pass-filled' };

/** Shows each of these once, then the last for good. */
function inTurn<T>(...values: readonly T[]): Shown<T> {
  let reads = 0;
  return new Shown('the row', () => values[Math.min(reads++, values.length - 1)]!);
}

describe('what is shown', () => {
  it('is waited for, and given', async () => {
    assert.deepEqual(await inTurn<Row | undefined>(undefined, row).is(row), row);
    assert.deepEqual(await inTurn<Row | undefined>(undefined, row).has({ icon: 'pass-filled' }), row);
    assert.deepEqual(await inTurn<Row | undefined>(undefined, row).isThere(), row);
    assert.equal(await inTurn('a', 'a', 'b').isNot('a'), 'b');
    await inTurn<Row | undefined>(row, undefined).isGone();
  });

  it('is matched by regular expressions, at any depth', async () => {
    await inTurn([row]).is([{ label: /^web/, icon: 'pass-filled' }]);
    await inTurn({ rows: [['Status', 'healthy: all']] }).has({ rows: [['Status', /^healthy/]] });
  });

  for (const [name, wait] of [
    ['another text', () => inTurn('healthy').is('down', 0)],
    ['a text that does not match', () => inTurn('healthy').is(/^down/, 0)],
    ['one item too many', () => inTurn(['a', 'b']).is(['a'], 0)],
    ['one item too few', () => inTurn(['a']).is(['a', /b/], 0)],
    ['a property that was not expected', () => inTurn<object>(row).is({ label: 'web-prod' }, 0)],
    ['another property', () => inTurn(row).has({ icon: 'error' }, 0)],
    ['what is not there', () => inTurn<Row | undefined>(undefined).has({ icon: 'error' }, 0)],
    ['what is still there', () => inTurn<Row | undefined>(row).isGone(0)],
    ['a change meanwhile', () => inTurn(0, 1).stays(() => Promise.resolve())],
  ] as const) {
    it(`fails with ${name}, and says of what`, async () => {
      await assert.rejects(wait, { name: 'AssertionError', message: /^the row: / });
    });
  }

  it('fails with what is around it', async () => {
    const shown = new Shown(
      'the row',
      () => 'healthy',
      () => Promise.resolve('all rows'),
    );
    await assert.rejects(shown.is('down', 0), /There is:\nall rows$/);
  });

  it('is read again where it could not be read, and fails as the last reading did', async () => {
    let reads = 0;
    const shown = new Shown('the file', () => {
      if (reads++ === 0) throw new Error('half written');
      return 'all of it';
    });
    await shown.is('all of it');
    const broken = new Shown('the file', () => Promise.reject(new Error('not there')));
    await assert.rejects(broken.isThere(0), /not there/);
  });

  it('stays what it was, while something goes on', async () => {
    await inTurn([row], [row]).stays(() => Promise.resolve());
  });

  it('can be told in part', async () => {
    await inTurn([], [row])
      .pick((rows) => rows.map(({ label }) => label))
      .is(['web-prod']);
  });
});
