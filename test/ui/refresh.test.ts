import assert from 'node:assert/strict';
import { findTunnel } from '../support/sampleCompany.ts';
import { waitFor } from '../support/vscode/waitFor.ts';
import { addSampleAccount } from '../support/sampleSignIn.ts';
import { openWindow } from './window.ts';
import type { TestWindow } from './window.ts';

const list = /\/cfd_tunnel(\?|$)/;

describe('Refreshing', function () {
  this.timeout(120_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow({ 'tunnelExplorer.refreshInterval': 0 });
    await addSampleAccount(window.workbench);
  });
  after(() => window.close());

  const rename = (from: string, to: string) => {
    findTunnel(window.api.company, from).tunnel.name = to;
  };

  it('shows what changed at the API, by the palette and by the button of the view', async () => {
    const { workbench } = window;
    rename('staging', 'staging-2');
    await workbench.runCommand('Refresh');
    await workbench.tunnels.row('staging-2');
    rename('staging-2', 'staging');
    await workbench.tunnels.clickTitleAction('Refresh');
    await workbench.tunnels.row('staging');
  });

  it('keeps expansion and selection, and reads only what is expanded', async () => {
    const { tunnels } = window.workbench;
    await tunnels.expand('web-prod');
    await tunnels.expand(['web-prod', '7c0f4d6e']);
    await tunnels.select(['web-prod', '7c0f4d6e', 'Ashburn (iad05)']);
    const from = window.api.requests.length;
    rename('staging', 'staging-3');
    await window.workbench.runCommand('Refresh');
    await tunnels.row('staging-3');
    const edge = await tunnels.row(['web-prod', '7c0f4d6e', 'Ashburn (iad05)']);
    assert.equal(edge.selected, true);
    const idOf = (name: string) => findTunnel(window.api.company, name).tunnel.id;
    // A degraded tunnel is read too, so that its row can say why.
    assert.deepEqual(
      window.api.requests.slice(from).map(({ path }) => path.split('/cfd_tunnel')[1]),
      ['', `/${idOf('web-prod')}/connections`, `/${idOf('api-gateway')}/connections`],
    );
  });

  it('refreshes one row alone', async () => {
    const { tunnels } = window.workbench;
    const from = window.api.requests.length;
    findTunnel(window.api.company, 'web-prod').connectors.pop();
    await tunnels.clickInlineAction('web-prod', 'Refresh');
    await tunnels.waitForRows('one connector', (rows) =>
      rows.some(({ description }) => description === 'healthy · 1 connector · 4 connections'),
    );
    assert.ok(window.api.requests.slice(from).every(({ path }) => !path.endsWith('/cfd_tunnel')));
  });

  it('keeps the tree when the API fails, says so, and recovers by the row’s own button', async () => {
    const { tunnels } = window.workbench;
    const before = await tunnels.rows();
    const end = window.api.fail(list, { kind: 'refusal', status: 500 });
    await window.workbench.runCommand('Refresh');
    const problem = await tunnels.row('Cloudflare server error');
    assert.equal(problem.description, 'HTTP 500: retry later, or see cloudflarestatus.com');
    assert.deepEqual(
      (await tunnels.rows()).slice(1).map(({ label }) => label),
      before.map(({ label }) => label),
    );
    await waitFor('the view to say how old its rows are', async () =>
      /^Cloudflare server error\. Shown as of \d\d:\d\d:\d\d\. Refresh to try again\.$/.test(
        await tunnels.message(),
      )
        ? true
        : undefined,
    );
    const { rows } = await tunnels.hover('Cloudflare server error');
    assert.match(rows.find(([label]) => label === 'cf-ray')?.[1] ?? '', /^[0-9a-f]{16}-/);
    end();
    await tunnels.clickInlineAction('Cloudflare server error', 'Refresh');
    await tunnels.waitForRows('no problem', (shown) => shown.length === before.length);
    await waitFor('the view to say how fresh its rows are', async () =>
      /^updated \d\d:\d\d:\d\d$/.test(await tunnels.message()) ? true : undefined,
    );
    assert.deepEqual(await window.workbench.notifications(), []);
  });

  it('sends nothing to an address that is not allowed, and names the setting', async () => {
    const { tunnels } = window.workbench;
    const from = window.api.requests.length;
    const elsewhere = window.api.url.replace('127.0.0.1', 'tunnel-explorer.invalid');
    await window.vscode.changeSettings({ 'tunnelExplorer.apiBaseUrl': elsewhere });
    const label = 'Setting tunnelExplorer.apiBaseUrl cannot be used';
    await tunnels.row(label);
    assert.equal(window.api.requests.length, from);
    await tunnels.select(label);
    await window.workbench.page.locator('.settings-editor .setting-item').first().waitFor();
    assert.equal(await window.workbench.editorTitle(), 'Settings');
    await window.vscode.changeSettings({ 'tunnelExplorer.apiBaseUrl': window.api.url });
    await tunnels.waitForRows('no problem', (rows) =>
      rows.every(({ icon, label: name }) => icon !== 'error' || !name.startsWith('Setting')),
    );
  });

  it('goes on with the default where the interval is out of range', async () => {
    const { tunnels } = window.workbench;
    await window.vscode.changeSettings({ 'tunnelExplorer.refreshInterval': 5 });
    const row = await tunnels.row('Setting tunnelExplorer.refreshInterval cannot be used');
    assert.match(row.description, /^use 0, or 10 to 3600 whole seconds; 0 is used meanwhile$/);
  });

  it('refreshes by itself every 10 seconds when set so', async () => {
    const { workbench } = window;
    await window.vscode.changeSettings({ 'tunnelExplorer.refreshInterval': 10 });
    rename('staging-3', 'staging-4');
    await workbench.tunnels.waitForRows(
      'the timer’s refresh',
      (rows) => rows.some(({ label }) => label === 'staging-4'),
      15_000,
    );
    const again = await window.api.arrival(list);
    assert.equal(again.method, 'GET');
  });
});
