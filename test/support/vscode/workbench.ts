import type { Locator, Page } from 'playwright-core';
import { type PageElement, pagePrelude } from './pageElement.ts';
import { QuickInput } from './quickInput.ts';
import { Shown } from './shown.ts';
import { TreeView } from './treeView.ts';
import { patience, waitFor } from './waitFor.ts';

export interface Notification {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly buttons: readonly string[];
}

/** A message in the middle of the window, which has to be answered first. */
export interface Dialog {
  readonly text: string;
  readonly buttons: readonly string[];
}

export interface StatusBarItem {
  readonly text: string;
  readonly ariaLabel: string;
}

/** The size of a window in which the whole sample company can be seen. */
export const windowSize = { width: 1280, height: 1200 };

const toast = '.notifications-toasts .notification-list-item';
const commandPrefix = 'Tunnel Explorer: ';

export interface Picture {
  readonly alt: string;
  readonly address: string;
  /** What the address leads to is a picture, and it may be shown. */
  readonly isDrawn: boolean;
}

/** The window of VS Code in a browser page: what a person sees there and does. */
export class Workbench {
  readonly page: Page;
  readonly tunnels: TreeView;
  readonly quickInput: QuickInput;
  /** Those that are up. */
  readonly notifications: Shown<readonly Notification[]>;
  /** `undefined` where none is open. */
  readonly dialog: Shown<Dialog | undefined>;
  /** The number on the view's icon in the activity bar; empty where there is none. */
  readonly badge: Shown<string>;
  /** The title of the editor in front; empty where none is open. */
  readonly editorTitle: Shown<string>;
  /** The titles of all editors, in the order of their tabs. */
  readonly editorTitles: Shown<readonly string[]>;
  /** The lines of the editor in front that are on the screen. */
  readonly editorText: Shown<string>;
  /** What the Markdown preview in front shows, as it is read. */
  readonly previewText: Shown<string>;
  /** The pictures in it. */
  readonly previewPictures: Shown<readonly Picture[]>;
  readonly clipboard: Shown<string>;
  /**
   * What the secret storage holds, encrypted, all in one: no word of a secret can be seen in it, but it is another one
   * after each that is stored or deleted. Empty where nothing was ever stored.
   */
  readonly sealedSecrets: Shown<string>;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(patience);
    this.tunnels = new TreeView(page);
    this.quickInput = new QuickInput(page);
    this.notifications = new Shown('the notifications', () => this.#notifications());
    this.dialog = new Shown('the dialog', () => this.#dialog());
    this.badge = new Shown('the badge', () => textOf(this.#entry().locator('.badge-content')));
    const tab = page.locator('.editor-group-container.active .tab.active .label-name');
    this.editorTitle = new Shown('the title of the editor', () => textOf(tab));
    const tabs = page.locator('.editor-group-container .tab .label-name');
    this.editorTitles = new Shown('the titles of the editors', () => tabs.allInnerTexts());
    this.editorText = new Shown('the text of the editor', () => this.#editorText());
    const preview = page.frameLocator('iframe.webview.ready').frameLocator('iframe').locator('body');
    this.previewText = new Shown('the text of the preview', () => preview.innerText({ timeout: 1_000 }));
    this.previewPictures = new Shown('the pictures of the preview', () =>
      preview.locator('img').evaluateAll((images: PageElement[]) =>
        images.map((image) => ({
          alt: image.getAttribute('alt') ?? '',
          address: image.getAttribute('src') ?? '',
          isDrawn: (image.naturalWidth ?? 0) > 0,
        })),
      ),
    );
    this.clipboard = new Shown('the clipboard', () =>
      page.evaluate<string>('navigator.clipboard.readText()'),
    );
    this.sealedSecrets = new Shown('the sealed secrets', () =>
      page.evaluate<string>("localStorage.getItem('secrets.provider') ?? ''"),
    );
  }

  /** Shows the page at this address and waits until the workbench can be used. */
  async open(url: string): Promise<void> {
    await this.page.addInitScript(pagePrelude);
    // A window in front of a person has these.
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.goto(url);
    await this.#ready();
  }

  /** `Developer: Reload Window`: VS Code saves before it which editors are open. */
  async reloadWithEditors(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.#ready();
  }

  /** As a browser does it. */
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
    await entry.click();
    await entry.and(this.page.locator('.checked')).waitFor();
    await this.tunnels.text.is(/./, 60_000);
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
    await this.quickInput.openPalette(label);
    await this.quickInput.pick(label);
  }

  /** Presses VS Code's own button of a preview that opens its source. */
  async openSource(): Promise<void> {
    const actions = this.page.locator('.editor-group-container.active .monaco-toolbar .action-label');
    await actions.and(this.page.locator('[aria-label*="Source"]')).click();
  }

  async #notifications(): Promise<readonly Notification[]> {
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

  /** The one whose message contains the text. */
  notification(text: string): Shown<Notification | undefined> {
    const read = async () => (await this.#notifications()).find(({ message }) => message.includes(text));
    return new Shown(`a notification with "${text}"`, read, async () =>
      JSON.stringify(await this.#notifications()),
    );
  }

  /** Presses a button of the notification whose message contains the text. */
  async answerNotification(text: string, button: string): Promise<void> {
    const found = this.page.locator(toast, { hasText: text });
    await found.locator('.monaco-button', { hasText: button }).click();
  }

  /** Closes all editors; one that comes late, as a page does, is closed too. */
  async closeEditors(): Promise<void> {
    await waitFor('all editors to be closed', async () => {
      if ((await this.page.locator('.editor-group-container .tab').count()) === 0) return true;
      await this.runCommand('View: Close All Editors');
      return undefined;
    });
  }

  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator(toast).first().waitFor({ state: 'hidden' });
  }

  async #dialog(): Promise<Dialog | undefined> {
    return this.page.locator('.monaco-dialog-box').evaluateAll(([box]: PageElement[]) => {
      if (box === undefined) return undefined;
      const buttons = box.querySelectorAll('.dialog-buttons .monaco-button');
      return {
        text: box.querySelector('.dialog-message-container')?.innerText ?? '',
        buttons: [...buttons].map((button) => button.innerText),
      };
    });
  }

  async answerDialog(button: string): Promise<void> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.locator('.dialog-buttons .monaco-button', { hasText: button }).click();
    await box.waitFor({ state: 'hidden' });
  }

  /** The item of the extension with this id. */
  statusBarItem(extension: string): Shown<StatusBarItem | undefined> {
    const items = this.page.locator(`.statusbar-item[id^="${extension}."]`);
    return new Shown(`the status bar item of ${extension}`, () =>
      items.evaluateAll(([item]: PageElement[]) => {
        if (item === undefined) return undefined;
        const labelled = item.querySelector('[aria-label]') ?? item;
        return {
          text: item.innerText.replaceAll('\u00a0', ' ').trim(),
          ariaLabel: labelled.getAttribute('aria-label') ?? '',
        };
      }),
    );
  }

  /** Brings another view to the front of the side bar, so that the tunnels are hidden. */
  async hideTunnelsView(): Promise<void> {
    await this.page.locator('.activitybar .action-item .action-label[aria-label^="Explorer"]').click();
    await this.page.locator('.part.sidebar .customview-tree').first().waitFor({ state: 'hidden' });
  }

  async #editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .view-lines .view-line');
    const found = await lines.evaluateAll((all: PageElement[]) =>
      all.map((line) => ({ top: line.offsetTop, text: line.innerText })),
    );
    return found
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  }
}

/** Of the first that is seen; empty where none is. */
async function textOf(locator: Locator): Promise<string> {
  const [first = ''] = await locator.filter({ visible: true }).allInnerTexts();
  return first;
}
