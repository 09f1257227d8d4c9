import { sampleKey, sampleTokens } from '../support/sampleCompany.ts';
import { findSecrets } from '../support/vscode/findSecrets.ts';
import { Shown } from '../support/vscode/shown.ts';
import { acceptTicked, answer, certificateFile, giveToken, labels, step } from './signInSteps.ts';
import { openWindow } from './window.ts';
import type { TestWindow } from './window.ts';

describe('Signing in', function () {
  this.timeout(240_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow();
  });
  after(() => window.close());

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
    await window.workbench.runCommand('View: Close All Editors');
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
    const ticks = quickInput.items.pick((items) => items.map(({ label, checked }) => [label, checked]));
    await giveToken(workbench, `Bearer ${sampleTokens.user} `);
    await quickInput.state.has({ placeholder: step.accounts });
    await ticks.is([
      ['Larkfield Instruments', true],
      ['Enter an account ID…', false],
    ]);
    await quickInput.accept();
    await quickInput.state.has({ placeholder: step.tunnels });
    await quickInput.items.pick(({ length }) => length).is(14);
    const ticked = quickInput.items.pick((items) => labels(items.filter(({ checked }) => checked)));
    await ticked.is(['All tunnels, including new ones']);
    await quickInput.accept();
    await workbench.tunnels.row('web-prod').isThere();
    await window.accounts.is([
      { accountId: window.api.company.accounts[0]!.account.id, name: 'Larkfield Instruments' },
    ]);
  });

  it('keeps the credential over a reload of the window, and out of the settings', async () => {
    await window.workbench.reload();
    await window.workbench.openTunnelsView();
    await window.workbench.tunnels.row('web-prod').isThere();
    await window.settings.pick((all) => JSON.stringify(all).includes(sampleTokens.user)).is(false);
  });

  it('shows only the tunnels that were chosen, by signing in with the environment’s token', async () => {
    const { quickInput, tunnels } = window.workbench;
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

    const id = window.api.company.accounts[0]?.account.id;
    await window.vscode.changeSettings({
      'tunnelExplorer.accounts': [{ accountId: id, name: 'By hand' }],
    });
    await workbench.tunnels.row('Sign in to By hand').has({ icon: 'error' });
    await workbench.tunnels.inlineActions('Sign in to By hand').is(['Update Credentials…', 'Refresh']);
  });

  it('signs in again from the row that asks for it', async () => {
    const { quickInput, tunnels } = window.workbench;
    await tunnels.clickInlineAction('Sign in to By hand', 'Update Credentials…');
    await quickInput.pick('API token');
    await answer(window.workbench, step.token, sampleTokens.user);
    await tunnels.row('web-prod').isThere();
  });

  it('left no credential in any log, setting or file of state', async () => {
    // The log was looked at.
    await window.log.is(/GET \/client\/v4\/accounts\/\w+\/cfd_tunnel 200 \d+ ms cf-ray=/);
    const secrets = [...Object.values(sampleTokens), sampleKey.key];
    const found = new Shown('files with a credential', () =>
      findSecrets(window.vscode.userDataFolder, secrets),
    );
    await found.is([]);
  });
});
