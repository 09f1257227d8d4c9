import { t } from '@vscode/l10n';
import { detailsDocument } from '../../tunnels/documents/detailsDocument.ts';
import type { DetailedNode } from '../../tunnels/documents/detailsDocument.ts';
import { connectionName, connectorName, tunnelName } from '../../tunnels/model/names.ts';
import { tunnelOf } from '../../tunnels/rows/nodes.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import { visible } from '../../tunnels/text/text.ts';
import type { ChangeLog } from '../../watch/changeLog.ts';
import type { Watch } from '../../watch/watch.ts';
import { style } from '../style.ts';
import type { Documents } from '../view/documents.ts';
import type { TunnelTree } from '../view/tunnelTree.ts';

/** `Show Details`: a document that is written anew with each refresh, for as long as it is open. */
export class Details {
  readonly #watch: Watch;
  readonly #tree: TunnelTree;
  readonly #changes: ChangeLog;
  readonly #documents: Documents;

  constructor(watch: Watch, tree: TunnelTree, changes: ChangeLog, documents: Documents) {
    this.#watch = watch;
    this.#tree = tree;
    this.#changes = changes;
    this.#documents = documents;
  }

  async show(row: TreeNode | undefined): Promise<void> {
    const parent = row && tunnelOf(row);
    if (parent === undefined || !isDetailed(row)) return;
    const { account, tunnel } = parent;
    const name = documentName(row);
    const shown = [account.id, tunnel.key, name] as const;
    await Promise.all([
      this.#watch.open(...shown),
      ...(tunnel.managedBy === 'local' ? [] : [this.#watch.openRoutes(...shown)]),
    ]);
    let last = '';
    await this.#documents.show({
      name,
      write: () => {
        const now = [...this.#tree.rows()].find(({ id }) => id === row.id);
        if (!isDetailed(now)) return `${gone()}\n\n${last}`;
        last = detailsDocument(now, this.#changes.changes, { now: Date.now(), style });
        return last;
      },
      onClose: () => {
        this.#watch.close(...shown);
        this.#watch.closeRoutes(...shown);
      },
    });
  }
}

/** Stands above the last words about what is gone. */
function gone(): string {
  return `> **${t('No longer listed. Below is what was last seen.')}**`;
}

function isDetailed(row: TreeNode | undefined): row is DetailedNode {
  return row?.kind === 'tunnel' || row?.kind === 'connector' || row?.kind === 'connection';
}

/** Also the document's identity, so it holds the id; without what a path or a tab would take for something else. */
function documentName(row: DetailedNode): string {
  const [what, key] =
    row.kind === 'tunnel'
      ? [tunnelName(row.tunnel), row.tunnel.key]
      : row.kind === 'connector'
        ? [t('Connector {0}', connectorName(row.connector)), row.connector.key]
        : [connectionName(row.connection), row.connection.key];
  return `${visible(what)
    .replace(/[/\\:?#%]/g, '_')
    .slice(0, 60)} ${key.slice(0, 8)}.md`;
}
