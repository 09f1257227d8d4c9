import type { RecordedRequest } from '../../support/cloudflareServer.ts';
import { signInToFirstAccount } from '../../support/sampleSignIn.ts';
import { fetchBare } from '../bare.ts';
import { inTurns, timed } from '../benchCase.ts';
import type { BenchCase } from '../benchCase.ts';
import type { BenchWindow } from './benchWindow.ts';
import { untilShown } from './untilShown.ts';

const unit = 'ms';
const anyRow = '-tunnel-';
const expandedCount = 20;

/** From the Enter that ends the last step. The view is shown. */
export function signInCase({ api, vscode, workbench }: BenchWindow): BenchCase {
  return {
    name: 'In VS Code, 1,000 tunnels, end of sign-in to first rows',
    target: { of: 'figure', atMost: 1_500 },
    floorIs: 'bare `fetch` and `JSON.parse` of the list',
    unit,
    rounds: 4,
    round: async () => {
      await vscode.changeSettings({ 'tunnelExplorer.accounts': undefined });
      await workbench.tunnels.welcomeText.is(/./);
      const from = api.requests.length;
      const shown = await untilShown(workbench, anyRow);
      await signInToFirstAccount(workbench);
      const figure = await shown();
      return { figure, floor: await fetchAgain(api.url, api.requests.slice(from).filter(isList).slice(-1)) };
    },
  };
}

/** From the click until the connectors of all that are expanded are seen to have changed. */
export async function refreshCase({ api, workbench }: BenchWindow): Promise<BenchCase> {
  const { tunnels } = workbench;
  const all = api.company.accounts.flatMap((account) => account.tunnels);
  const rows = await tunnels.rows.pick((shown) => shown.slice(0, expandedCount)).isThere();
  const expanded = rows.flatMap(({ label }) => all.filter(({ tunnel }) => tunnel.name === label));
  for (const { tunnel } of expanded) await tunnels.expand(tunnel.name ?? '');
  let release = 0;
  return {
    name: 'In VS Code, 1,000 tunnels of which 20 are expanded, a refresh',
    target: { of: 'figure', atMost: 500 },
    floorIs: 'bare `fetch` and `JSON.parse` of the same, six at a time',
    unit,
    rounds: 8,
    round: async () => {
      const version = `2027.1.${release++}`;
      for (const { connectors } of expanded) {
        for (const connector of connectors) connector.version = version;
      }
      const from = api.requests.length;
      const shown = await untilShown(workbench, `· ${version} ·`, expandedCount);
      await tunnels.clickTitleAction('Refresh');
      const figure = await shown();
      return { figure, floor: await fetchAgain(api.url, api.requests.slice(from)) };
    },
  };
}

/** From the click on the view's icon, which also starts the extension, in a new extension host. */
export function firstRowsCase({ renew, workbench }: BenchWindow): BenchCase {
  const firstRow = async (view: string, text: string) => {
    await workbench.hideTunnelsView();
    await renew();
    const icon = workbench.page.locator(`.activitybar .action-label[aria-label^="${view}"]`);
    await icon.waitFor({ timeout: 60_000 });
    const shown = await untilShown(workbench, text);
    await icon.click();
    return shown();
  };
  return {
    name: 'In VS Code, 1,000 tunnels, click on an extension that has not started to first rows',
    floorIs: 'the same of an extension that shows one row',
    unit,
    rounds: 3,
    round: inTurns(
      () => firstRow('One Row', 'The only row'),
      () => firstRow('Tunnel Explorer', anyRow),
    ),
  };
}

function isList({ path }: RecordedRequest): boolean {
  return path.endsWith('/cfd_tunnel');
}

function fetchAgain(baseUrl: string, requests: readonly RecordedRequest[]): Promise<number> {
  const urls = requests.map(
    ({ path, query }) => `${baseUrl}${path}?${new URLSearchParams(query).toString()}`,
  );
  return timed(() => fetchBare(urls));
}
