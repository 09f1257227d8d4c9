import { findTunnel, sampleAccountId, sampleTokens, secondAccountId } from '../../support/sampleCompany.ts';
import { acceptTicked, giveToken, labels, step } from '../signInSteps.ts';
import { openWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

describe('Menus', function () {
  this.timeout(240_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow({ 'tunnelExplorer.refreshInterval': 0 });
    const { workbench } = window;
    await giveToken(workbench, sampleTokens.several);
    await workbench.quickInput.state.has({ placeholder: step.accounts });
    for (const name of ['Larkfield Instruments', 'Larkfield Labs']) await workbench.quickInput.check(name);
    await workbench.quickInput.accept();
    await acceptTicked(workbench, step.tunnels);
    await workbench.tunnels.row(['Larkfield Labs', 'test-bench']).isThere();
  });
  after(() => window.close());

  const tunnel = (name: string) => findTunnel(window.api.company, name).tunnel.id ?? '';

  it('refreshes everything by the title’s button, whatever row has the focus', async () => {
    const { tunnels } = window.workbench;
    await tunnels.select('test-bench');
    const asked = window.asked();
    await tunnels.clickTitleAction('Refresh');
    await asked
      .pick((requests) =>
        requests
          .map(({ path }) => path)
          .filter((path) => path.endsWith('/cfd_tunnel'))
          .toSorted(),
      )
      .is([`/accounts/${sampleAccountId}/cfd_tunnel`, `/accounts/${secondAccountId}/cfd_tunnel`].toSorted());
  });

  it('asks which account to remove by the title’s menu, whatever row has the focus', async () => {
    const { quickInput, tunnels } = window.workbench;
    await tunnels.select('test-bench');
    await tunnels.chooseFromTitleMenu('Remove Account…');
    await quickInput.state.has({ placeholder: 'Which account do you want to remove?' });
    await quickInput.close();
    await tunnels.chooseFromMenu('Larkfield Labs', 'Remove Account…');
    await window.workbench.dialog
      .pick((dialog) => dialog?.text.split('\n')[0])
      .is('Remove Larkfield Labs from this view?');
    await window.workbench.answerDialog('Cancel');
  });

  it('refreshes a route’s tunnel by the menu of its row, and copies its address', async () => {
    const { clipboard, tunnels } = window.workbench;
    await tunnels.expand('web-prod');
    await tunnels.expand(['web-prod', 'Routes']);
    const route = ['web-prod', 'Routes', 'www.larkfield.example'];
    const asked = window.asked();
    await tunnels.chooseFromMenu(route, 'Refresh');
    await asked
      .pick((requests) => requests.map(({ path }) => path.split(tunnel('web-prod'))[1]).toSorted())
      .is(['', '/configurations', '/connections']);
    await tunnels.chooseFromMenu(route, 'Copy URL');
    await clipboard.is('https://www.larkfield.example/');
  });

  it('opens the details of a connection by a click on it, and of its tunnel by one on a route', async () => {
    const { editorTitle, tunnels } = window.workbench;
    await tunnels.expand(['web-prod', '7c0f4d6e']);
    await tunnels.select(['web-prod', '7c0f4d6e', 'Ashburn (iad05)']);
    await editorTitle.is(/Ashburn \(iad05\) /);
    await tunnels.select(['web-prod', 'Routes', 'www.larkfield.example']);
    await editorTitle.is(/web-prod /);
    await tunnels.inlineActions('web-prod').is(['Show Details', 'Refresh']);
  });

  it('copies the command that follows the log of a connector', async () => {
    const { clipboard, tunnels } = window.workbench;
    await tunnels.chooseFromMenu(['web-prod', '7c0f4d6e'], 'Copy cloudflared tail Command');
    await clipboard.is(
      new RegExp(`^cloudflared tail --connector-id 7c0f4d6e-[0-9a-f-]{27} ${tunnel('web-prod')}$`),
    );
  });

  it('sorts by the title’s menu, which offers the other orders', async () => {
    const { tunnels } = window.workbench;
    const names = ['api-gateway', 'old-intranet'];
    const order = tunnels.rows.pick((rows) => labels(rows).filter((label) => names.includes(label)));
    await tunnels.chooseFromTitleMenu('Sort by Status');
    await order.is(names.toReversed());
    await window.settings.pick((settings) => settings['tunnelExplorer.sortBy']).is('status');
    await tunnels.chooseFromTitleMenu('Sort by Name');
    await order.is(names);
  });

  it('opens the settings of the extension', async () => {
    await window.workbench.tunnels.chooseFromTitleMenu('Open Settings');
    await window.workbench.editorTitle.is('Settings');
  });
});
