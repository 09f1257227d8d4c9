import { setTimeout } from 'node:timers/promises';
import { findTunnel, wireTime } from '../support/sampleCompany.ts';
import { fact } from './signInSteps.ts';
import { sampleWindow } from './window.ts';

const list = /\/cfd_tunnel(\?|$)/;

describe('Watching', function () {
  this.timeout(240_000);
  const window = sampleWindow({
    'tunnelExplorer.refreshInterval': 0,
    'tunnelExplorer.notifications': 'all',
  });

  const wire = (name: string) => findTunnel(window().api.company, name);
  const takeDown = (...names: readonly string[]) => {
    for (const name of names) {
      const down = { status: 'down', conns_inactive_at: wireTime(Date.now()) };
      Object.assign(wire(name).tunnel, down);
    }
  };
  const statusBarItem = () => window().workbench.statusBarItem('tunnel-explorer');

  it('tells on icon and status bar how many tunnels are in trouble', async () => {
    await window().workbench.badge.is('3');
    await statusBarItem().is({
      text: '2 down · 1 degraded',
      ariaLabel:
        /^Cloudflare Tunnels, 2 tunnels are down, 1 is degraded, old-intranet: down, warehouse: down, api-gateway: degraded, As of \d\d:\d\d:\d\d$/,
    });
  });

  it('says how fresh the rows are, also in the hover', async () => {
    const { tunnels } = window().workbench;
    await tunnels.message.is(/^updated \d\d:\d\d:\d\d$/);
    await tunnels
      .hover('staging')
      .pick(fact('Updated'))
      .is(/\d\d:\d\d:\d\d/);
  });

  it('reads the connectors of a degraded tunnel by itself, so that its row says why', async () => {
    const { tunnels } = window().workbench;
    await tunnels.row('api-gateway').has({ description: /3 connections/ });
    await tunnels.row('staging').has({ description: /^healthy · connected since / });
  });

  it('tells once of a tunnel that gets into trouble, and shows its row', async () => {
    const { workbench } = window();
    const { notifications, tunnels } = workbench;
    const takeOneConnection = () => wire('web-prod').connectors[0]?.conns?.pop();
    await tunnels.expand('web-prod');
    wire('web-prod').tunnel.status = 'degraded';
    takeOneConnection();
    await workbench.runCommand('Refresh');
    await notifications.is([
      {
        message: /^web-prod is degraded, first seen at \d\d:\d\d\.$/,
        severity: 'warning',
        buttons: ['Show', 'Mute This Tunnel'],
      },
    ]);
    await workbench.answerNotification('web-prod', 'Show');
    await tunnels.row('web-prod').has({ selected: true });
    await notifications.is([]);
    await notifications.stays(async () => {
      takeOneConnection();
      await workbench.runCommand('Refresh');
      await tunnels.row('web-prod').has({ description: / 6 connections$/ });
    });
  });

  it('tells of several at once in one message, and of one that has recovered', async () => {
    const { workbench } = window();
    const { notifications } = workbench;
    wire('web-prod').tunnel.status = 'healthy';
    takeDown('media', 'staging');
    await workbench.runCommand('Refresh');
    await notifications.is([
      {
        message: 'web-prod is healthy again, after about a minute.',
        severity: 'info',
        buttons: ['Show', 'Mute This Tunnel'],
      },
      { message: /^2 tunnels are (?:degraded|down): /, severity: 'warning', buttons: ['Show'] },
    ]);
    // Nothing is told twice.
    await notifications.stays(() => workbench.badge.is('5'));
    await workbench.clearNotifications();
  });

  it('keeps quiet about a muted tunnel, and marks its row', async () => {
    const { workbench } = window();
    const { notifications, tunnels } = workbench;
    await tunnels.chooseFromMenu('dev-laptop', 'Mute Notifications');
    await tunnels.row('dev-laptop').has({ description: /· muted$/ });
    takeDown('dev-laptop', 'backup-vault');
    await workbench.runCommand('Refresh');
    await notifications
      .pick((all) => all.map(({ message }) => message))
      .is([/^backup-vault (?:is|has been) down/]);
    await notifications.stays(() => workbench.badge.is('6'));
    await workbench.clearNotifications();
  });

  it('lists what changed, newest first, also after a reload of the window', async () => {
    const { workbench } = window();
    const show = async () => {
      await workbench.runCommand('Show Recent Changes');
      await workbench.previewText.is(/^Recent changes\n/);
    };
    const lines = workbench.previewText.pick((text) =>
      text.split('\n').filter((line) => /\d\d:\d\d:\d\d/.test(line)),
    );
    await show();
    const before = await workbench.previewText.is(/^Recent changes\n\w+ \d+ \w+ \d{4}$/m);
    await lines.pick((all) => all[0]).is(/^(backup-vault|dev-laptop) has been down since \d\d:\d\d:\d\d$/);
    await lines
      .pick((all) => all.at(-1))
      .is(/web-prod: (healthy → degraded|connector 7c0f4d6e: 4 → 3 connections)$/);
    await workbench.reload();
    await workbench.openTunnelsView();
    await show();
    await workbench.previewText.is(before);
  });

  it('asks for nothing while the view is hidden with viewVisible, and catches up when it is shown', async () => {
    const { workbench } = window();
    wire('new-lab').tunnel.name = 'new-lab-2';
    await window().vscode.changeSettings({
      'tunnelExplorer.refreshInterval': 10,
      'tunnelExplorer.refreshWhen': 'viewVisible',
    });
    // The timer runs, and has nothing under way.
    await workbench.tunnels.row('new-lab-2').isThere();
    await workbench.hideTunnelsView();
    // What this shows anew, the extension wrote after it was told that the view is hidden.
    await workbench.closeEditors();
    await workbench.editorTitles.is([]);
    await workbench.runCommand('Show Recent Changes');
    await workbench.previewText.is(/^Recent changes\n/);
    // Time is what is tested: three intervals.
    await window().requests.stays(() => setTimeout(30_000));
    const next = window().api.arrival(list);
    await workbench.openTunnelsView();
    await next;
  });

  it('hides the item in the status bar where it is set off', async () => {
    await window().vscode.changeSettings({ 'tunnelExplorer.statusBar': 'off' });
    await statusBarItem().isGone();
  });
});
