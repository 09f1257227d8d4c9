import { EventEmitter } from 'node:events';
import type * as vscode from 'vscode';
import type { TunnelsToShow } from '../../tunnels/rows/shownTunnels.ts';

const key = 'tunnelsToShow';

/** Which tunnels the person wants to see; kept over a reload of the window. */
export class FilterMemory {
  readonly #memory: vscode.Memento;
  readonly #events = new EventEmitter<{ change: [] }>();

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  get show(): TunnelsToShow {
    return this.#memory.get(key) === 'wrong' ? 'wrong' : 'all';
  }

  /** Calls `listener` after each change, until the function returned is called. */
  onDidChange(listener: () => void): () => void {
    this.#events.on('change', listener);
    return () => this.#events.off('change', listener);
  }

  async set(show: TunnelsToShow): Promise<void> {
    await this.#memory.update(key, show);
    this.#events.emit('change');
  }
}
