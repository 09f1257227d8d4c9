import { t } from '@vscode/l10n';
import { connectionName, tunnelName } from '../model/names.ts';
import { callerOf } from '../rows/called.ts';
import { detailedRow } from '../rows/detailedRow.ts';
import type { DetailedNode } from '../rows/detailedRow.ts';
import { firstCharacters, visible } from '../text/text.ts';
import { detailsText, tunnelNodeOf } from './detailsText.ts';
import type { DocumentShape } from './documentShape.ts';

/** `Show Details` of a row: all that is known of it, with its tunnel's connectors and routes. */
export function detailsDocument(row: DetailedNode): DocumentShape {
  const { account, tunnel } = tunnelNodeOf(row);
  return {
    id: `details/${row.id}`,
    title: titleOf(row),
    text: (state) => {
      const now = state.rowOf(row.id);
      const detailed = now && detailedRow(now);
      return detailed && detailsText(detailed, state);
    },
    follows: { accountId: account.id, tunnelKey: tunnel.key, routes: tunnel.managedBy !== 'local' },
  };
}

/** A name may be long, and need not be the only one of its kind: `web-prod a4f95111`. */
function titleOf(row: DetailedNode): string {
  const [name, key] = nameAndKey(row);
  return `${firstCharacters(visible(name), 60)} ${firstCharacters(key, 8)}`;
}

function nameAndKey(row: DetailedNode): readonly [name: string, key: string] {
  switch (row.kind) {
    case 'tunnel':
      return [tunnelName(row.tunnel), row.tunnel.key];
    case 'connector':
      return [t('Connector {0}', callerOf(row.parent)(row.connector)), row.connector.key];
    case 'connection':
      return [connectionName(row.connection), row.connection.key];
  }
}
