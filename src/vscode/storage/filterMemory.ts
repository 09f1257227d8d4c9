import type * as vscode from 'vscode';
import type { TunnelsToShow } from '../../tunnels/rows/shownTunnels.ts';
import { Remembered } from './remembered.ts';

/** Which tunnels the person wants to see in this workspace. */
export class FilterMemory extends Remembered<TunnelsToShow> {
  constructor(memory: vscode.Memento) {
    super(memory, 'tunnelsToShow', (stored) => (stored === 'wrong' ? 'wrong' : 'all'));
  }
}
