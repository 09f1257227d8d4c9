import { t } from '@vscode/l10n';
import { connectorName, tunnelName } from '../../tunnels/model/names.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import { withoutIcons } from '../../tunnels/text/text.ts';
import type { ConnectorNameMemory } from '../storage/connectorNameMemory.ts';
import { askText } from '../prompts.ts';

const longest = 100;

/** `Name This Connector…`: an empty name takes it away. */
export async function nameConnector(names: ConnectorNameMemory, row: TreeNode | undefined): Promise<void> {
  if (row?.kind !== 'connector') return;
  const { connector, given, parent } = row;
  const id = connectorName(connector);
  const answer = await askText<string>({
    title: withoutIcons(t('Name Connector {0} of {1}', id, tunnelName(parent.tunnel))),
    canGoBack: false,
    prompt: t(
      'The name is kept on this machine. After a restart, the connector is recognized by its address and platform. Leave it empty for no name.',
    ),
    placeholder: t('Name, such as the host’s name'),
    password: false,
    value: given?.name ?? '',
    accept: (text) => {
      const name = text.trim();
      return Promise.resolve(
        name.length > longest ? { flaw: t('Use at most {0} characters.', longest) } : { value: name },
      );
    },
  });
  if (typeof answer === 'string') return;
  await names.set(parent.tunnel.key, connector, answer.value, parent.connectors?.value ?? []);
}
