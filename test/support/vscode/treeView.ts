import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './pageElement.ts';
import { waitFor } from './waitFor.ts';

export interface TreeRow {
  /** Its place among all rows, from 0 on. */
  readonly index: number;
  /** From 1 on. */
  readonly level: number;
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly ariaLabel: string;
  /** `undefined`: it cannot be expanded. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  /** The codicon's name: `warning`. Empty where there is none. */
  readonly icon: string;
}

export interface Hover {
  /** All of it, as it is read. */
  readonly text: string;
  /** Its tables, cell by cell. */
  readonly rows: readonly (readonly string[])[];
  /** Where its links lead. */
  readonly links: readonly string[];
}

/** A row by its label, or by the labels on the way to it: `['web-prod', '8f14e45f', 'Dallas (dfw08)']`. */
export type RowPath = string | readonly string[];

const side = '.part.sidebar';
const rowSelector = `${side} .pane-body .customview-tree .monaco-list-row`;
const hoverSelector = '.workbench-hover .hover-contents, .monaco-hover .hover-contents';

/** The tree in the side bar. Only rows on the screen are seen: a window 1200 high shows about 50. */
export class TreeView {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** From top to bottom. */
  async rows(): Promise<readonly TreeRow[]> {
    return this.#page.locator(rowSelector).evaluateAll((rows: PageElement[]) =>
      rows
        .map((element) => {
          const textOf = (part: string) =>
            element.querySelector(part)?.innerText.replaceAll('\u00a0', ' ').trim() ?? '';
          const expanded = element.getAttribute('aria-expanded');
          const icon = element.querySelector('.custom-view-tree-node-item-icon')?.className ?? '';
          return {
            index: Number(element.getAttribute('data-index')),
            level: Number(element.getAttribute('aria-level')),
            label: textOf('.label-name'),
            description: textOf('.label-description'),
            ariaLabel: element.getAttribute('aria-label') ?? '',
            expanded: expanded === null ? undefined : expanded === 'true',
            selected: element.classList.contains('selected'),
            icon: /codicon-([\w-]+)/.exec(icon)?.[1] ?? '',
          };
        })
        .sort((a, b) => a.index - b.index),
    );
  }

  /** Waits for the row to be there. */
  async row(path: RowPath): Promise<TreeRow> {
    const { row } = await this.#find(path);
    return row;
  }

  /** Waits until the rows are as `test` wants them, and gives them. */
  async waitForRows(
    what: string,
    test: (rows: readonly TreeRow[]) => boolean,
    timeout?: number,
  ): Promise<readonly TreeRow[]> {
    return waitFor(
      what,
      async () => {
        const rows = await this.rows();
        return test(rows) ? rows : undefined;
      },
      { ...(timeout !== undefined && { timeout }), whatInstead: () => this.text() },
    );
  }

  /** The rows as text, indented by level, as a person sees them. */
  async text(): Promise<string> {
    const rows = await this.rows();
    return rows
      .map(({ level, label, description }) => `${'  '.repeat(level - 1)}${label}  ${description}`.trimEnd())
      .join('\n');
  }

  /** Expands the row and waits for its children. */
  async expand(path: RowPath): Promise<void> {
    await this.#setExpanded(path, true);
  }

  async collapse(path: RowPath): Promise<void> {
    await this.#setExpanded(path, false);
  }

  async select(path: RowPath): Promise<void> {
    const { locator } = await this.#find(path);
    await locator.locator('.monaco-icon-label').click();
  }

  /** Hovers the row and reads what is shown. The hover stays, for a picture. */
  async hover(path: RowPath): Promise<Hover> {
    const shown = this.#page.locator(hoverSelector);
    return waitFor(`the hover of ${String(path)}`, async () => {
      // VS Code shows it when the pointer comes from elsewhere and moves over the label.
      const size = this.#page.viewportSize() ?? { width: 1000, height: 1000 };
      await this.#page.mouse.move(size.width - 100, size.height / 2);
      if (!(await becomes(shown, 'hidden', 2_000))) return undefined;
      const { locator } = await this.#find(path);
      const box = await locator.locator('.label-name').boundingBox();
      if (box === null) return undefined;
      const [x, y] = [box.x + Math.min(box.width / 2, 30), box.y + box.height / 2];
      await this.#page.mouse.move(x + 6, y, { steps: 3 });
      await this.#page.mouse.move(x, y, { steps: 3 });
      if (!(await becomes(shown.first(), 'visible', 3_000))) return undefined;
      return shown.first().evaluate((element: PageElement) => {
        const tidy = (cell: PageElement) => cell.innerText.replaceAll('\u00a0', ' ').trim();
        const cells = [...element.querySelectorAll('tr')].map((line) => [...line.children]);
        const links = [...element.querySelectorAll('a')];
        const text = tidy(element);
        if (text === '' || text.startsWith('Loading')) return undefined;
        return {
          text,
          rows: cells.map((line) => line.map(tidy)).filter((line) => line.some((cell) => cell !== '')),
          links: links.map((link) => link.getAttribute('data-href') ?? link.getAttribute('href') ?? ''),
        };
      });
    });
  }

  /** Names of the buttons that the row shows under the pointer. */
  async inlineActions(path: RowPath): Promise<readonly string[]> {
    const { locator } = await this.#find(path);
    await locator.hover();
    const labels = locator.locator('.actions .action-label');
    return labels.evaluateAll((found: PageElement[]) =>
      // Without the keys that do the same: "Refresh (Ctrl+R)".
      found.map((label) => (label.getAttribute('aria-label') ?? '').replace(/ \([^)]*\)$/, '')),
    );
  }

  async clickInlineAction(path: RowPath, name: string): Promise<void> {
    const { locator } = await this.#find(path);
    await locator.hover();
    const action = '.actions .action-label';
    await locator.locator(`${action}[aria-label="${name}"], ${action}[aria-label^="${name} ("]`).click();
  }

  /** Takes an item of the row's context menu by its name. */
  async chooseFromMenu(path: RowPath, name: string): Promise<void> {
    const { locator } = await this.#find(path);
    await locator.click({ button: 'right' });
    const item = this.#page.locator('.monaco-menu .action-item', { hasText: name });
    await item.waitFor();
    await waitFor(`${name} to be taken from the menu`, async () => {
      // A menu takes no click right after it opened: that one could be the release of the button that opened it.
      await item.click({ timeout: 1_000 }).catch(() => undefined);
      return (await becomes(item, 'hidden', 500)) ? true : undefined;
    });
  }

  /** What is written above the rows; empty where nothing is. */
  async message(): Promise<string> {
    return this.#textOf(`${side} .pane-body .tree-explorer-viewlet-tree-view .message`);
  }

  /** The dim text after the view's title. */
  async description(): Promise<string> {
    return this.#textOf(`${side} .pane-header .description`);
  }

  /** What an empty view says; empty where it is not shown. */
  async welcomeText(): Promise<string> {
    return this.#textOf(`${side} .pane-body .welcome-view-content`);
  }

  async clickWelcomeButton(name: string): Promise<void> {
    await this.#page.locator(`${side} .welcome-view-content .monaco-button`, { hasText: name }).click();
  }

  async clickWelcomeLink(name: string): Promise<void> {
    await this.#page.locator(`${side} .welcome-view-content a`, { hasText: name }).first().click();
  }

  /** A button in the title of the view, by its name: `Refresh`. */
  async clickTitleAction(name: string): Promise<void> {
    // Actions show while the pointer is over the view.
    await this.#page.locator(`${side} .pane-body`).first().hover();
    await this.#page.locator(`${side} .action-item .action-label[aria-label^="${name}"]`).first().click();
  }

  async #textOf(selector: string): Promise<string> {
    const texts = await this.#page.locator(selector).filter({ visible: true }).allInnerTexts();
    return texts.join('\n').replaceAll('\u00a0', ' ').trim();
  }

  async #setExpanded(path: RowPath, expanded: boolean): Promise<void> {
    const { row, locator } = await this.#find(path);
    if (row.expanded !== expanded) await locator.locator('.monaco-tl-twistie').click();
    await waitFor(
      `${String(path)} to be ${expanded ? 'expanded, with its children' : 'collapsed'}`,
      async () => {
        const rows = await this.rows();
        const now = rows.find(({ index }) => index === row.index);
        const next = rows.find(({ index }) => index === row.index + 1);
        const hasChild = next !== undefined && next.level > row.level;
        return now?.expanded === expanded && hasChild === expanded ? true : undefined;
      },
      { whatInstead: () => this.text() },
    );
  }

  async #find(path: RowPath): Promise<{ readonly row: TreeRow; readonly locator: Locator }> {
    const labels = typeof path === 'string' ? [path] : path;
    return waitFor(
      `the row ${labels.join(' › ')}`,
      async () => {
        const row = rowAt(await this.rows(), labels);
        if (row === undefined) return undefined;
        const locator = this.#page.locator(`${rowSelector}[data-index="${row.index}"]`);
        return { row, locator };
      },
      { whatInstead: () => this.text() },
    );
  }
}

/** The row that the last of the labels names, somewhere below the others; the first may be at any level. */
function rowAt(rows: readonly TreeRow[], [label, ...others]: readonly string[]): TreeRow | undefined {
  const place = rows.findIndex((row) => row.label === label);
  const found = rows[place];
  if (found === undefined || others.length === 0) return found;
  const after = rows.slice(place + 1);
  const end = after.findIndex((row) => row.level <= found.level);
  return rowAt(end < 0 ? after : after.slice(0, end), others);
}

async function becomes(locator: Locator, state: 'hidden' | 'visible', timeout: number): Promise<boolean> {
  return locator
    .first()
    .waitFor({ state, timeout })
    .then(
      () => true,
      () => false,
    );
}
