import type { Overview } from '../model/state.ts';
import { childNodes, rootNodes } from './childNodes.ts';
import type { RowOptions } from './childNodes.ts';
import type { TreeNode } from './nodes.ts';

/** All rows as far as they are loaded, each before what is below it. */
export function* allNodes(overview: Overview, options: RowOptions): Generator<TreeNode> {
  const waiting = rootNodes(overview, options).toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    waiting.push(...childNodes(node, options).toReversed());
  }
}
