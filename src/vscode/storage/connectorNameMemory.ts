import { EventEmitter } from 'node:events';
import type * as vscode from 'vscode';
import { parseConnectorNames, withName } from '../../tunnels/model/connectorNames.ts';
import type { ConnectorName } from '../../tunnels/model/connectorNames.ts';
import type { Connector } from '../../tunnels/model/tunnel.ts';

const key = 'connectorNames';

/** The names that the person gave to connectors, kept on this machine. */
export class ConnectorNameMemory {
  readonly #memory: vscode.Memento;
  readonly #events = new EventEmitter<{ change: [] }>();

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  get all(): readonly ConnectorName[] {
    return parseConnectorNames(this.#memory.get(key));
  }

  /** Calls `listener` after each change, until the function returned is called. */
  onDidChange(listener: () => void): () => void {
    this.#events.on('change', listener);
    return () => this.#events.off('change', listener);
  }

  /** An empty name takes it away. `present`: all connectors of the tunnel. */
  async set(
    tunnelKey: string,
    connector: Connector,
    name: string,
    present: readonly Connector[],
  ): Promise<void> {
    await this.#memory.update(key, withName(this.all, tunnelKey, connector, name, present));
    this.#events.emit('change');
  }
}
