import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './pageElement.ts';
import { Shown } from './shown.ts';
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
  /** The sign at the row's end: `!`. Empty where there is none. */
  readonly badge: string;
}

export interface Hover {
  /** All of it, as it is read. */
  readonly text: string;
  /** Its tables, cell by cell. */
  readonly rows: readonly (readonly string[])[];
  /** How many of these rows are seen without scrolling. */
  readonly rowsInSight: number;
  /** Where its links lead. */
  readonly links: readonly string[];
  /** Its pictures, links, code and icons, as `IMG` or `SPAN codicon codicon-zap`. */
  readonly markup: readonly string[];
}

/** A row by its label, or by the labels on the way to it: `['web-prod', '8f14e45f', 'Dallas (dfw08)']`. */
export type RowPath = string | readonly string[];

const side = '.part.sidebar';
const rowSelector = `${side} .pane-body .customview-tree .monaco-list-row`;
const welcome = `${side} .pane-body .welcome-view-content`;
const hoverSelector = '.workbench-hover .hover-contents, .monaco-hover .hover-contents';

/** The tree in the side bar. Only rows on the screen are seen: a window 1200 high shows about 50. */
export class TreeView {
  readonly #page: Page;
  /** From top to bottom. */
  readonly rows: Shown<readonly TreeRow[]>;
  /** What a person sees: the rows as text, indented by level, or what an empty view says. */
  readonly text: Shown<string>;
  /** What is written above the rows; empty where nothing is. */
  readonly message: Shown<string>;
  /** What an empty view says; empty where it is not shown. */
  readonly welcomeText: Shown<string>;

  constructor(page: Page) {
    this.#page = page;
    this.rows = new Shown('the rows', () => this.#rows());
    this.text = new Shown('the view', () => this.#text());
    this.message = new Shown('what stands above the rows', () =>
      this.#textOf(`${side} .pane-body .tree-explorer-viewlet-tree-view .message`),
    );
    this.welcomeText = new Shown('the welcome', () => this.#textOf(welcome));
  }

  row(path: RowPath): Shown<TreeRow | undefined> {
    const read = async () => rowAt(await this.#rows(), labelsOf(path));
    return new Shown(nameOf(path), read, () => this.#text());
  }

  async #rows(): Promise<readonly TreeRow[]> {
    return this.#page.locator(rowSelector).evaluateAll((rows: PageElement[]) =>
      rows
        .map((element) => {
          const textOf = (part: string) =>
            element.querySelector(part)?.innerText.replaceAll('\u00a0', ' ').trim() ?? '';
          const expanded = element.getAttribute('aria-expanded');
          const label = element.querySelector('.monaco-icon-label');
          const after = label?.ownerDocument.defaultView.getComputedStyle(label, '::after').content ?? '';
          const icon = element.querySelector('.custom-view-tree-node-item-icon')?.className ?? '';
          return {
            index: Number(element.getAttribute('data-index')),
            level: Number(element.getAttribute('aria-level')),
            label: textOf('.label-name'),
            description: textOf('.label-description'),
            ariaLabel: element.getAttribute('aria-label') ?? '',
            expanded: expanded === null ? undefined : expanded === 'true',
            selected: element.classList.contains('selected'),
            badge: /^"(.*)"$/.exec(after)?.[1] ?? '',
            icon: /codicon-([\w-]+)/.exec(icon)?.[1] ?? '',
          };
        })
        .sort((a, b) => a.index - b.index),
    );
  }

  async #text(): Promise<string> {
    const rows = await this.#rows();
    if (rows.length === 0) return this.#textOf(welcome);
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

  /** What the row tells when it is hovered. The hover stays, for a picture. */
  hover(path: RowPath): Shown<Hover | undefined> {
    const shown = this.#page.locator(hoverSelector);
    return new Shown(`the hover of ${nameOf(path)}`, async () => {
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
        const lines = [...element.querySelectorAll('tr')];
        const cells = lines.map((line) => [...line.children]);
        const box = element.closest('.workbench-hover, .monaco-hover') ?? element;
        const end = box.getBoundingClientRect().bottom;
        const links = [...element.querySelectorAll('a')];
        const markup = [...element.querySelectorAll('img, a, code, .codicon')];
        const text = tidy(element);
        if (text === '' || text.startsWith('Loading')) return undefined;
        return {
          text,
          rows: cells.map((line) => line.map(tidy)).filter((line) => line.some((cell) => cell !== '')),
          rowsInSight: lines.filter((line) => line.getBoundingClientRect().bottom <= end).length,
          links: links.map((link) => link.getAttribute('data-href') ?? link.getAttribute('href') ?? ''),
          markup: markup.map((one) => `${one.tagName} ${one.className}`.trim()),
        };
      });
    });
  }

  /** Names of the buttons that the row shows under the pointer. */
  inlineActions(path: RowPath): Shown<readonly string[]> {
    return new Shown(`the buttons of ${nameOf(path)}`, async () => {
      const { locator } = await this.#find(path);
      await locator.hover();
      const labels = locator.locator('.actions .action-label');
      return labels.evaluateAll((found: PageElement[]) =>
        // Without the keys that do the same: "Refresh (Ctrl+R)".
        found.map((label) => (label.getAttribute('aria-label') ?? '').replace(/ \([^)]*\)$/, '')),
      );
    });
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
    await this.#takeFromMenu(name);
  }

