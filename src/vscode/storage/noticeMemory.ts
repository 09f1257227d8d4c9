import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ToldNotices } from '../../tunnels/changes/toldNotices.ts';
import { noticeKinds } from '../../tunnels/changes/notices.ts';

const key = 'toldNotices';
const schema = z.record(z.string(), z.object({ kind: z.enum(noticeKinds), at: z.number() }));

/** What was told, for all windows: VS Code hands what one of them writes to the others. */
export class NoticeMemory {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  get told(): ToldNotices {
    return new Map(Object.entries(z.safeParse(schema, this.#memory.get(key)).data ?? {}));
  }

  /** What is lost if the disk is full is that another window tells the same. */
  set(told: ToldNotices): void {
    this.#memory.update(key, Object.fromEntries(told)).then(undefined, () => undefined);
  }
}
