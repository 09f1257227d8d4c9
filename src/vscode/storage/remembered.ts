import { EventEmitter } from 'node:events';
import type * as vscode from 'vscode';

/** A value that VS Code keeps over a reload of the window. */
export class Remembered<T> {
  readonly #memory: vscode.Memento;
  readonly #key: string;
  readonly #read: (stored: unknown) => T;
  readonly #events = new EventEmitter<{ change: [] }>();

  /** `read`: takes whatever is there, also what another version wrote. */
  constructor(memory: vscode.Memento, key: string, read: (stored: unknown) => T) {
    this.#memory = memory;
    this.#key = key;
    this.#read = read;
  }

  get value(): T {
    return this.#read(this.#memory.get(this.#key));
  }

  /** Calls `listener` after each change, until the function returned is called. */
  onDidChange(listener: () => void): () => void {
    this.#events.on('change', listener);
    return () => this.#events.off('change', listener);
  }

  async write(value: T): Promise<void> {
    await this.#memory.update(this.#key, value);
    this.#events.emit('change');
  }
}
