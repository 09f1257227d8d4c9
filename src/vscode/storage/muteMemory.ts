import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import { Remembered } from './remembered.ts';

const keysSchema = z.array(z.string());

/** The tunnels of which the person wants no notification, by key. */
export class MuteMemory extends Remembered<readonly string[]> {
  constructor(memory: vscode.Memento) {
    super(memory, 'mutedTunnels', (stored) => z.safeParse(keysSchema, stored).data ?? []);
  }

  async set(tunnelKey: string, muted: boolean): Promise<void> {
    const others = this.value.filter((other) => other !== tunnelKey);
    await this.write(muted ? [...others, tunnelKey] : others);
  }
}
