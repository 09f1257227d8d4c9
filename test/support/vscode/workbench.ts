import type { Locator, Page } from 'playwright-core';
import { type PageElement, pagePrelude } from './pageElement.ts';
import { QuickInput } from './quickInput.ts';
import { TreeView } from './treeView.ts';
import { waitFor } from './waitFor.ts';

export interface Notification {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly buttons: readonly string[];
}

export interface StatusBarItem {
  readonly id: string;
  readonly text: string;
  readonly ariaLabel: string;
}

/** The size of a window in which the whole sample company can be seen. */
export const windowSize = { width: 1280, height: 1200 };

const toast = '.notifications-toasts .notification-list-item';
const commandPrefix = 'Tunnel Explorer: ';

/** The window of VS Code in a browser page: what a person sees there and does. */
export class Workbench {
  readonly page: Page;
  readonly tunnels: TreeView;
  readonly quickInput: QuickInput;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(15_000);
    this.tunnels = new TreeView(page);
    this.quickInput = new QuickInput(page);
  }

  /** Shows the page at this address and waits until the workbench can be used. */
  async open(url: string): Promise<void> {
    await this.page.addInitScript(pagePrelude);
    // A window in front of a person has these.
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.goto(url);
    await this.#ready();
  }

  /** `Developer: Reload Window`. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#ready();
  }

  async #ready(): Promise<void> {
    const timeout = 60_000;
    await this.page.locator('.monaco-workbench .activitybar .action-item').first().waitFor({ timeout });
    await this.page.locator('.statusbar-item.remote-kind, .statusbar-item').first().waitFor({ timeout });
  }

  /** Brings the side bar with the tunnels to the front, and waits until the view has something to show. */
  async openTunnelsView(): Promise<void> {
    const entry = this.#entry();
    // Extensions are known a little later than the window is drawn.
    await entry.waitFor({ timeout: 60_000 });
    const isOpen = async () => (await entry.getAttribute('class'))?.includes('checked') === true;
    if (!(await isOpen())) await entry.click();
    await waitFor(
      'the view of tunnels',
      async () => {
        const shown = (await this.tunnels.welcomeText()) + (await this.tunnels.text());
        return (await isOpen()) && shown !== '' ? true : undefined;
      },
      { timeout: 60_000 },
    );
  }

  /** The view's icon in the activity bar. */
  #entry(): Locator {
    return this.page.locator('.activitybar .action-item', {
      has: this.page.locator('.action-label[aria-label^="Tunnel Explorer"]'),
    });
  }

  /** Runs a command of this extension by its title (`Add Account…`), or any other by its full one (`View: …`). */
  async runCommand(title: string): Promise<void> {
    const label = title.includes(': ') ? title : commandPrefix + title;
    await this.#openPalette(label);
    await this.quickInput.pick(label);
  }

  /** Opens it with this text in the box, again where it closes at once: what a menu that goes does to it. */
  async #openPalette(text: string): Promise<void> {
    await waitFor('the command palette', async () => {
      const isOpen = (await this.quickInput.state())?.value.startsWith('>') === true;
      // A window that has just opened does not know its keys yet.
      if (!isOpen) await this.page.keyboard.press('F1');
      try {
        await this.quickInput.waitFor({ placeholder: 'Type the name of a command to run.' }, 1_000);
        await this.quickInput.type(`>${text}`, 1_000);
        return await this.quickInput.waitFor({ value: `>${text}` }, 1_000);
      } catch {
        return undefined;
      }
    });
  }

  /** Titles of the commands that the palette offers for this text, in its order. */
  async commandsFor(text: string): Promise<readonly string[]> {
    await this.#openPalette(text);
    const labels = await waitFor('commands', async () => {
      const items = await this.quickInput.items();
      return items.length > 0 ? items.map((item) => item.label) : undefined;
    });
    await this.quickInput.escape();
    return labels;
  }

  /** Those that are up. */
  async notifications(): Promise<readonly Notification[]> {
    return this.page.locator(toast).evaluateAll((toasts: PageElement[]) =>
      toasts.map((element) => {
        const message = element.querySelector('.notification-list-item-message');
        const icon = element.querySelector('.notification-list-item-icon')?.className ?? '';
        const buttons = element.querySelectorAll('.notification-list-item-buttons-container .monaco-button');
        const severity = icon.includes('codicon-error')
          ? 'error'
          : icon.includes('codicon-warning')
            ? 'warning'
            : 'info';
        return {
          message: message?.innerText.trim() ?? '',
          severity,
          buttons: [...buttons].map((button) => button.innerText.trim()).filter((name) => name !== ''),
        };
      }),
    );
  }

  /** Waits for one whose message contains the text. */
  async notification(text: string, timeout?: number): Promise<Notification> {
    return waitFor(
      `a notification with "${text}"`,
      async () => (await this.notifications()).find(({ message }) => message.includes(text)),
      {
        ...(timeout !== undefined && { timeout }),
        whatInstead: async () => JSON.stringify(await this.notifications()),
      },
    );
  }

  /** Presses a button of the notification whose message contains the text. */
  async answerNotification(text: string, button: string): Promise<void> {
    const found = this.page.locator(toast, { hasText: text });
    await found.locator('.monaco-button', { hasText: button }).click();
  }

  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator(toast).first().waitFor({ state: 'hidden' });
  }

  /** The buttons and text of the dialog that is open in the middle of the window (a modal message). */
  async dialog(): Promise<{ readonly text: string; readonly buttons: readonly string[] }> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.waitFor();
    return {
      text: await box.locator('.dialog-message-container').innerText(),
      buttons: await box.locator('.dialog-buttons .monaco-button').allInnerTexts(),
    };
  }

  async answerDialog(button: string): Promise<void> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.locator('.dialog-buttons .monaco-button', { hasText: button }).click();
    await box.waitFor({ state: 'hidden' });
  }

  async statusBar(): Promise<readonly StatusBarItem[]> {
    return this.page.locator('.statusbar-item').evaluateAll((items: PageElement[]) =>
      items.map((item) => ({
        id: item.id,
        text: item.innerText.replaceAll('\u00a0', ' ').trim(),
        ariaLabel:
          item.querySelector('[aria-label]')?.getAttribute('aria-label') ??
          item.getAttribute('aria-label') ??
          '',
      })),
    );
  }

  /** The number on the view's icon in the activity bar; empty where there is none. */
  async badge(): Promise<string> {
    const badge = this.#entry().locator('.badge-content').filter({ visible: true });
    return (await badge.count()) === 0 ? '' : badge.first().innerText();
  }

  /** Brings another view to the front of the side bar, so that the tunnels are hidden. */
  async hideTunnelsView(): Promise<void> {
    await this.page.locator('.activitybar .action-item .action-label[aria-label^="Explorer"]').click();
    await this.page.locator('.part.sidebar .customview-tree').first().waitFor({ state: 'hidden' });
  }

  /** The title of the editor in front; empty where none is open. */
  async editorTitle(): Promise<string> {
    const tab = this.page.locator('.editor-group-container.active .tab.active .label-name');
    return (await tab.count()) === 0 ? '' : tab.first().innerText();
  }

  /** The lines of the editor in front that are on the screen. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .view-lines .view-line');
    const found = await lines.evaluateAll((all: PageElement[]) =>
      all.map((line) => ({ top: line.offsetTop, text: line.innerText })),
    );
    return found
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  }

  /** Waits until the clipboard holds what `test` wants, and gives it: commands write to it a little later. */
  async clipboard(what: string, test: (text: string) => boolean): Promise<string> {
    const read = () => this.page.evaluate<string>('navigator.clipboard.readText()');
    return waitFor(
      `${what} in the clipboard`,
      async () => {
        const text = await read();
        return test(text) ? text : undefined;
      },
      { whatInstead: read },
    );
  }

  /**
   * What the secret storage holds, encrypted, all in one: no word of a secret can be seen in it, but it is another one
   * after each that is stored or deleted. Empty where nothing was ever stored.
   */
  async sealedSecrets(): Promise<string> {
    return this.page.evaluate<string>("localStorage.getItem('secrets.provider') ?? ''");
  }
}
