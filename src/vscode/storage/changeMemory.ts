import type * as vscode from 'vscode';
import type { ChangeStore } from '../../watch/changeLog.ts';

const key = 'changes';

/** Keeps what changed over a reload of the window: of each window what it saw itself, since two would overwrite each other. */
export function changeMemory(memory: vscode.Memento): ChangeStore {
  return {
    read: () => memory.get(key),
    write: (changes) => {
      // What is lost if the disk is full is a list that the log has too.
      memory.update(key, changes).then(undefined, () => undefined);
    },
  };
}
