import { EventEmitter } from 'node:events';
import type * as vscode from 'vscode';
import * as z from 'zod/mini';

const key = 'mutedTunnels';
const keysSchema = z.array(z.string());

/** The tunnels of which the person wants no notification, by key; kept over a reload of the window. */
export class MuteMemory {
  readonly #memory: vscode.Memento;
  readonly #events = new EventEmitter<{ change: [] }>();

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  get keys(): readonly string[] {
    return z.safeParse(keysSchema, this.#memory.get(key)).data ?? [];
  }

  /** Calls `listener` after each change, until the function returned is called. */
  onDidChange(listener: () => void): () => void {
    this.#events.on('change', listener);
    return () => this.#events.off('change', listener);
  }

  async set(tunnelKey: string, muted: boolean): Promise<void> {
    const others = this.keys.filter((other) => other !== tunnelKey);
    await this.#memory.update(key, muted ? [...others, tunnelKey] : others);
    this.#events.emit('change');
  }
}
