import { findTunnel } from '../../support/sampleCompany.ts';
import { addSampleAccount } from '../../support/sampleSignIn.ts';
import type { Workbench } from '../../support/vscode/workbench.ts';
import { openWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

/** Two pages of one profile share settings and secrets, as two windows do. Only a desktop tells one of the other's. */
describe('A second window', function () {
  this.timeout(240_000);
  let window: TestWindow;
  let second: Workbench;

  before(async () => {
    window = await openWindow({ 'tunnelExplorer.refreshInterval': 0 });
    second = await window.openSecond();
  });
  after(() => window.close());

  const welcome = ({ tunnels }: Workbench) => tunnels.welcomeText.is(/^See the tunnels/);

  const reloadSecond = async () => {
    await second.reload();
    await second.openTunnelsView();
  };

  it('shows what the first one added, with the credential that was given there', async () => {
    await welcome(second);
    await addSampleAccount(window.workbench);
    await reloadSecond();
    await second.tunnels.row('web-prod').isThere();
    // The reason for what is degraded comes a moment after the list.
    const rows = await window.workbench.tunnels.text.is(/connector a281b0c3: 3 of 4 connections/);
    await second.tunnels.text.is(rows);
  });

  it('is told of a tunnel in trouble by one window alone, and of the next trouble by the other', async () => {
    const status = (name: string, to: string) => {
      findTunnel(window.api.company, name).tunnel.status = to;
    };
    const messages = ({ notifications }: Workbench) =>
      notifications.pick((all) => all.map(({ message }) => message));
    status('web-prod', 'down');
    await window.workbench.runCommand('Refresh');
    await messages(window.workbench).is(['web-prod is down.']);
    await second.runCommand('Refresh');
    await second.notifications.stays(() => second.badge.is('4'));
    await messages(second).is([]);
    status('media', 'down');
    await second.runCommand('Refresh');
    await messages(second).is(['media is down.']);
    await window.workbench.clearNotifications();
    await window.workbench.runCommand('Refresh');
    await window.workbench.notifications.stays(() => window.workbench.badge.is('5'));
    await messages(window.workbench).is([]);
  });

  it('shows the welcome again after the first one removed the account', async () => {
    await window.workbench.runCommand('Remove Account…');
    await window.workbench.answerDialog('Remove');
    await welcome(window.workbench);
    await reloadSecond();
    await welcome(second);
    await second.tunnels.rows.is([]);
  });
});