  async #takeFromMenu(name: string): Promise<void> {
    const item = this.#page.locator('.monaco-menu .action-item', { hasText: name });
    await item.waitFor();
    await waitFor(`${name} to be taken from the menu`, async () => {
      // A menu takes no click right after it opened: that one could be the release of the button that opened it.
      await item.click({ timeout: 1_000 }).catch(() => undefined);
      return (await becomes(item, 'hidden', 500)) ? true : undefined;
    });
  }

  async clickWelcomeButton(name: string): Promise<void> {
    await this.#page.locator(`${welcome} .monaco-button`, { hasText: name }).click();
  }

  async clickWelcomeLink(name: string): Promise<void> {
    await this.#page.locator(`${welcome} a`, { hasText: name }).first().click();
  }

  /** A button in the title of the view, by its name: `Refresh`. */
  async clickTitleAction(name: string): Promise<void> {
    // Actions show while the pointer is over the view.
    await this.#page.locator(`${side} .pane-body`).first().hover();
    await this.#page.locator(`${side} .action-item .action-label[aria-label^="${name}"]`).first().click();
  }

  /** Takes an item of the menu in the title of the view. */
  async chooseFromTitleMenu(name: string): Promise<void> {
    await this.#page.locator(`${side} .pane-body`).first().hover();
    await this.#page.locator(`${side} .action-label[aria-label*="More Actions"]`).first().click();
    await this.#takeFromMenu(name);
  }

  async #textOf(selector: string): Promise<string> {
    const texts = await this.#page.locator(selector).filter({ visible: true }).allInnerTexts();
    return texts.join('\n').replaceAll('\u00a0', ' ').trim();
  }

  async #setExpanded(path: RowPath, expanded: boolean): Promise<void> {
    const { row, locator } = await this.#find(path);
    if (row.expanded !== expanded) await locator.locator('.monaco-tl-twistie').click();
    await waitFor(
      `${nameOf(path)} to be ${expanded ? 'expanded, with its children' : 'collapsed'}`,
      async () => {
        const rows = await this.#rows();
        const now = rowAt(rows, labelsOf(path));
        const next = rows.find(({ index }) => index === (now?.index ?? NaN) + 1);
        const hasChild = next !== undefined && next.level > row.level;
        return now?.expanded === expanded && hasChild === expanded ? true : undefined;
      },
      { whatInstead: () => this.#text() },
    );
  }

  async #find(path: RowPath): Promise<{ readonly row: TreeRow; readonly locator: Locator }> {
    return waitFor(
      nameOf(path),
      async () => {
        const row = rowAt(await this.#rows(), labelsOf(path));
        if (row === undefined) return undefined;
        const locator = this.#page.locator(`${rowSelector}[data-index="${row.index}"]`);
        return { row, locator };
      },
      { whatInstead: () => this.#text() },
    );
  }
}

function labelsOf(path: RowPath): readonly string[] {
  return typeof path === 'string' ? [path] : path;
}

function nameOf(path: RowPath): string {
  return `the row ${labelsOf(path).join(' › ')}`;
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
