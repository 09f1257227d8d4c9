import assert from 'node:assert/strict';
import { readPages } from '../../../src/cloudflare/paging.ts';
import { ProblemError } from '../../../src/tunnels/problems/problem.ts';

/** Answers with these pages one after the other; asking for another, or in another order, is an error. */
function pages(...list: readonly (readonly unknown[])[]) {
  const asked: number[] = [];
  const fetchPage = (page: number) => {
    asked.push(page);
    const items = list[page - 1];
    return items === undefined ? Promise.reject(new Error(`no page ${page}`)) : Promise.resolve(items);
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

  it('keeps a item once that moved to the next page meanwhile', async () => {
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
        return Promise.resolve(page);
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

  it('rejects with what a page rejects with', async () => {
    const { fetchPage } = pages(items('a', 'b'));
    await assert.rejects(readPages(2, fetchPage), /no page 2/);
  });
});
