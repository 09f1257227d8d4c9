import type * as vscode from 'vscode';

/** An extension's memory, like `globalState`: what is read is a copy, as it would be after a restart. */
export class FakeMemento implements vscode.Memento {
  readonly #values = new Map<string, string>();
  /** How often it was written. */
  updates = 0;
  /** While it is set, writing fails with it. */
  failure: Error | undefined;

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get<T>(key: string, defaultValue?: T): T {
    const text = this.#values.get(key);
    // Like VS Code, it leaves to the caller whether what is there is what was wanted.
    return (text === undefined ? defaultValue : JSON.parse(text)) as T;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.updates++;
    await Promise.resolve();
    if (this.failure !== undefined) throw this.failure;
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, JSON.stringify(value));
  }
}
