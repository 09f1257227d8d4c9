import type { Change } from '../changes/change.ts';
import type { ThemeKind } from '../drawings/palette.ts';
import type { TreeNode } from '../rows/nodes.ts';
import { visible } from '../text/text.ts';
import type { Moment } from '../text/time.ts';
import type { AroundChanges } from './changeLines.ts';

/** A read-only Markdown document: what it is about, and how its text follows from what is known. */
export interface DocumentShape {
  /** The same for the same subject, whatever that is called meanwhile: of each there is one document at most. */
  readonly id: string;
  /** Names its tab. No other document may bear it: of a Markdown preview VS Code tells nothing but the tab's label. */
  readonly title: string;
  /** The text as of now. `undefined`: the subject is no longer among what is watched. */
  readonly text: (state: DocumentState) => string | undefined;
  /** What each refresh has to read for it, for as long as it is open. */
  readonly follows?: Followed;
}

/** A tunnel with its connectors. */
export interface Followed {
  readonly accountId: string;
  readonly tunnelKey: string;
  /** Its routes as well. */
  readonly routes: boolean;
}

/** All that a text may be made from. */
export interface DocumentState extends AroundChanges {
  /** The row with this id as it is now. */
  readonly rowOf: (id: string) => TreeNode | undefined;
  /** Oldest first. */
  readonly changes: readonly Change[];
  readonly moment: Moment;
  /** What the pictures are drawn for. */
  readonly theme: ThemeKind;
}

/** The title as a file's name, without what a path or an address would take for something else. */
export function fileNameOf({ title }: DocumentShape): string {
  return `${visible(title).replace(/[/\\:?#%]/g, '_')}.md`;
}
