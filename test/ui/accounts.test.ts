import { findTunnel, sampleAccountId, sampleTokens, secondAccountId } from '../support/sampleCompany.ts';
import { Shown } from '../support/vscode/shown.ts';
import { acceptTicked, answer, chooseMethod, giveToken, labels, step } from './signInSteps.ts';
import { openWindow } from './window.ts';
import type { AccountEntry, TestWindow } from './window.ts';

const first: AccountEntry = { accountId: sampleAccountId, name: 'Larkfield Instruments' };
const second: AccountEntry = { accountId: secondAccountId, name: 'Larkfield Labs' };
const listOfFirst = new RegExp(`^/accounts/${sampleAccountId}/cfd_tunnel(\\?|$)`);

describe('Accounts', function () {
  this.timeout(240_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow({ 'tunnelExplorer.refreshInterval': 0 });
  });
  after(() => window.close());

  afterEach(() => window.workbench.quickInput.close());

  const setAccounts = (accounts: readonly AccountEntry[]) =>
    window.vscode.changeSettings({ 'tunnelExplorer.accounts': accounts });

  const topRows = () =>
    window.workbench.tunnels.rows.pick((rows) => labels(rows.filter(({ level }) => level === 1)));

  const heldBack = () =>
    window.workbench.tunnels.rows.pick((rows) => labels(rows).filter((label) => label.includes('withheld')));

  const add = async (...names: readonly string[]) => {
    const { workbench } = window;
    await giveToken(workbench, sampleTokens.several);
    await workbench.quickInput.state.has({ placeholder: step.accounts });
    for (const name of names) await workbench.quickInput.check(name);
    await workbench.quickInput.accept();
    await acceptTicked(workbench, step.tunnels);
    await workbench.quickInput.state.isGone();
  };

  const idOfTunnel = (name: string) => findTunnel(window.api.company, name).tunnel.id ?? '';

  it('adds two accounts with one token in one go, each with its tunnels below it', async () => {
    const { tunnels } = window.workbench;
    await add('Larkfield Instruments', 'Larkfield Labs');
    await tunnels.row(['Larkfield Labs', 'test-bench']).isThere();
    await tunnels.row(['Larkfield Instruments', 'web-prod']).isThere();
    await topRows().is(['Larkfield Instruments', 'Larkfield Labs']);
    await window.accounts.is([first, second]);
    await tunnels.row('Larkfield Labs').has({ description: '1 down · 1 healthy', icon: 'cloud' });
  });

  it('keeps the rows of an account untouched while another one fails', async () => {
    const { tunnels } = window.workbench;
    const problems = tunnels.rows.pick((rows) =>
      labels(rows).filter((label) => label === 'Cloudflare server error'),
    );
    const bench = findTunnel(window.api.company, 'test-bench').tunnel;
    bench.name = 'test-bench-2';
    const end = window.api.fail(listOfFirst, { kind: 'refusal', status: 500 });
    await window.workbench.runCommand('Refresh');
    await tunnels.row(['Larkfield Instruments', 'Cloudflare server error']).isThere();
    await tunnels.row(['Larkfield Instruments', 'web-prod']).isThere();
    await tunnels.row(['Larkfield Labs', 'test-bench-2']).isThere();
    await problems.is(['Cloudflare server error']);
    end();
    bench.name = 'test-bench';
    await window.workbench.runCommand('Refresh');
    await tunnels.row('test-bench').isThere();
    await problems.is([]);
  });

  it('shows at once what is changed in the settings by hand: name, order, chosen tunnels', async () => {
    const { tunnels } = window.workbench;
    await setAccounts([
      { ...second, name: 'The Lab' },
      { ...first, tunnels: [idOfTunnel('web-prod')] },
    ]);
    await tunnels.rows
      .pick((rows) => rows.map(({ level, label }) => [level, label]))
      .is([
        [1, 'The Lab'],
        [2, 'field-van'],
        [2, 'test-bench'],
        [1, 'Larkfield Instruments'],
        [2, 'web-prod'],
      ]);
    await setAccounts([first, second]);
    await tunnels.row(['Larkfield Instruments', 'api-gateway']).isThere();
    await topRows().is(['Larkfield Instruments', 'Larkfield Labs']);
  });

  it('keeps the credential of an account that vanished from the settings, and needs no sign-in when it is back', async () => {
    const { sealedSecrets, tunnels } = window.workbench;
    await sealedSecrets.isNot('');
    await sealedSecrets.stays(async () => {
      // As an emptied or broken file reads.
      await setAccounts([]);
      await tunnels.rows.is([]);
      await setAccounts([first, second]);
      await tunnels.row(['Larkfield Labs', 'test-bench']).isThere();
      await tunnels.row(['Larkfield Instruments', 'web-prod']).isThere();
    });
  });

  it('narrows the tunnels by Choose Tunnels on the account’s row, statuses beside the names', async () => {
    const { quickInput, tunnels } = window.workbench;
    await tunnels.chooseFromMenu('Larkfield Labs', 'Choose Tunnels…');
    await quickInput.state.has({ title: 'Choose Tunnels in Larkfield Labs', placeholder: step.tunnels });
    await quickInput.items
      .pick((items) => items.map(({ label, description, checked }) => [label, description, checked]))
      .is([
        ['All tunnels, including new ones', 'Larkfield Labs', true],
        ['test-bench', 'healthy', false],
        ['field-van', 'down', false],
      ]);
    for (const label of ['field-van', 'All tunnels, including new ones', 'field-van']) {
      await quickInput.check(label);
      await quickInput.items.pick((items) => labels(items.filter(({ checked }) => checked))).is([label]);
    }
    await quickInput.accept();
    await tunnels.row('test-bench').isGone();
    await window.accounts.is([first, { ...second, tunnels: [idOfTunnel('field-van')] }]);
  });

  it('shows a chosen tunnel that is gone as a row, which takes it out of the choice', async () => {
    const { tunnels } = window.workbench;
    const gone = '0c0ffee0-1111-4222-8333-444455556666';
    await setAccounts([first, { ...second, tunnels: [idOfTunnel('field-van'), gone] }]);
    await tunnels.row(['Larkfield Labs', 'Tunnel 0c0ffee0']).has({
      description: 'chosen but not in the account: deleted, or not visible to this credential',
    });
    await tunnels.clickInlineAction('Tunnel 0c0ffee0', 'Remove from the Chosen Tunnels');
    await tunnels.row('Tunnel 0c0ffee0').isGone();
    await window.accounts.is([first, { ...second, tunnels: [idOfTunnel('field-van')] }]);
  });

  it('shows all tunnels again by Choose Tunnels in the palette, which asks for the account', async () => {
    const { workbench } = window;
    const { quickInput, tunnels } = workbench;
    await workbench.runCommand('Choose Tunnels…');
    await quickInput.state.has({ placeholder: 'Which account’s tunnels do you want to choose?' });
    await quickInput.pick('Larkfield Labs');
    await quickInput.state.has({ placeholder: step.tunnels });
    await quickInput.check('All tunnels, including new ones');
    await quickInput.accept();
    await tunnels.row(['Larkfield Labs', 'test-bench']).isThere();
    await window.accounts.is([first, second]);
  });

  it('keeps the credential that works while a new one is refused', async () => {
    const { workbench, api } = window;
    const { quickInput, tunnels } = workbench;
    await workbench.sealedSecrets.stays(async () => {
      await tunnels.chooseFromMenu('Larkfield Labs', 'Update Credentials…');
      await chooseMethod(workbench, 'API token');
      await quickInput.state.has({
        title: 'Update Credentials for Larkfield Labs (2)',
        placeholder: step.token,
      });
      // Good, but not for this account.
      await answer(workbench, step.token, sampleTokens.user);
      await quickInput.flaw.is(/The token has no access to this account/);
      await answer(workbench, step.token, sampleTokens.disabled);
      await quickInput.flaw.is(/The token is disabled/);
      await quickInput.close();
    });
    const asked = api.arrival(new RegExp(`^/accounts/${secondAccountId}/cfd_tunnel`));
    await tunnels.clickInlineAction('Larkfield Labs', 'Refresh');
    const sent = new Shown('the credential that is sent', async () => (await asked).headers['authorization']);
    await sent.is(`Bearer ${sampleTokens.several}`);
    await tunnels.row(['Larkfield Labs', 'test-bench']).isThere();
  });

  it('sends nothing to another address until the person agrees', async () => {
    const { workbench, api, vscode } = window;
    const { tunnels } = workbench;
    const asked = window.asked();
    const elsewhere = api.url.replace('127.0.0.1', 'localhost');
    const { origin, host } = new URL(elsewhere);
    await vscode.changeSettings({ 'tunnelExplorer.apiBaseUrl': elsewhere });
    await workbench.notification('The API address has changed.').has({
      message: `The API address has changed. Send the stored credentials for Larkfield Instruments, Larkfield Labs to ${origin}? Nothing is sent until you agree.`,
      severity: 'warning',
    });
    await tunnels.row('Credential for Larkfield Labs withheld').has({
      description: `it was added for a different API address: confirm that it may be sent to ${origin}`,
    });
    await tunnels.row('Credential for Larkfield Instruments withheld').isThere();
    await workbench.runCommand('Refresh');
    await tunnels.row(['Larkfield Labs', 'test-bench']).isThere();
    await asked.is([]);

    await workbench.answerNotification('The API address has changed.', 'Send There');
    await heldBack().is([]);
    await tunnels.row(['Larkfield Labs', 'test-bench']).isThere();
    await asked.pick((all) => [...new Set(all.map(({ headers }) => headers['host']))]).is([host]);
  });

  it('asks for the same on the row, where the message was closed', async () => {
    const { workbench, api, vscode } = window;
    const { tunnels } = workbench;
    await vscode.changeSettings({ 'tunnelExplorer.apiBaseUrl': api.url });
    await workbench.notification('The API address has changed.').isThere();
    await workbench.clearNotifications();
    const asked = window.asked();
    await tunnels.clickInlineAction('Credential for Larkfield Labs withheld', 'Update Credentials…');
    await workbench.dialog.has({
      text: /Send the stored credentials for Larkfield Labs to http:\/\/127\.0\.0\.1:\d+\?/,
    });
    // Their order is the platform's.
    await workbench.dialog
      .pick((dialog) => dialog?.buttons.toSorted())
      .is(['Cancel', 'Send There', 'Sign In Again…']);
    await asked.is([]);
    await workbench.answerDialog('Send There');
    await heldBack().is(['Credential for Larkfield Instruments withheld']);
    await tunnels.clickInlineAction('Credential for Larkfield Instruments withheld', 'Update Credentials…');
    await workbench.answerDialog('Send There');
    await heldBack().is([]);
  });

  it('keeps all on Cancel of Remove Account, and removes one of two on Remove, with all else as it was', async () => {
    const { workbench } = window;
    const { dialog, previewText, sealedSecrets, tunnels } = workbench;
    await tunnels.chooseFromMenu(['Larkfield Labs', 'test-bench'], 'Show Details');
    await previewText.is(/^Tunnel test-bench\n/);
    await tunnels.expand(['Larkfield Instruments', 'web-prod']);
    await sealedSecrets.stays(async () => {
      await tunnels.chooseFromMenu('Larkfield Labs', 'Remove Account…');
      await dialog.has({ text: /Remove Larkfield Labs from this view\?/ });
      await workbench.answerDialog('Cancel');
      await window.accounts.is([first, second]);
      await topRows().is(['Larkfield Instruments', 'Larkfield Labs']);
    });

    const sealed = await sealedSecrets.isNot('');
    await tunnels.chooseFromMenu('Larkfield Labs', 'Remove Account…');
    await workbench.answerDialog('Remove');
    // With one account there is no row for it.
    await tunnels.row('Larkfield Labs').isGone();
    await tunnels.row('Larkfield Instruments').isGone();
    await window.accounts.is([first]);
    await sealedSecrets.isNot(sealed);
    await tunnels.row(['web-prod', '7c0f4d6e']).isThere();
    await previewText.is(/No longer listed/);
  });

  it('brings an account back by Undo, in its place and without a sign-in', async () => {
    const { workbench } = window;
    const { tunnels } = workbench;
    await workbench.answerNotification('Larkfield Labs was removed', 'Undo');
    await window.accounts.is([first, second]);
    await tunnels.row(['Larkfield Labs', 'test-bench']).isThere();
    await topRows().is(['Larkfield Instruments', 'Larkfield Labs']);
    await tunnels.row(['Larkfield Instruments', 'web-prod', '7c0f4d6e']).isThere();
  });

  it('reads again what a page shows of an account that came back', async () => {
    const { api, workbench } = window;
    const connectorsRead = api.arrival(new RegExp(`/${idOfTunnel('test-bench')}/connections$`));
    await workbench.runCommand('Refresh');
    await connectorsRead;
    await workbench.previewText.is(/^Tunnel test-bench\n/);
    await workbench.closeEditors();
  });

  it('never asked the API for anything but to read', async () => {
    await window.requests.pick((all) => [...new Set(all.map(({ method }) => method))]).is(['GET']);
  });
});
