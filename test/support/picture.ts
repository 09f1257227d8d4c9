import { launchBrowser } from './vscode/browser.ts';
import { Workbench } from './vscode/workbench.ts';
import { addSampleAccount } from './sampleSignIn.ts';

const size = { width: 900, height: 620 };

/** What a picture can be of: how it is come to, which gives as text what is seen there, and how much from the upper left corner. */
const subjects = {
  tree: { show: showTree, part: size },
  hover: { show: showHover, part: size },
  filtered: { show: showFiltered, part: size },
  'sign-in': { show: showSignIn, part: { width: 745, height: 288 } },
  details: { show: showDetails, part: size },
  audit: { show: showAudit, part: size },
} as const;

export type Subject = keyof typeof subjects;

export function isSubject(name: string): name is Subject {
  return Object.hasOwn(subjects, name);
}

/** Goes the way that a person goes, saves a picture of where it leads, and gives what is shown there as text. */
export async function takePicture(url: string, of: Subject, file: string): Promise<string> {
  const { show, part } = subjects[of];
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: size, deviceScaleFactor: 2 });
    const workbench = new Workbench(await context.newPage());
    await workbench.open(url);
    await workbench.openTunnelsView();
    const text = await show(workbench);
    // What fades in is to be there.
    const animations = 'disabled';
    await workbench.page.screenshot({ path: file, clip: { x: 0, y: 0, ...part }, animations });
    return text;
  } finally {
    await browser.close();
  }
}

/** Adds the sample's account, expands a tunnel and a connector, and hovers an edge connection. */
async function showTree(workbench: Workbench): Promise<string> {
  await addSampleAccount(workbench);
  await widenSideBar(workbench);
  const { tunnels } = workbench;
  const connector = ['web-prod', '7c0f4d6e'];
  await tunnels.expand('web-prod');
  await tunnels.expand(connector);
  // It was read though nobody opened it.
  await tunnels.row('backup-vault').has({ description: /all in Ashburn/ });
  const rows = await tunnels.text.is(/Dallas \(dfw08\)/);
  await tunnels.hover([...connector, 'Dallas (dfw08)']).isThere();
  return rows;
}

/** The hover of a tunnel with which something is wrong. */
async function showHover(workbench: Workbench): Promise<string> {
  await addSampleAccount(workbench);
  await widenSideBar(workbench);
  const { tunnels } = workbench;
  await tunnels.expand('api-gateway');
  await tunnels.row(['api-gateway', 'Findings']).isThere();
  const { text } = await tunnels.hover('api-gateway').has({ text: /Last 24 hours/ });
  return text;
}

/** The tunnels with which something is wrong, and nothing else. */
async function showFiltered(workbench: Workbench): Promise<string> {
  await addSampleAccount(workbench);
  await widenSideBar(workbench);
  await workbench.tunnels.row('web-prod').isThere();
  await workbench.tunnels.clickTitleAction('Show Only Tunnels with Findings');
  await workbench.tunnels.row('web-prod').isGone();
  await workbench.tunnels.message.is(/hidden/);
  await workbench.page.mouse.move(0, 0);
  return workbench.tunnels.text.is(/./);
}

/** The first step of signing in, over the view as a newcomer sees it. */
async function showSignIn({ quickInput, tunnels, page }: Workbench): Promise<string> {
  await tunnels.clickWelcomeButton('Add Account…');
  await quickInput.state.has({ placeholder: 'How do you sign in?' });
  await page.mouse.move(0, 0);
  const items = await quickInput.items.isNot([]);
  return items.map(({ label, description }) => `${label}  ${description}`.trimEnd()).join('\n');
}

/** The page of a degraded tunnel, with nothing beside it. */
async function showDetails(workbench: Workbench): Promise<string> {
  await addSampleAccount(workbench);
  await workbench.tunnels.chooseFromMenu('api-gateway', 'Show Details');
  return pageAlone(workbench, /^Tunnel api-gateway\n/);
}

async function showAudit(workbench: Workbench): Promise<string> {
  await addSampleAccount(workbench);
  await workbench.runCommand('Audit Tunnels');
  return pageAlone(workbench, /^Tunnel audit/);
}

async function pageAlone(workbench: Workbench, beginning: RegExp): Promise<string> {
  await workbench.previewText.is(beginning);
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.page.mouse.move(0, 0);
  return workbench.previewText.is(beginning);
}

/** By its edge, with the mouse: the rows' descriptions are to be read. */
async function widenSideBar({ page }: Workbench): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (box === null) throw new Error('There is no side bar.');
  const edge = box.x + box.width;
  const middle = box.y + box.height / 2;
  await page.mouse.move(edge, middle);
  await page.mouse.down();
  await page.mouse.move(edge + 300, middle, { steps: 5 });
  await page.mouse.up();
}
