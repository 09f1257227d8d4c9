import assert from 'node:assert/strict';
import fc from 'fast-check';
import { factsOf } from '../../../../src/tunnels/rows/facts.ts';
import type { Facts } from '../../../../src/tunnels/rows/factTable.ts';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { accountOf, failing, problemOf } from '../../../support/hostile.ts';
import { connectorOf, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';
import { sampleTime } from '../../../support/sampleCompany.ts';

const moment = { now: sampleTime, style: { timeZone: 'Europe/Berlin' } };

/** All rows of two accounts, so that the accounts have theirs too. */
function rowsOf(state: AccountState, names: ReturnType<typeof accountOf>['names'] = []): readonly TreeNode[] {
  const options = rowOptions({ names });
  const all = (nodes: readonly TreeNode[]): readonly TreeNode[] =>
    nodes.flatMap((node) => [node, ...all(childNodes(node, options))]);
  const second = stateOf([], { account: { id: 'second', name: 'Second', tunnels: undefined } });
  return all(rootNodes({ accounts: [state, second], problems: [] }, options));
}

function factsIn(nodes: readonly TreeNode[]): readonly (readonly [TreeNode, Facts])[] {
  return nodes.flatMap((node) => (node.kind === 'empty' ? [] : [[node, factsOf(node, moment)] as const]));
}

describe('What a hover marks as data', () => {
  it('is what the API sent, and not our own words', () => {
    const tunnel = tunnelOf({ id: 'w', name: 'web', status: 'degraded' });
    const connectors = new Map([['w', known([connectorOf({ id: 'c' })])]]);
    const [, rows] = factsIn(rowsOf(stateOf([tunnel], { connectors })))[1] ?? [];
    const marked = (isMarked: boolean) =>
      rows?.lines.filter(({ isData }) => (isData === true) === isMarked).map(({ label }) => label);
    assert.deepEqual(marked(true), ['Account', 'Versions', 'Data centers', 'Tunnel ID']);
    assert.deepEqual(marked(false), ['Status', 'Created', 'Active since', 'Managed', 'Connectors']);
  });
});

describe('Text of the API in a hover', () => {
  const check = (text: string, nodes: readonly TreeNode[]) => {
    for (const [node, facts] of factsIn(nodes)) {
      for (const { label, value, isData } of facts.lines) {
        if (value.includes(text)) assert.ok(isData, `${node.kind}, ${label}`);
      }
    }
  };

  it('is marked wherever it stands', () => {
    const { state, names } = accountOf('MARK');
    const nodes = rowsOf(state, names);
    assert.deepEqual([...new Set(nodes.map(({ kind }) => kind))].toSorted(), [
      'account',
      'connection',
      'connector',
      'empty',
      'finding',
      'findings',
      'route',
      'routes',
      'tunnel',
    ]);
    check('MARK', nodes);
    const missing = { ...state, account: { ...state.account, tunnels: ['MARK gone'] } };
    check('MARK', rowsOf(missing));
  });

  it('is marked in a problem too', () => {
    const { state } = accountOf('MARK');
    const broken = { ...state, tunnels: failing(state.tunnels, 'MARK') };
    assert.ok(rowsOf(broken).some(({ kind }) => kind === 'problem'));
    check('MARK', rowsOf(broken));
    const field = { ...problemOf('MARK'), kind: 'badResponse' } as const;
    const { refusal, ...unread } = field;
    assert.equal(refusal, 'signedOut');
    check('MARK', [{ kind: 'problem', id: 'p', parent: undefined, account: undefined, problem: unread }]);
  });

  it('is marked whatever it is', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(word, (text) => {
        // A word that none of ours holds.
        const marked = `⟦${text}⟧`;
        const { state, names } = accountOf(marked);
        check(marked, rowsOf(state, names));
      }),
      { numRuns: 50 },
    );
  });
});
