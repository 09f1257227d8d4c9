import assert from 'node:assert/strict';
import { readPages } from '../../../src/cloudflare/paging.ts';
import type { ListInfo } from '../../../src/cloudflare/envelope.ts';
import { ProblemError } from '../../../src/tunnels/problems/problem.ts';

/** Answers with these pages one after the other; asking for another, or in another order, is an error. */
function pages(...list: readonly (readonly unknown[])[]) {
  return pagesWith(unsaid, ...list);
}

const unsaid: ListInfo = { perPage: undefined, total: undefined };

/** The same, with what each answer says of the list. */
function pagesWith(info: ListInfo, ...list: readonly (readonly unknown[])[]) {
  const asked: number[] = [];
  const fetchPage = (page: number) => {
    asked.push(page);
    const items = list[page - 1];
    return items === undefined
      ? Promise.reject(new Error(`no page ${page}`))
      : Promise.resolve({ items, info });
  };
  return { asked, fetchPage };
}

const items = (...ids: readonly unknown[]) => ids.map((id) => ({ id }));

describe('Reading pages', () => {
  it('ends with a short page', async () => {
    const { asked, fetchPage } = pages(items('a', 'b'), items('c'), items('never'));
    assert.deepEqual(await readPages(2, fetchPage), items('a', 'b', 'c'));
    assert.deepEqual(asked, [1, 2]);
  });

  it('takes one request for a list that is shorter than a page, or empty', async () => {
    for (const only of [items('a'), []]) {
      const { asked, fetchPage } = pages(only);
      assert.deepEqual(await readPages(2, fetchPage), only);
      assert.deepEqual(asked, [1]);
    }
  });

  it('ends with an empty page after a full one', async () => {
    const { asked, fetchPage } = pages(items('a', 'b'), []);
    assert.deepEqual(await readPages(2, fetchPage), items('a', 'b'));
    assert.deepEqual(asked, [1, 2]);
  });

  it('keeps an item once that moved to the next page meanwhile', async () => {
    const { fetchPage } = pages(items('a', 'b'), items('b', 'c'), items('d'));
    assert.deepEqual(await readPages(2, fetchPage), items('a', 'b', 'c', 'd'));
  });

  it('keeps items without an id, and items that are no objects', async () => {
    const odd = [null, 5];
    const { fetchPage } = pages([...items('a'), ...items(undefined)], [...items('b'), {}], odd.slice(0, 1));
    assert.equal((await readPages(2, fetchPage)).length, 5);
  });

  const endless: [what: string, page: readonly unknown[]][] = [
    ['the same page', items('a', 'b')],
    ['full pages without ids', items(null, 7)],
    ['full pages of nothing', [null, null]],
  ];
  for (const [what, page] of endless) {
    it(`rejects where a server sends ${what} for ever`, async () => {
      let asked = 0;
      const reading = readPages(2, () => {
        asked += 1;
        return Promise.resolve({ items: page, info: unsaid });
      });
      await assert.rejects(reading, (error) => {
        assert.ok(error instanceof ProblemError);
        assert.equal(error.problem.kind, 'badResponse');
        assert.equal(error.problem.field, 'result');
        assert.equal(error.problem.detail, `page ${asked} repeats`);
        return true;
      });
      assert.ok(asked <= 2);
    });
  }

  const numbered = (from: number, count: number) =>
    items(...Array.from({ length: count }, (_, index) => `t${from + index}`));

  it('goes by the size that the answer names, not by the one that was asked for', async () => {
    const info = { perPage: 20, total: undefined };
    const { asked, fetchPage } = pagesWith(info, numbered(0, 20), numbered(20, 20), numbered(40, 5));
    assert.equal((await readPages(1000, fetchPage)).length, 45);
    assert.deepEqual(asked, [1, 2, 3]);
  });

  for (const size of [20, 25, 50, 100]) {
    it(`asks once more where ${size} come, which is a usual size, and the answer names none`, async () => {
      const more = pages(numbered(0, size), numbered(size, 3));
      assert.equal((await readPages(1000, more.fetchPage)).length, size + 3);
      const all = pages(numbered(0, size), []);
      assert.equal((await readPages(1000, all.fetchPage)).length, size);
      // One that does not know of pages sends all of it again.
      const again = pages(numbered(0, size), numbered(0, size));
      assert.equal((await readPages(1000, again.fetchPage)).length, size);
    });
  }

  it('ends with a page of another size where the answer names none', async () => {
    for (const size of [19, 21, 999]) {
      const { asked, fetchPage } = pages(numbered(0, size));
      assert.equal((await readPages(1000, fetchPage)).length, size);
      assert.deepEqual(asked, [1]);
    }
  });

  it('takes one request for as many as there are in all', async () => {
    const { asked, fetchPage } = pagesWith({ perPage: 1000, total: 1000 }, numbered(0, 1000));
    assert.equal((await readPages(1000, fetchPage)).length, 1000);
    assert.deepEqual(asked, [1]);
  });

  it('takes a count that deleted ones are in for no shortfall', async () => {
    const { asked, fetchPage } = pagesWith({ perPage: 1000, total: 1400 }, numbered(0, 1000), []);
    assert.equal((await readPages(1000, fetchPage)).length, 1000);
    assert.deepEqual(asked, [1, 2]);
    const short = pagesWith({ perPage: 1000, total: 1400 }, numbered(0, 3));
    assert.equal((await readPages(1000, short.fetchPage)).length, 3);
  });

  it('rejects with what a page rejects with', async () => {
    const { fetchPage } = pages(items('a', 'b'));
    await assert.rejects(readPages(2, fetchPage), /no page 2/);
  });
});
