import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './pageElement.ts';
import { Shown } from './shown.ts';
import { patience, waitFor } from './waitFor.ts';

export interface QuickInputState {
  readonly title: string;
  readonly placeholder: string;
  /** The line under the box: the prompt, or what is wrong with the value. */
  readonly message: string;
  /** Whether the message is an error. */
  readonly invalid: boolean;
  readonly value: string;
  readonly password: boolean;
  /** Something is being waited for. */
  readonly busy: boolean;
  /** Of the buttons in the title, also `Back`. */
  readonly buttons: readonly string[];
}

export interface QuickPickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Only where many may be picked. */
  readonly checked: boolean | undefined;
  readonly focused: boolean;
}

const widget = '.quick-input-widget';
const row = `${widget} .quick-input-list .monaco-list-row`;

/** The box at the top of the window: quick picks, input boxes and the command palette. */
export class QuickInput {
  readonly #page: Page;
  /** `undefined` where none is open. */
  readonly state: Shown<QuickInputState | undefined>;
  /** What the box says is wrong with its value; empty where that is nothing. */
  readonly flaw: Shown<string>;
  /** Those that are on the screen; a long list holds more. */
  readonly items: Shown<readonly QuickPickItem[]>;

  constructor(page: Page) {
    this.#page = page;
    this.state = new Shown('the quick input', () => this.#state());
    this.flaw = this.state.pick((state) => (state?.invalid === true ? state.message : ''));
    this.items = new Shown('the items of the quick input', () => this.#items());
  }

  async #state(): Promise<QuickInputState | undefined> {
    return this.#page.locator(widget).evaluateAll(([root]: PageElement[]) => {
      if (root === undefined || root.offsetParent === null) return undefined;
      const textOf = (part: string) => root.querySelector(part)?.innerText.trim() ?? '';
      const box = root.querySelector('.quick-input-filter input');
      const buttons = root.querySelectorAll(
        '.quick-input-titlebar .action-label, .quick-input-header .action-label',
      );
      return {
        title: textOf('.quick-input-title'),
        placeholder: box?.placeholder ?? '',
        message: textOf('.quick-input-message'),
        invalid: root.querySelector('.quick-input-filter .monaco-inputbox.error') !== null,
        value: box?.value ?? '',
        password: box?.type === 'password',
        busy: root.querySelector('.quick-input-progress.active') !== null,
        buttons: [...buttons].map((button) =>
          // Without the keys that do the same: "Back (Ctrl+Alt+-)".
          (button.getAttribute('aria-label') ?? '').replace(/ \([^)]*\)$/, ''),
        ),
      };
    });
  }

  async #items(): Promise<readonly QuickPickItem[]> {
    return this.#page.locator(row).evaluateAll((rows: PageElement[]) => {
      const placeOf = (element: PageElement) => Number(element.getAttribute('data-index'));
      return [...rows]
        .sort((a, b) => placeOf(a) - placeOf(b))
        .map((element) => {
          const textOf = (part: string) =>
            element.querySelector(part)?.innerText.replaceAll('\u00a0', ' ').trim() ?? '';
          const isTickable = element.getAttribute('role') === 'checkbox';
          return {
            label: textOf('.quick-input-list-row:first-child .label-name'),
            description: textOf('.quick-input-list-row:first-child .label-description'),
            detail: textOf('.quick-input-list-label-meta'),
            checked: isTickable ? element.getAttribute('aria-checked') === 'true' : undefined,
            focused: element.classList.contains('focused'),
          };
        });
    });
  }

  /** Opens the command palette with this text in the box, again where it closes at once: what a menu that goes does to it. */
  async openPalette(text: string): Promise<void> {
    await waitFor('the command palette', async () => {
      const isOpen = (await this.#state())?.value.startsWith('>') === true;
      // A window that has just opened does not know its keys yet.
      if (!isOpen) await this.#page.keyboard.press('F1');
      try {
        await this.state.has({ placeholder: 'Type the name of a command to run.' }, 1_000);
        await this.type(`>${text}`, 1_000);
        return await this.state.has({ value: `>${text}` }, 1_000);
      } catch {
        return undefined;
      }
    });
  }

  /** Replaces what is in the box. */
  async type(text: string, timeout = patience): Promise<void> {
    await this.#box().fill(text, { timeout });
  }

  /** Enter: takes the value, the focused item or the checked ones. */
  async accept(): Promise<void> {
    await this.#box().press('Enter');
  }

  async escape(): Promise<void> {
    await this.#box().press('Escape');
  }

  /** Escape, where one is open. */
  async close(): Promise<void> {
    await waitFor('the quick input to be closed', async () => {
      if ((await this.#state()) === undefined) return true;
      await this.escape();
      return undefined;
    });
  }

  /** Picks the item with this label, where one may be picked: by keys, since rows move while they are filled in. */
  async pick(label: string): Promise<void> {
    // Under the pointer an item would take the focus back.
    await this.#page.mouse.move(0, 0);
    await this.#item(label);
    await waitFor(`the item "${label}" to have the focus`, async () => {
      const focused = (await this.#items()).find((item) => item.focused);
      if (focused?.label === label) return true;
      await this.#box().press('ArrowDown');
      return undefined;
    });
    await this.accept();
  }

  /** Gives the file dialog with this title the path of a file. */
  async chooseFile(title: string, path: string): Promise<void> {
    await this.state.has({ title });
    // No Enter is taken before the file was looked up, and one too many would be for the next step.
    await waitFor(`${path} to be looked up`, async () => {
      // The dialog writes the folder that it begins in over what was typed before it had read it.
      const state = await this.#state();
      if (state?.busy === false && state.value !== path) await this.type(path);
      const focused = (await this.#items()).find((item) => item.focused);
      return focused?.label === basename(path) ? true : undefined;
    });
    await this.accept();
    await this.state.pick((state) => state?.title).isNot(title);
  }

  /** Ticks or unticks the item with this label, where many may be picked. */
  async check(label: string, checked = true): Promise<void> {
    const item = await this.#item(label);
    const now = (await this.#items()).find((candidate) => candidate.label === label)?.checked;
    if (now !== checked) await item.click();
    await waitFor(`${label} to be ${checked ? '' : 'un'}checked`, async () => {
      const state = (await this.#items()).find((candidate) => candidate.label === label)?.checked;
      return state === checked ? true : undefined;
    });
  }

  /** Presses a button of the title by its name. */
  async pressButton(name: string): Promise<void> {
    const button = `${widget} .action-label`;
    await this.#page.locator(`${button}[aria-label="${name}"], ${button}[aria-label^="${name} ("]`).click();
  }

  async back(): Promise<void> {
    await this.pressButton('Back');
  }

  #box(): Locator {
    return this.#page.locator(`${widget} .quick-input-filter input`).last();
  }

  async #item(label: string): Promise<Locator> {
    const place = await waitFor(
      `the item "${label}"`,
      async () => {
        const found = (await this.#items()).findIndex((item) => item.label === label);
        return found < 0 ? undefined : found;
      },
      { whatInstead: async () => JSON.stringify((await this.#items()).map((item) => item.label)) },
    );
    const first = await this.#page
      .locator(row)
      .evaluateAll((rows: PageElement[]) =>
        Math.min(...rows.map((element) => Number(element.getAttribute('data-index')))),
      );
    return this.#page.locator(`${row}[data-index="${first + place}"]`);
  }
}
