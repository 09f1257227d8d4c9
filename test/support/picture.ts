import { launchBrowser } from './vscode/browser.ts';
import { Workbench } from './vscode/workbench.ts';
import { addSampleAccount } from './sampleSignIn.ts';

/**
 * Goes the whole way that a person goes: adds the sample's account, expands a tunnel and a connector, hovers an edge
 * connection. Saves a picture of that, and gives the rows as text.
 */
export async function takePicture(url: string, file: string): Promise<string> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      viewport: { width: 900, height: 620 },
      deviceScaleFactor: 2,
    });
    const workbench = new Workbench(await context.newPage());
    await workbench.open(url);
    await workbench.openTunnelsView();
    await addSampleAccount(workbench);
    await widenSideBar(workbench);

    const { tunnels } = workbench;
    const connector = ['web-prod', '7c0f4d6e'];
    await tunnels.expand('web-prod');
    await tunnels.expand(connector);
    const rows = await tunnels.text();
    await tunnels.hover([...connector, 'Dallas (dfw08)']);
    await workbench.screenshot(file);
    return rows;
  } finally {
    await browser.close();
  }
}

/** By its edge, with the mouse: the rows' descriptions are to be read. */
async function widenSideBar({ page }: Workbench): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (box === null) throw new Error('There is no side bar.');
  const edge = box.x + box.width;
  const middle = box.y + box.height / 2;
  await page.mouse.move(edge, middle);
  await page.mouse.down();
  await page.mouse.move(edge + 230, middle, { steps: 5 });
  await page.mouse.up();
}
