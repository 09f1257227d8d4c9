import { compareTunnels, snapshotOf } from '../../../src/tunnels/changes/compareTunnels.ts';
import type { ConnectorName } from '../../../src/tunnels/model/connectorNames.ts';
import type { AccountState } from '../../../src/tunnels/model/state.ts';
import type { Connector } from '../../../src/tunnels/model/tunnel.ts';
import { allNodes } from '../../../src/tunnels/rows/allNodes.ts';
import { factsOf } from '../../../src/tunnels/rows/facts.ts';
import { hoverText } from '../../../src/tunnels/rows/hoverText.ts';
import { rootNodes } from '../../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../../src/tunnels/rows/nodes.ts';
import { describeRow } from '../../../src/tunnels/rows/rowWords.ts';
import { compareText } from '../../../src/tunnels/text/text.ts';
import { rowOptions } from '../../support/models.ts';
import { inTurns, timed } from '../benchCase.ts';
import type { BenchCase } from '../benchCase.ts';
import { moment } from '../moment.ts';

const about = { unit: 'ms', rounds: 31 } as const;

/** What is made of a state, and of two. */
export function showingCases(before: AccountState, after: AccountState): readonly BenchCase[] {
  const options = rowOptions({ names: givenNames(after) });
  const rowsOf = (state: AccountState) => allNodes({ accounts: [state], problems: [] }, options);
  const occasion = { at: moment.now, accountId: after.account.id, accountName: after.account.name };
  const tunnels = after.tunnels.value ?? [];
  return [
    {
      ...about,
      name: '1,000 × 2 × 4 all opened, root rows with words and findings',
      target: { of: 'figure', atMost: 40 },
      whyMissed: `More than half goes into seventeen rules for findings, which look at each of 2,000 connectors and 8,000
        connections anew after each refresh; a tenth into names sorted as people do (\`Intl.Collator\`), and the rest into words.`,
      floorIs: 'their names and statuses, sorted',
      round: inTurns(
        () => timed(() => tunnels.map(({ name = '', status }) => `${name} ${status}`).sort(compareText)),
        onNewState(after, (state) => timed(() => rootRowsInWords(state))),
      ),
    },
    {
      ...about,
      name: '1,000 × 2 × 4 all opened, what changed between two states',
      target: { of: 'figure', atMost: 15 },
      floorIs: 'the same fields compared in plain loops',
      round: inTurns(
        () => timed(() => differingFields(before, after)),
        () =>
          timed(() => {
            const [was, is] = [snapshotOf(before), snapshotOf(after)];
            if (was === undefined || is === undefined) throw new Error('A state without tunnels.');
            if (compareTunnels(was, is, occasion).length > 0) throw new Error('Nothing has changed.');
          }),
      ),
    },
    {
      ...about,
      name: '1,000 × 2 × 4 all opened, a hover',
      target: { of: 'figure', atMost: 1 },
      floorIs: 'the row’s own JSON as text',
      round: inTurns(
        async () => {
          const some = sampleOf(rowsOf(after));
          return (await timed(() => some.map(jsonOf))) / some.length;
        },
        onNewState(after, async (state) => {
          const some = sampleOf(rowsOf(state));
          return (await timed(() => some.map((node) => hoverOf(node, state)))) / some.length;
        }),
      ),
    },
    {
      ...about,
      name: '1,000 × 2 × 4 all opened, all rows with 30 given names',
      target: { of: 'figure', atMost: 60 },
      floorIs: 'one object for each, in plain loops',
      round: inTurns(
        () => timed(() => plainRows(after)),
        onNewState(after, (state) => timed(() => [...rowsOf(state)])),
      ),
    },
  ];
}

/** The top rows of one account, in words. */
export function rootRowsInWords(state: AccountState): readonly unknown[] {
  return rootNodes({ accounts: [state], problems: [] }, rowOptions()).map((row) => describeRow(row, moment));
}

/** As after each refresh: nothing that was worked out of a state before is known of this one. */
function onNewState(state: AccountState, measure: (state: AccountState) => Promise<number>) {
  return () => measure({ ...state, connectors: new Map(state.connectors) });
}

/** As of connectors that have gone, so that each is looked for among those that are there. */
function givenNames({ connectors }: AccountState): readonly ConnectorName[] {
  return [...connectors.keys()].slice(0, 30).map((tunnelKey, index) => ({
    name: `host ${index}`,
    tunnelKey,
    connectorKey: 'gone',
    platform: 'linux_amd64',
    originIps: [`198.51.100.${1 + index}`],
  }));
}

function hoverOf(node: TreeNode, state: AccountState): string {
  return node.kind === 'empty' ? '' : hoverText(factsOf(node, moment, state), { ...moment, theme: 'dark' });
}

function jsonOf(node: TreeNode): string {
  switch (node.kind) {
    case 'tunnel':
      return JSON.stringify(node.tunnel.json);
    case 'connector':
      return JSON.stringify(node.connector.json);
    case 'connection':
      return JSON.stringify(node.connection.json);
    case 'account':
    case 'findings':
    case 'finding':
    case 'routes':
    case 'route':
    case 'problem':
    case 'missing':
    case 'empty':
      return '';
  }
}

/** Of each level some. */
function sampleOf(nodes: Iterable<TreeNode>): readonly TreeNode[] {
  return [...nodes].filter((_, index) => index % 97 === 0);
}

function connectorsOf({ connectors }: AccountState): readonly Connector[] {
  return [...connectors.values()].flatMap(({ value }) => value ?? []);
}

function differingFields(before: AccountState, after: AccountState): number {
  let count = 0;
  const now = connectorsOf(after);
  for (const [index, was] of connectorsOf(before).entries()) {
    const is = now[index];
    if (was.key !== is?.key || was.version !== is.version) count++;
    for (const [place, { key, dataCenter, originIp }] of was.connections.entries()) {
      const other = is?.connections[place];
      if (key !== other?.key || dataCenter !== other.dataCenter || originIp !== other.originIp) count++;
    }
  }
  return count;
}

function plainRows(state: AccountState): readonly unknown[] {
  const rows: unknown[] = (state.tunnels.value ?? []).map(({ key }) => ({ key }));
  for (const { key, connections } of connectorsOf(state)) {
    rows.push({ key });
    for (const connection of connections) rows.push({ key: connection.key });
  }
  return rows;
}
