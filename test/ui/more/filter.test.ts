import { findTunnel } from '../../support/sampleCompany.ts';
import { labels } from '../signInSteps.ts';
import { sampleWindow } from '../window.ts';

describe('Showing only tunnels with findings', function () {
  this.timeout(240_000);
  const window = sampleWindow();

  const topRows = () =>
    window().workbench.tunnels.rows.pick((rows) => labels(rows.filter(({ level }) => level === 1)));

  it('leaves those that are degraded or down, and counts the others above the rows', async () => {
    const { tunnels } = window().workbench;
    await tunnels.row('web-prod').isThere();
    await tunnels.clickTitleAction('Show Only Tunnels with Findings');
    await topRows().is(['api-gateway', 'old-intranet', 'warehouse']);
    await tunnels.message.is(/^updated \S+ · 10 tunnels hidden, 9 of them not read yet$/);
  });

  it('shows one as soon as something is wrong with it', async () => {
    findTunnel(window().api.company, 'media').tunnel.status = 'down';
    await window().workbench.runCommand('Refresh');
    await topRows().is(['api-gateway', 'media', 'old-intranet', 'warehouse']);
  });

  it('is remembered over a reload of the window', async () => {
    const { workbench } = window();
    await workbench.reload();
    await workbench.openTunnelsView();
    await topRows().is(['api-gateway', 'media', 'old-intranet', 'warehouse']);
  });

  it('ends where a tunnel is gone to that is hidden', async () => {
    const { quickInput, tunnels } = window().workbench;
    await window().workbench.runCommand('Go to Tunnel or Connector…');
    await quickInput.type('web-prod');
    await quickInput.pick('web-prod');
    await tunnels.row('web-prod').has({ selected: true });
    await tunnels.row('backup-vault').isThere();
  });

  it('ends by the button in its place', async () => {
    const { tunnels } = window().workbench;
    await tunnels.clickTitleAction('Show Only Tunnels with Findings');
    await tunnels.row('backup-vault').isGone();
    await tunnels.clickTitleAction('Show All Tunnels');
    await tunnels.row('backup-vault').isThere();
    await tunnels.message.is(/^updated \S+$/);
  });
});
