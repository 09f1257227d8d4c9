import type * as vscode from 'vscode';
import { parseConnectorNames, withName } from '../../tunnels/model/connectorNames.ts';
import type { ConnectorName } from '../../tunnels/model/connectorNames.ts';
import type { Connector } from '../../tunnels/model/tunnel.ts';
import { Remembered } from './remembered.ts';

/** The names that the person gave to connectors, kept on this machine. */
export class ConnectorNameMemory extends Remembered<readonly ConnectorName[]> {
  constructor(memory: vscode.Memento) {
    super(memory, 'connectorNames', parseConnectorNames);
  }

  /** An empty name takes it away. `present`: all connectors of the tunnel. */
  async set(
    tunnelKey: string,
    connector: Connector,
    name: string,
    present: readonly Connector[],
  ): Promise<void> {
    await this.write(withName(this.value, tunnelKey, connector, name, present));
  }
}
