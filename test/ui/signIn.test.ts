import {
  sampleAccountId,
  sampleKey,
  sampleTokens,
  sampleTunnelToken,
  secondAccountId,
} from '../support/sampleCompany.ts';
import { findSecrets } from '../support/vscode/findSecrets.ts';
import { Shown } from '../support/vscode/shown.ts';
import { acceptTicked, answer, certificateFile, giveToken, labels, step } from './signInSteps.ts';
import { openWindow } from './window.ts';
import type { TestWindow } from './window.ts';

const instruments = { accountId: sampleAccountId, name: 'Larkfield Instruments' };

describe('Signing in', function () {
  this.timeout(240_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow();
  });
  after(() => window.close());

  const ticks = () =>
    window.workbench.quickInput.items.pick((items) =>
      items.map(({ label, description, checked }) => [label, description, checked]),
    );

  it('tells a newcomer what the view is for, with a button to begin', async () => {
    const { tunnels, quickInput } = window.workbench;
    await tunnels.welcomeText.is(/^See the tunnels in your Cloudflare account/);
    await tunnels.clickWelcomeButton('Add Account…');
    await quickInput.state.has({
      placeholder: step.method,
      title: /^Add Account/,
      // There is nothing to go back to.
      buttons: [certificateFile.button],
    });
    await quickInput.close();
  });

  it('says in a command that there is no account yet, with the button that adds one', async () => {
    const { workbench } = window;
    const asked = window.asked();
    await workbench.runCommand('Refresh');
    await workbench.notification('There is no account yet.').has({ severity: 'info' });
    await workbench.answerNotification('There is no account yet.', 'Add Account…');
    await workbench.quickInput.state.has({ placeholder: step.method, title: /^Add Account/ });
    await workbench.quickInput.close();
    await asked.is([]);
  });

  it('leads a newcomer step by step', async () => {
    const { page, tunnels } = window.workbench;
    await tunnels.clickWelcomeLink('Get started step by step');
    const titles = page.locator('.getting-started-step .step-title');
    const steps = new Shown('the steps', () => titles.filter({ visible: true }).allInnerTexts());
    await steps.is([
      'Get a read-only API token',
      'Add your account',
      'Browse tunnels, connectors and connections',
      'Choose when to refresh',
    ]);
    await window.workbench.closeEditors();
    await steps.is([]);
  });

  it('refuses what cannot be a token before anything is sent', async () => {
    const { quickInput } = window.workbench;
    const asked = window.asked();
    await window.workbench.runCommand('Add Account…');
    await quickInput.pick('API token');
    await quickInput.state.has({ placeholder: step.token, password: true });
    for (const [pasted, words] of [
      ['', /Paste it here first\./],
      ['two words', /cannot contain spaces/],
      ['cfut_abc…xyz', /unaccented letters/],
      [sampleTunnelToken, /This is a tunnel token: it runs a tunnel, and can read nothing\./],
      [`cloudflared service install ${sampleTunnelToken}`, /This is a tunnel token/],
      ['https://dash.cloudflare.com/profile/api-tokens', /This is a web address\. Paste the token/],
      [sampleKey.email, /This is an email address, which goes with the Global API key\. Go back/],
    ] as const) {
      await quickInput.type(pasted);
      await quickInput.accept();
      await quickInput.flaw.is(words);
    }
    await asked.is([]);
  });

  it('says in the box that the API refuses a token, and stores nothing', async () => {
    const { quickInput } = window.workbench;
    await quickInput.type(sampleTokens.revoked);
    await quickInput.accept();
    await quickInput.flaw.is(/Cloudflare does not recognize this token/);
    await quickInput.back();
    await quickInput.state.has({ placeholder: step.method });
    await quickInput.close();
    await window.accounts.is([]);
  });

  it('adds an account with an API token that was pasted with “Bearer” in front', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    await giveToken(workbench, `Bearer ${sampleTokens.user} `);
    await quickInput.state.has({ placeholder: step.accounts, buttons: ['Back', 'Enter an account ID…'] });
    await ticks().is([['Larkfield Instruments', sampleAccountId, true]]);
    await quickInput.accept();
    await quickInput.state.has({ placeholder: step.tunnels });
    await quickInput.items.pick(({ length }) => length).is(14);
    const ticked = quickInput.items.pick((items) => labels(items.filter(({ checked }) => checked)));
    await ticked.is(['All tunnels, including new ones']);
    await quickInput.accept();
    await workbench.tunnels.row('web-prod').isThere();
    await window.accounts.is([instruments]);
  });

  it('keeps the credential over a reload of the window, and out of the settings', async () => {
    await window.workbench.reload();
    await window.workbench.openTunnelsView();
    await window.workbench.tunnels.row('web-prod').isThere();
    await window.settings.pick((all) => JSON.stringify(all).includes(sampleTokens.user)).is(false);
  });

  it('marks an account that is there, and updates its credentials instead of adding it once more', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    await workbench.runCommand('Add Account…');
    await quickInput.pick('CLOUDFLARE_API_TOKEN');
    await quickInput.state.has({ placeholder: step.accounts });
    await ticks().is([['Larkfield Instruments', `${sampleAccountId} · already added`, true]]);
    await quickInput.accept();
    const question = 'Already added: Larkfield Instruments. Do you want to update the credentials?';
    await quickInput.state.has({ placeholder: question });
    await quickInput.pick('Update the credentials');
    await quickInput.state.isGone();
    await workbench.notification('Credentials of Larkfield Instruments updated.').has({ severity: 'info' });
    await window.accounts.is([instruments]);
    await workbench.tunnels.row('web-prod').isThere();
  });

  it('shows only the tunnels that were chosen, by signing in with the environment’s token', async () => {
    const { quickInput, tunnels } = window.workbench;
    await window.vscode.changeSettings({ 'tunnelExplorer.accounts': undefined });
    await tunnels.rows.is([]);
    await window.workbench.runCommand('Add Account…');
    await quickInput.pick('CLOUDFLARE_API_TOKEN');
    await acceptTicked(window.workbench, step.accounts);
    await quickInput.state.has({ placeholder: step.tunnels });
    await quickInput.check('web-prod');
    // “All” is unticked by that.
    await quickInput.items.pick(([all]) => all?.checked).is(false);
    await quickInput.check('warehouse');
    await quickInput.accept();
    await tunnels.rows.pick(labels).is(['warehouse', 'web-prod']);
  });

  it('forgets account and credential with Remove Account', async () => {
    const { workbench } = window;
    await workbench.runCommand('Remove Account…');
    await workbench.dialog.has({ text: /Remove Larkfield Instruments from this view\?/ });
    await workbench.answerDialog('Remove');
    await workbench.tunnels.welcomeText.is(/^See the tunnels/);
    await window.accounts.is([]);

    await window.vscode.changeSettings({
      'tunnelExplorer.accounts': [{ accountId: sampleAccountId, name: 'By hand' }],
    });
    await workbench.tunnels.row('Sign in to By hand').has({ icon: 'error' });
    await workbench.tunnels.inlineActions('Sign in to By hand').is(['Update Credentials…', 'Refresh']);
  });

  it('signs in again from the row that asks for it', async () => {
    const { quickInput, tunnels } = window.workbench;
    await tunnels.clickInlineAction('Sign in to By hand', 'Update Credentials…');
    await quickInput.pick('API token');
    await answer(window.workbench, step.token, sampleTokens.several);
    await tunnels.row('web-prod').isThere();
    await window.workbench.notification('Credentials of By hand updated.').has({ severity: 'info' });
  });

  it('offers the credential of an account for another one that it sees, and takes everything ticked for all', async () => {
    const { workbench } = window;
    const { quickInput, tunnels } = workbench;
    await workbench.runCommand('Add Account…');
    await quickInput.items
      .pick((items) => items.find(({ label }) => label.startsWith('Use')))
      .has({ label: 'Use the credential of By hand', detail: 'It also sees Larkfield Labs.' });
    await quickInput.pick('Use the credential of By hand');
    await quickInput.state.has({ placeholder: step.accounts });
    await ticks().is([
      ['Larkfield Instruments', `${sampleAccountId} · already added`, false],
      ['Larkfield Labs', secondAccountId, true],
    ]);
    await quickInput.accept();
    await quickInput.state.has({ placeholder: step.tunnels });
    await quickInput.check('test-bench');
    await quickInput.check('field-van');
    await quickInput.items.pick(([all]) => all?.checked).is(false);
    await quickInput.accept();
    await tunnels.row(['Larkfield Labs', 'test-bench']).isThere();
    await window.accounts.is([
      { accountId: sampleAccountId, name: 'By hand' },
      { accountId: secondAccountId, name: 'Larkfield Labs' },
    ]);
  });

  it('left no credential in any log, setting or file of state', async () => {
    // The log was looked at.
    await window.log.is(/GET \/client\/v4\/accounts\/\w+\/cfd_tunnel 200 \d+ ms cf-ray=/);
    const secrets = [...Object.values(sampleTokens), sampleKey.key, sampleTunnelToken];
    const found = new Shown('files with a credential', () =>
      findSecrets(window.vscode.userDataFolder, secrets),
    );
    await found.is([]);
  });
});
