import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { findTunnel } from '../support/sampleCompany.ts';
import { addSampleAccount } from '../support/sampleSignIn.ts';
import { waitFor } from '../support/vscode/waitFor.ts';
import { openWindow } from './window.ts';
import type { TestWindow } from './window.ts';

const list = /\/cfd_tunnel(\?|$)/;

describe('Watching', function () {
  this.timeout(120_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow({
      'tunnelExplorer.refreshInterval': 0,
      'tunnelExplorer.notifications': 'all',
    });
    await addSampleAccount(window.workbench);
  });
  after(() => window.close());

  const wire = (name: string) => findTunnel(window.api.company, name);
  const statusBarItem = async () =>
    (await window.workbench.statusBar()).find(({ id }) => id.startsWith('tunnel-explorer.'));

  it('tells on icon and status bar how many tunnels are in trouble', async () => {
    const { workbench } = window;
    await waitFor('the badge', async () => ((await workbench.badge()) === '3' ? true : undefined));
    const item = await waitFor('the item', statusBarItem);
    assert.equal(item.text, '3 tunnels');
    assert.equal(item.ariaLabel, 'Cloudflare Tunnels: 13 tunnels, 2 tunnels are down, 1 is degraded');
  });

  it('says how fresh the rows are, also in the hover', async () => {
    const { tunnels } = window.workbench;
    await waitFor('the age of the rows', async () =>
      /^updated \d\d:\d\d:\d\d$/.test(await tunnels.message()) ? true : undefined,
    );
    const { rows } = await tunnels.hover('staging');
    assert.match(rows.find(([label]) => label === 'Updated')?.[1] ?? '', /\d\d:\d\d:\d\d/);
  });

  it('reads the connectors of a degraded tunnel by itself, so that its row says why', async () => {
    const { tunnels } = window.workbench;
    assert.match((await tunnels.row('api-gateway')).description, /3 connections/);
    assert.match((await tunnels.row('staging')).description, /^healthy since /);
  });

  it('tells once of a tunnel that gets into trouble, and shows its row', async () => {
    const { workbench } = window;
    await workbench.tunnels.expand('web-prod');
    wire('web-prod').tunnel.status = 'degraded';
    wire('web-prod').connectors[0]?.conns?.pop();
    await workbench.runCommand('Refresh');
    const told = await workbench.notification('web-prod');
    assert.deepEqual(told, {
      message: 'web-prod is degraded',
      severity: 'warning',
      buttons: ['Show', 'Mute This Tunnel'],
    });
    await workbench.answerNotification('web-prod', 'Show');
    await workbench.tunnels.waitForRows('the row to be selected', (rows) =>
      rows.some(({ label, selected }) => label === 'web-prod' && selected),
    );
    const connectorsRead = window.api.arrival('/connections');
    await workbench.runCommand('Refresh');
    await connectorsRead;
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('tells of several at once in one message, and of one that has recovered', async () => {
    const { workbench } = window;
    wire('web-prod').tunnel.status = 'healthy';
    for (const name of ['media', 'staging']) wire(name).tunnel.status = 'down';
    await workbench.runCommand('Refresh');
    await workbench.notification('2 tunnels are degraded or down: ');
    const { severity } = await workbench.notification('web-prod is healthy again');
    assert.equal(severity, 'info');
    assert.equal((await workbench.notifications()).length, 2, 'nothing was told twice');
    await waitFor('the badge', async () => ((await workbench.badge()) === '5' ? true : undefined));
    await workbench.clearNotifications();
  });

  it('keeps quiet about a muted tunnel, and marks its row', async () => {
    const { workbench } = window;
    await workbench.tunnels.chooseFromMenu('dev-laptop', 'Mute Notifications');
    await workbench.tunnels.waitForRows('the mark', (rows) =>
      rows.some(({ label, description }) => label === 'dev-laptop' && description.endsWith('· muted')),
    );
    for (const name of ['dev-laptop', 'backup-vault']) wire(name).tunnel.status = 'down';
    await workbench.runCommand('Refresh');
    await workbench.notification('backup-vault is down');
    assert.equal((await workbench.notifications()).length, 1);
    await workbench.clearNotifications();
  });

  it('lists what changed, newest first, also after a reload of the window', async () => {
    const { workbench } = window;
    const shown = async () => {
      await workbench.runCommand('Show Recent Changes');
      return waitFor('the document', async () => {
        const text = await workbench.editorText();
        return text.includes('# Recent changes') ? text : undefined;
      });
    };
    const before = await shown();
    const lines = before.split('\n').filter((line) => line.startsWith('- '));
    assert.match(before, /^# Recent changes\n+## \w+ \d+ \w+ \d{4}$/m);
    assert.match(lines[0] ?? '', /^- \d\d:\d\d:\d\d `(backup-vault|dev-laptop)`: healthy → down$/);
    assert.match(
      lines.at(-1) ?? '',
      /`web-prod`: (healthy → degraded|connector `7c0f4d6e`: 4 → 3 connections)$/,
    );
    await workbench.reload();
    await workbench.openTunnelsView();
    assert.equal(await shown(), before);
  });

  it('asks for nothing while the view is hidden, and catches up when it is shown', async () => {
    const { workbench } = window;
    await window.vscode.changeSettings({ 'tunnelExplorer.refreshInterval': 10 });
    await window.api.arrival(list);
    await workbench.hideTunnelsView();
    // What was under way when it was hidden may still end.
    await setTimeout(500);
    const before = window.api.requests.length;
    // Time is what is tested: three intervals.
    await setTimeout(30_000);
    assert.equal(window.api.requests.length, before);
    const next = window.api.arrival(list);
    await workbench.openTunnelsView();
    assert.equal((await next).method, 'GET');
  });

  it('hides the item in the status bar where it is set off', async () => {
    await window.vscode.changeSettings({ 'tunnelExplorer.statusBar': 'off' });
    await waitFor('the item to go', async () => ((await statusBarItem()) === undefined ? true : undefined));
  });
});
