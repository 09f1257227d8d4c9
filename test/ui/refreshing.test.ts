import { findTunnel } from '../support/sampleCompany.ts';
import { fact, labels } from './signInSteps.ts';
import { sampleWindow } from './window.ts';

const list = /\/cfd_tunnel(\?|$)/;

describe('Refreshing', function () {
  this.timeout(240_000);
  const window = sampleWindow();

  const rename = (from: string, to: string) => {
    findTunnel(window().api.company, from).tunnel.name = to;
  };

  it('shows what changed at the API, by the palette and by the button of the view', async () => {
    const { workbench } = window();
    rename('staging', 'staging-2');
    await workbench.runCommand('Refresh');
    await workbench.tunnels.row('staging-2').isThere();
    rename('staging-2', 'staging');
    await workbench.tunnels.clickTitleAction('Refresh');
    await workbench.tunnels.row('staging').isThere();
  });

  it('keeps expansion and selection, and reads only what is expanded', async () => {
    const { tunnels } = window().workbench;
    await tunnels.expand('web-prod');
    await tunnels.expand(['web-prod', '7c0f4d6e']);
    const edge = ['web-prod', '7c0f4d6e', 'Ashburn (iad05)'];
    await tunnels.select(edge);
    // A click on it opens its details, which are read too as long as they are shown.
    await window().workbench.editorTitle.is(/Ashburn/);
    await window().workbench.closeEditors();
    await window().workbench.editorTitle.is('');
    const asked = window().asked();
    rename('staging', 'staging-3');
    await window().workbench.runCommand('Refresh');
    await tunnels.row('staging-3').isThere();
    await tunnels.row(edge).has({ selected: true });
    const idOf = (name: string) => findTunnel(window().api.company, name).tunnel.id;
    // A degraded tunnel is read too, so that its row can say why.
    await asked
      .pick((requests) => requests.map(({ path }) => path.split('/cfd_tunnel')[1]).toSorted())
      .is(['', `/${idOf('web-prod')}/connections`, `/${idOf('api-gateway')}/connections`].toSorted());
  });

  it('refreshes one row alone', async () => {
    const { tunnels } = window().workbench;
    const asked = window().asked();
    findTunnel(window().api.company, 'web-prod').connectors.pop();
    await tunnels.clickInlineAction('web-prod', 'Refresh');
    await tunnels.row('web-prod').has({ description: 'healthy · 1 connector · 4 connections' });
    await asked.pick((requests) => requests.filter(({ path }) => path.endsWith('/cfd_tunnel'))).is([]);
  });

  it('keeps the tree when the API fails, says so, and recovers by the row’s own button', async () => {
    const { notifications, tunnels } = window().workbench;
    const shown = tunnels.rows.pick(labels);
    const before = await shown.isNot([]);
    await notifications.is([]);
    await notifications.stays(async () => {
      const end = window().api.fail(list, { kind: 'refusal', status: 500 });
      await window().workbench.runCommand('Refresh');
      await tunnels.row('Cloudflare server error').has({
        description: 'HTTP 500: retry later, or see cloudflarestatus.com',
      });
      await shown.is(['Cloudflare server error', ...before]);
      await tunnels.message.is(
        /^Cloudflare server error\. Showing data as of \d\d:\d\d:\d\d\. Refresh to try again\.$/,
      );
      await tunnels
        .hover('Cloudflare server error')
        .pick(fact('cf-ray'))
        .is(/^[0-9a-f]{16}-/);
      end();
      await tunnels.clickInlineAction('Cloudflare server error', 'Refresh');
      await shown.is(before);
      await tunnels.message.is(/^updated \d\d:\d\d:\d\d$/);
    });
  });

  it('sends nothing to an address that is not allowed, and names the setting', async () => {
    const { workbench } = window();
    const asked = window().asked();
    const elsewhere = window().api.url.replace('127.0.0.1', 'tunnel-explorer.invalid');
    await window().vscode.changeSettings({ 'tunnelExplorer.apiBaseUrl': elsewhere });
    const row = 'Setting tunnelExplorer.apiBaseUrl is invalid';
    await workbench.tunnels.row(row).isThere();
    await asked.is([]);
    await workbench.tunnels.select(row);
    await workbench.page.locator('.settings-editor .setting-item').first().waitFor();
    await workbench.editorTitle.is('Settings');
    await window().vscode.changeSettings({ 'tunnelExplorer.apiBaseUrl': window().api.url });
    await workbench.tunnels.row(row).isGone();
  });

  it('goes on with the default where the interval is out of range', async () => {
    await window().vscode.changeSettings({ 'tunnelExplorer.refreshInterval': 5 });
    await window().workbench.tunnels.row('Setting tunnelExplorer.refreshInterval is invalid').has({
      description: 'use 0, or a whole number of seconds from 10 to 3600; until then, 0 is used',
    });
  });

  it('refreshes by itself every 10 seconds when set so', async () => {
    await window().vscode.changeSettings({ 'tunnelExplorer.refreshInterval': 10 });
    rename('staging-3', 'staging-4');
    await window().workbench.tunnels.row('staging-4').isThere();
    const seconds = window().requests.pick((all) => {
      const [before, last] = all.filter(({ path }) => path.endsWith('/cfd_tunnel')).slice(-2);
      return String(Math.round((last!.at - before!.at) / 1000));
    });
    await window().api.arrival(list);
    await seconds.is(/^1[0-4]$/);
  });
});
