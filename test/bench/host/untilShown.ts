import type { Workbench } from '../../support/vscode/workbench.ts';

const rows = '.part.sidebar .customview-tree .monaco-list-row';

/**
 * Looks from now on for this many rows with this text. What it gives resolves once they are drawn, with the milliseconds
 * since the last key or button of the mouse that was pressed: by the page's own clock, so that what drives it does not
 * count.
 */
export async function untilShown(
  { page }: Workbench,
  text: string,
  count = 1,
): Promise<() => Promise<number>> {
  await page.evaluate(`globalThis.benchShown = new Promise((resolve) => {
    let start;
    const press = () => (start = performance.now());
    const look = () => {
      const found = [...document.querySelectorAll(${JSON.stringify(rows)})]
        .filter(({ textContent }) => textContent.replaceAll('\u00a0', ' ').includes(${JSON.stringify(text)}));
      if (start === undefined || found.length < ${count}) return;
      for (const type of presses) document.removeEventListener(type, press, true);
      observer.disconnect();
      resolve(performance.now() - start);
    };
    const presses = ['mousedown', 'keydown'];
    for (const type of presses) document.addEventListener(type, press, true);
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  }); undefined`);
  return () => page.evaluate<number>('globalThis.benchShown');
}
