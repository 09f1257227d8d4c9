import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { readEnvelope } from '../../../src/cloudflare/envelope.ts';
import { readTolerantly } from '../../../src/cloudflare/tolerant.ts';

const schema = z.object({
  name: z.nullish(z.string()),
  list: z.nullish(z.array(z.nullish(z.string()))),
  inner: z.nullish(z.object({ count: z.nullish(z.number()) })),
});

describe('Tolerant reading', () => {
  it('keeps what fits and names nothing', () => {
    const input = { name: 'a', list: ['b', null], inner: { count: 1 } };
    assert.deepEqual(readTolerantly(schema, input, 'item'), { value: input, unreadable: [] });
  });

  it('leaves out a field of a wrong type, names its path, and keeps the others', () => {
    const input = { name: 5, list: ['b', 6, 'c', {}], inner: { count: 'x', other: true } };
    const { value, unreadable } = readTolerantly(schema, input, 'item');
    assert.deepEqual(value, {
      name: undefined,
      list: ['b', undefined, 'c', undefined],
      inner: { count: undefined },
    });
    assert.deepEqual(unreadable, ['item.name', 'item.list[1]', 'item.list[3]', 'item.inner.count']);
  });

  it('does not change what it was given', () => {
    const input = { name: 5, list: [6] };
    readTolerantly(schema, input, 'item');
    assert.deepEqual(input, { name: 5, list: [6] });
  });

  for (const input of [undefined, null, 5, 'text', true, []]) {
    it(`names the whole where nothing fits: ${JSON.stringify(input)}`, () => {
      assert.deepEqual(readTolerantly(schema, input, 'item'), { value: undefined, unreadable: ['item'] });
    });
  }

  it('ends at a field that may not be missing', () => {
    const strict = z.object({ id: z.string(), any: z.unknown() });
    for (const input of [{}, { id: 5 }, { id: 'a' }]) {
      const { value, unreadable } = readTolerantly(strict, input, 'item');
      assert.equal(value, undefined);
      assert.ok(unreadable.length > 0);
    }
  });
});

describe('The envelope', () => {
  it('may lack everything but its success', () => {
    const errors: readonly unknown[] = [];
    const info = { perPage: undefined, total: undefined };
    assert.deepEqual(readEnvelope({ success: true }), { success: true, errors, result: undefined, info });
    assert.deepEqual(readEnvelope({ success: true, result: null, errors: null, messages: null }), {
      success: true,
      errors,
      result: null,
      info,
    });
  });

  it('of a refusal may lack its result', () => {
    const read = readEnvelope({ success: false, errors: [{ code: 7003, message: 'No route' }] });
    assert.deepEqual([read?.success, read?.errors[0]?.code], [false, 7003]);
  });

  it('is no success where it does not say so', () => {
    assert.equal(readEnvelope({ errors: [] })?.success, false);
    assert.equal(readEnvelope({ success: 'yes', errors: [] })?.success, false);
  });

  it('keeps of an error what can be read', () => {
    const misshapen = { code: '7003', message: 'No route', source: 'x', error_chain: [5, { code: 1 }, null] };
    assert.deepEqual(readEnvelope({ success: false, errors: [null, misshapen] })?.errors, [
      {
        code: undefined,
        message: 'No route',
        documentationUrl: undefined,
        pointer: undefined,
        chain: [{ code: 1, message: '' }],
      },
    ]);
  });

  for (const body of [undefined, null, [], 'text', 5, {}, { ok: true, data: [] }, { result: [] }]) {
    it(`is not ${JSON.stringify(body)}`, () => {
      assert.equal(readEnvelope(body), undefined);
    });
  }
});
