import { EventEmitter } from 'node:events';
import type * as vscode from 'vscode';

/** What the secret storage tells when it fails: text of the operating system's, which is nobody's to repeat. */
export const keyringText = 'org.freedesktop.secrets: cannot autolaunch D-Bus for sample-person';

/** All windows' secrets of one extension, held in memory. */
export class FakeKeyring {
  readonly values = new Map<string, string>();
  readonly #events = new EventEmitter<{ change: [string] }>();
  /** While it is set, each call fails with it. */
  failure: Error | undefined;

  /**
   * The storage as a window sees it. Like VS Code's, it answers later, fires for what any window stores or deletes, also
   * for what was not there, and tells its own window before the call that did it resolves.
   */
  window(): vscode.SecretStorage {
    const keyring = async <T>(work: () => T): Promise<T> => {
      await later();
      if (this.failure !== undefined) throw this.failure;
      const result = work();
      await later();
      return result;
    };
    const change = (key: string, work: () => void) =>
      keyring(() => {
        work();
        this.#events.emit('change', key);
      });
    return {
      get: (key) => keyring(() => this.values.get(key)),
      store: (key, value) => change(key, () => this.values.set(key, value)),
      delete: (key) => change(key, () => this.values.delete(key)),
      onDidChange: (listener) => {
        const tell = (key: string) => {
          listener({ key });
        };
        this.#events.on('change', tell);
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the class is VS Code's own
        return { dispose: () => this.#events.off('change', tell) };
      },
    };
  }

  get listeners(): number {
    return this.#events.listenerCount('change');
  }
}

function later(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
