import { t } from '@vscode/l10n';
import { tunnelName } from '../model/names.ts';
import { table } from '../text/markdown.ts';
import { countText } from '../text/numbers.ts';
import { inCode } from '../text/text.ts';
import type { Audit, AuditEntry } from './auditedTunnels.ts';

/** One thing to say about one tunnel. All text comes in safe. */
export interface Said {
  readonly entry: AuditEntry;
  readonly sentence: string;
  /** The sentence about so many tunnels; `200 tunnels · ` before it unless given. */
  readonly together?: ((tunnels: string) => string) | undefined;
}

/** So many of which the same is said have a table of their own; fewer where nothing else is said. */
const manyAtLeast = 3;
const twoAtLeast = 2;

/** What is the same of many tunnels is said once, above a table of them; the rest has a table with what is said of each. */
export function groupedLines(said: readonly Said[], audit: Audit): readonly string[] {
  const bySentence = groupBy(said, ({ sentence }) => sentence);
  const atLeast = bySentence.size === 1 ? twoAtLeast : manyAtLeast;
  const isGroup = (of: readonly Said[]) => tunnelsOf(of) >= atLeast;
  const groups = [...bySentence.values()];
  const together = groups
    .filter(isGroup)
    .toSorted((a, b) => tunnelsOf(b) - tunnelsOf(a))
    .map((group) => [leadOf(group, audit), '', ...tableOf(group, audit, false)]);
  const rest = groups.filter((group) => !isGroup(group)).flat();
  const single = rest.length === 0 ? [] : [tableOf(inOrder(rest, said), audit, true)];
  return [...together, ...single].flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** The cells that say which tunnel a line is about; the account only where there are several. */
export function placeOf({ tunnel, account }: AuditEntry, { accounts }: Audit): readonly string[] {
  return [inCode(tunnelName(tunnel)), ...(accounts.length > 1 ? [inCode(account.name)] : [])];
}

export function placeHead({ accounts }: Audit): readonly string[] {
  return [t('Tunnel'), ...(accounts.length > 1 ? [t('Account')] : [])];
}

export function tunnelsOf(said: readonly Said[]): number {
  return new Set(said.map(({ entry }) => entry)).size;
}

/** By key, in the order in which each comes first. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function leadOf(group: readonly Said[], { moment }: Audit): string {
  const tunnels = t('{0} tunnels', countText(tunnelsOf(group), moment.style));
  const [first] = group;
  return `**${first?.together?.(tunnels) ?? [tunnels, first?.sentence].join(' · ')}**`;
}

function tableOf(said: readonly Said[], audit: Audit, withSentence: boolean): readonly string[] {
  return table(
    [...placeHead(audit), ...(withSentence ? [t('Finding')] : []), t('Tunnel ID')],
    said.map(({ entry, sentence }) => [
      ...placeOf(entry, audit),
      ...(withSentence ? [sentence] : []),
      entry.tunnel.id === undefined ? '' : inCode(entry.tunnel.id),
    ]),
  );
}

function inOrder(some: readonly Said[], all: readonly Said[]): readonly Said[] {
  const wanted = new Set(some);
  return all.filter((one) => wanted.has(one));
}
