import assert from 'node:assert/strict';
import { addSampleAccount } from '../support/sampleSignIn.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { openWindow } from './window.ts';
import type { TestWindow } from './window.ts';

/** Two pages of one profile share settings and secrets, as two windows do. Only a desktop tells one of the other's. */
describe('A second window', function () {
  this.timeout(120_000);
  let window: TestWindow;
  let second: Workbench;

  before(async () => {
    window = await openWindow();
    second = await window.openSecond();
  });
  after(() => window.close());

  const reloadSecond = async () => {
    await second.reload();
    await second.openTunnelsView();
  };

  it('shows what the first one added, with the credential that was given there', async () => {
    assert.match(await second.tunnels.welcomeText(), /^See the tunnels of your Cloudflare account/);
    await addSampleAccount(window.workbench);
    await reloadSecond();
    await second.tunnels.row('web-prod');
    assert.equal(await second.tunnels.text(), await window.workbench.tunnels.text());
  });

  it('shows the welcome again after the first one removed the account', async () => {
    await window.workbench.runCommand('Remove Account…');
    await window.workbench.answerDialog('Remove');
    await window.workbench.page.locator('.welcome-view-content').waitFor();
    await reloadSecond();
    assert.match(await second.tunnels.welcomeText(), /^See the tunnels of your Cloudflare account/);
    assert.deepEqual(await second.tunnels.rows(), []);
  });

  it('has no credential either, where the account is named in the settings again', async () => {
    const accountId = window.api.company.accounts[0]?.account.id;
    await window.vscode.changeSettings({ 'tunnelExplorer.accounts': [{ accountId, name: 'By hand' }] });
    await reloadSecond();
    await second.tunnels.row('Sign in to By hand');
  });
});
