import assert from 'node:assert/strict';
import { sampleKey, sampleTokens } from '../support/sampleCompany.ts';
import { findSecrets, readLogs } from '../support/vscode/findSecrets.ts';
import { waitFor } from '../support/vscode/waitFor.ts';
import { openWindow } from './window.ts';
import type { TestWindow } from './window.ts';

describe('Signing in', function () {
  this.timeout(120_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow();
  });
  after(() => window.close());

  it('tells a newcomer what the view is for, with a button to begin', async () => {
    const { tunnels, quickInput } = window.workbench;
    assert.match(await tunnels.welcomeText(), /^See the tunnels of your Cloudflare account/);
    await tunnels.clickWelcomeButton('Add Account…');
    const { title, buttons } = await quickInput.waitFor({ placeholder: 'How do you sign in?' });
    assert.match(title, /^Add Account/);
    assert.ok(!buttons.includes('Back'), 'there is nothing to go back to');
    await quickInput.escape();
    await quickInput.waitUntilClosed();
  });

  it('leads a newcomer step by step', async () => {
    const { page, tunnels } = window.workbench;
    await tunnels.clickWelcomeLink('Get started step by step');
    const steps = page.locator('.getting-started-step .step-title');
    await steps.first().waitFor();
    assert.deepEqual(await steps.allInnerTexts(), [
      'Get a read-only API token',
      'Add your account',
      'Browse tunnels, connectors and connections',
      'Choose when it refreshes',
    ]);
    await window.workbench.runCommand('View: Close All Editors');
    await steps.first().waitFor({ state: 'hidden' });
  });

  it('refuses what cannot be a token before anything is sent', async () => {
    const { quickInput } = window.workbench;
    await window.workbench.runCommand('Add Account…');
    await quickInput.pick('API token');
    await quickInput.waitFor({ placeholder: 'API token', password: true });
    for (const [pasted, word] of [
      ['', 'Paste it here first.'],
      ['two words', 'no spaces'],
      ['cfut_abc…xyz', 'plain letters'],
    ] as const) {
      await quickInput.type(pasted);
      await quickInput.accept();
      await quickInput.waitForFlaw(word);
    }
    assert.deepEqual(window.api.requests, []);
  });

  it('says in the box that the API refuses a token, and stores nothing', async () => {
    const { quickInput } = window.workbench;
    await quickInput.type(sampleTokens.revoked);
    await quickInput.accept();
    await quickInput.waitForFlaw('Cloudflare does not recognize this token');
    await quickInput.back();
    await quickInput.waitFor({ placeholder: 'How do you sign in?' });
    await quickInput.escape();
    await quickInput.waitUntilClosed();
    assert.deepEqual(await window.accounts(), []);
  });

  it('adds an account with an API token that was pasted with “Bearer” in front', async () => {
    const { quickInput, tunnels } = window.workbench;
    await window.workbench.runCommand('Add Account…');
    await quickInput.pick('API token');
    await quickInput.waitFor({ placeholder: 'API token' });
    await quickInput.type(`Bearer ${sampleTokens.user} `);
    await quickInput.accept();
    await quickInput.waitFor({ placeholder: 'Which accounts do you want to see?' });
    const accounts = await quickInput.items();
    assert.deepEqual(
      accounts.map(({ label, checked }) => [label, checked]),
      [
        ['Larkfield Instruments', true],
        ['Enter an account ID…', false],
      ],
    );
    await quickInput.accept();
    await quickInput.waitFor({ placeholder: 'Which tunnels do you want to see?' });
    const [all, ...single] = await quickInput.items();
    assert.deepEqual([all?.label, all?.checked], ['All tunnels, including new ones', true]);
    assert.ok(single.length > 5 && single.every(({ checked }) => checked === false));
    await quickInput.accept();
    await tunnels.row('web-prod');
    assert.deepEqual(await window.accounts(), [
      { accountId: window.api.company.accounts[0]?.account.id, name: 'Larkfield Instruments' },
    ]);
  });

  it('keeps the credential over a reload of the window, and out of the settings', async () => {
    await window.workbench.reload();
    await window.workbench.openTunnelsView();
    await window.workbench.tunnels.row('web-prod');
    assert.doesNotMatch(JSON.stringify(await window.vscode.readSettings()), new RegExp(sampleTokens.user));
  });

  it('shows only the tunnels that were chosen, by signing in with the environment’s token', async () => {
    const { quickInput, tunnels } = window.workbench;
    await window.workbench.runCommand('Add Account…');
    await quickInput.pick('CLOUDFLARE_API_TOKEN');
    await quickInput.waitFor({ placeholder: 'Which accounts do you want to see?' });
    await quickInput.accept();
    await quickInput.waitFor({ placeholder: 'Which tunnels do you want to see?' });
    await quickInput.check('web-prod');
    await waitFor('“All” to be unticked by that', async () => {
      const [all] = await quickInput.items();
      return all?.checked === false ? true : undefined;
    });
    await quickInput.check('warehouse');
    await quickInput.accept();
    await tunnels.waitForRows('the two tunnels', (rows) => rows.length === 2);
  });

  it('forgets account and credential with Remove Account', async () => {
    const { workbench } = window;
    await workbench.runCommand('Remove Account…');
    const { text } = await workbench.dialog();
    assert.match(text, /Remove Larkfield Instruments from this view\?/);
    await workbench.answerDialog('Remove');
    await workbench.page.locator('.welcome-view-content').waitFor();
    assert.deepEqual(await window.accounts(), []);

    const id = window.api.company.accounts[0]?.account.id;
    await window.vscode.changeSettings({
      'tunnelExplorer.accounts': [{ accountId: id, name: 'By hand' }],
    });
    const row = await workbench.tunnels.row('Sign in to By hand');
    assert.equal(row.icon, 'error');
    assert.deepEqual(await workbench.tunnels.inlineActions('Sign in to By hand'), [
      'Update Credentials…',
      'Refresh',
    ]);
  });

  it('signs in again from the row that asks for it', async () => {
    const { quickInput, tunnels } = window.workbench;
    await tunnels.clickInlineAction('Sign in to By hand', 'Update Credentials…');
    await quickInput.pick('API token');
    await quickInput.waitFor({ placeholder: 'API token' });
    await quickInput.type(sampleTokens.user);
    await quickInput.accept();
    await tunnels.row('web-prod');
  });

  it('left no credential in any log, setting or file of state', async () => {
    const folder = window.vscode.userDataFolder;
    const found = await findSecrets(folder, [...Object.values(sampleTokens), sampleKey.key]);
    assert.deepEqual(found, []);
    const logged = await readLogs(folder);
    assert.match(
      logged,
      /GET \/client\/v4\/accounts\/\w+\/cfd_tunnel 200 \d+ ms cf-ray=/,
      'the log was looked at',
    );
  });
});
