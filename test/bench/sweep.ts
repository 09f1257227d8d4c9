import { acrossInLine } from '../../src/tunnels/findings/acrossWords.ts';
import type { Overview } from '../../src/tunnels/model/state.ts';
import type { Tunnel } from '../../src/tunnels/model/tunnel.ts';
import { staleMessage } from '../../src/tunnels/overview/staleness.ts';
import { troubleIn } from '../../src/tunnels/overview/trouble.ts';
import { childNodes, rootNodes } from '../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../src/tunnels/rows/nodes.ts';
import { describeRow } from '../../src/tunnels/rows/rowWords.ts';
import { warnedInWords } from '../../src/tunnels/rows/warnedTunnels.ts';
import type { Moment } from '../../src/tunnels/text/time.ts';
import { contextValue } from '../../src/vscode/view/contextValue.ts';
import { rowIcon } from '../../src/vscode/view/rowIcon.ts';
import { ShownRows } from '../../src/vscode/view/shownRows.ts';
import type { TunnelSource } from '../../src/watch/ports.ts';
import { Watch } from '../../src/watch/watch.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { rowOptions } from '../support/models.ts';
import { minute } from '../support/sampleCompany.ts';
import { moment } from './moment.ts';
import { recordedSource } from './reader.ts';

/** An answer from afar: the longer it takes, the more often rows are drawn while a batch comes. */
const answerMs = 250;

/** What a sweep of one account did. */
export interface Swept {
  /** All that was asked for. */
  readonly asked: readonly string[];
  /** When VS Code was told to draw rows anew, by the clock of the sweep. */
  readonly redrawn: readonly number[];
}

/**
 * Watches the account in a view that is shown until the connectors of each of its tunnels are known, with the refreshes
 * that come meanwhile, and draws its rows as the tree does. What takes time there is asked for at once here: how long it
 * takes passes on a clock of its own.
 */
export async function sweep(baseUrl: string, accountId: string): Promise<Swept> {
  const clock = new FakeClock(moment.now);
  const { source, asked } = await recordedSource(baseUrl, accountId);
  const { far, arrived } = fromAfar(source, clock);
  const watch = new Watch(far, clock);
  const redrawn: number[] = [];
  const draw = drawer(watch, () => ({ ...moment, now: clock.now() }));
  watch.onDidChange(() => {
    if (draw()) redrawn.push(clock.passed);
  });
  try {
    watch.setAccounts([{ id: accountId, name: 'Fleet', tunnels: undefined }], []);
    watch.setPace({ intervalMs: minute, visible: true, focused: true });
    while (!isAllKnown(watch)) {
      const [next] = clock.due;
      if (next === undefined) throw new Error('Nothing more is to come.');
      await clock.advance(next);
      await arrived();
    }
    return { asked, redrawn };
  } finally {
    watch.dispose();
  }
}

function isAllKnown({ overview }: Watch): boolean {
  const [state] = overview.accounts;
  const problem = state?.tunnels.problem;
  if (problem !== undefined) throw new Error(`Not all was read: ${problem.kind}, ${problem.detail}`);
  const isKnown = ({ key }: Tunnel) => state?.connectors.get(key)?.value !== undefined;
  return state?.tunnels.value?.every(isKnown) === true;
}

/** The limit is the usual one, whatever the stand-in says. `arrived`: resolves when no request is under way any more. */
function fromAfar(source: TunnelSource, clock: FakeClock) {
  const underWay = new Set<Promise<unknown>>();
  const late = async <T>(request: Promise<T>): Promise<T> => {
    underWay.add(request);
    const answer = await request.finally(() => underWay.delete(request));
    await new Promise<void>((resolve) => {
      clock.startTimer(answerMs, resolve);
    });
    return answer;
  };
  const far: TunnelSource = {
    listTunnels: (...args) => late(source.listTunnels(...args)),
    getTunnel: (...args) => late(source.getTunnel(...args)),
    listConnectors: (...args) => late(source.listConnectors(...args)),
    getConfiguration: (...args) => late(source.getConfiguration(...args)),
    rateLimitOf: () => undefined,
    pageSizeOf: (accountId) => source.pageSizeOf(accountId),
  };
  const arrived = async () => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
    // What follows from it by promises.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { far, arrived };
}

/** Draws as tunnelTree.ts and viewState.ts do at each change. What it gives tells whether VS Code had to draw any row. */
function drawer(watch: Watch, now: () => Moment): () => boolean {
  const rows = new ShownRows();
  let isShown = false;
  return () => {
    const moment = now();
    const options = rowOptions({ now: moment.now });
    const { overview } = watch;
    const below = (node: TreeNode | undefined) =>
      node === undefined ? rootNodes(overview, options) : childNodes(node, options);
    const look = (node: TreeNode) => lookOf(node, moment);
    const all = () => {
      const nodes = below(undefined);
      rows.given(undefined, nodes);
      for (const node of nodes) rows.drawn(node, look(node));
    };
    sayAbove(overview, moment);
    if (!isShown) {
      isShown = true;
      all();
      return true;
    }
    const changed = rows.changed(below, look);
    for (const node of changed) {
      if (node === undefined) all();
      else rows.drawn(node, look(rows.latest(node)));
    }
    return changed.length > 0;
  };
}

/** What stands above the rows and on the view's icon. */
function sayAbove(overview: Overview, moment: Moment): void {
  staleMessage(overview, moment);
  warnedInWords(overview, moment.now);
  acrossInLine(overview);
  troubleIn(overview, []);
}

function lookOf(node: TreeNode, moment: Moment): string {
  const { label, description, sentence, warning } = describeRow(node, moment);
  return JSON.stringify([
    label,
    description,
    rowIcon(node, warning !== undefined),
    contextValue(node),
    sentence,
    warning,
  ]);
}
