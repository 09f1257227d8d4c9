import assert from 'node:assert/strict';
import { troubleIn, troubleInWords, troubleList } from '../../../../src/tunnels/overview/trouble.ts';
import { notLoaded } from '../../../../src/tunnels/model/state.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { stateOf, tunnelOf } from '../../../support/models.ts';
import { hostileName } from '../../../support/sampleCompany.ts';

const many = (status: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    tunnelOf({ id: `${status}-${index}`, name: `${status}-${index}`, status }),
  );
const of = (...accounts: readonly AccountState[]) => troubleIn({ accounts, problems: [] });

describe('Trouble', () => {
  const table: [down: number, degraded: number, words: string | undefined][] = [
    [0, 0, undefined],
    [1, 0, '1 tunnel is down'],
    [3, 0, '3 tunnels are down'],
    [0, 1, '1 tunnel is degraded'],
    [0, 2, '2 tunnels are degraded'],
    [1, 1, '1 tunnel is down, 1 is degraded'],
    [1, 2, '1 tunnel is down, 2 are degraded'],
    [2, 1, '2 tunnels are down, 1 is degraded'],
    [2, 5, '2 tunnels are down, 5 are degraded'],
  ];
  for (const [down, degraded, words] of table) {
    it(`of ${down} down and ${degraded} degraded is: ${words ?? 'nothing'}`, () => {
      const others = [...many('healthy', 2), ...many('inactive', 2), ...many('paused', 1)];
      const trouble = of(stateOf([...others, ...many('down', down), ...many('degraded', degraded)]));
      assert.equal(troubleInWords(trouble), words);
      assert.deepEqual([trouble.total, trouble.failing], [5 + down + degraded, 0]);
    });
  }

  it('is that of all accounts, of chosen tunnels alone, also where the latest reading failed', () => {
    const [first] = many('down', 1);
    const chosen = { id: 'a', name: 'A', tunnels: [first?.id ?? ''] };
    const problem = { kind: 'network', detail: 'x' } as const;
    const failing = stateOf(many('degraded', 1));
    const trouble = of(
      stateOf(many('down', 3), { account: chosen }),
      { ...failing, tunnels: { ...failing.tunnels, problem } },
      stateOf([], { tunnels: { ...notLoaded, problem } }),
    );
    assert.equal(troubleInWords(trouble), '1 tunnel is down, 1 is degraded');
    assert.deepEqual([trouble.total, trouble.failing], [2, 2]);
  });

  it('is listed, those that are down first, at most ten by name', () => {
    const list = (down: number, degraded: number) =>
      troubleList(of(stateOf([...many('degraded', degraded), ...many('down', down)]))).split('\n');
    assert.deepEqual(list(1, 1), ['down-0: down', 'degraded-0: degraded']);
    assert.equal(list(5, 5).length, 10);
    assert.equal(list(5, 6).length, 11);
    assert.equal(list(5, 7).at(-1), 'and 2 more');
    assert.equal(troubleList(of(stateOf([]))), '');
  });

  it('shows what a name hides', () => {
    assert.doesNotMatch(
      troubleList(of(stateOf([tunnelOf({ name: hostileName, status: 'down' })]))),
      /\u202E/,
    );
  });
});
