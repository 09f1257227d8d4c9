import assert from 'node:assert/strict';
import { findTunnel, sampleAccountId, sampleTokens, secondAccountId } from '../support/sampleCompany.ts';
import { waitFor } from '../support/vscode/waitFor.ts';
import { acceptTicked, answer, chooseMethod, giveToken, step } from './steps.ts';
import { openWindow } from './window.ts';
import type { AccountEntry, TestWindow } from './window.ts';

const first: AccountEntry = { accountId: sampleAccountId, name: 'Larkfield Instruments' };
const second: AccountEntry = { accountId: secondAccountId, name: 'Larkfield Labs' };
const listOfFirst = new RegExp(`^/accounts/${sampleAccountId}/cfd_tunnel(\\?|$)`);

describe('Accounts', function () {
  this.timeout(120_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow({ 'tunnelExplorer.refreshInterval': 0 });
  });
  after(() => window.close());

  afterEach(async () => {
    const { quickInput } = window.workbench;
    if (await quickInput.isOpen()) await quickInput.escape();
  });

  const setAccounts = (accounts: readonly AccountEntry[]) =>
    window.vscode.changeSettings({ 'tunnelExplorer.accounts': accounts });

  const topRows = async () =>
    (await window.workbench.tunnels.rows()).filter(({ level }) => level === 1).map(({ label }) => label);

  const waitForTopRows = (labels: readonly string[]) =>
    waitFor(
      `the top rows ${labels.join(', ')}`,
      async () => (JSON.stringify(await topRows()) === JSON.stringify(labels) ? true : undefined),
      { whatInstead: () => window.workbench.tunnels.text() },
    );

  const add = async (...names: readonly string[]) => {
    const { workbench } = window;
    await giveToken(workbench, sampleTokens.several);
    await workbench.quickInput.waitFor({ placeholder: step.accounts });
    for (const name of names) await workbench.quickInput.check(name);
    await workbench.quickInput.accept();
    await acceptTicked(workbench, step.tunnels);
    await workbench.quickInput.waitUntilClosed();
  };

  const idOfTunnel = (name: string) => findTunnel(window.api.company, name).tunnel.id ?? '';

  it('adds two accounts with one token in one go, each with its tunnels below it', async () => {
    const { tunnels } = window.workbench;
    await add('Larkfield Instruments', 'Larkfield Labs');
    await tunnels.row(['Larkfield Labs', 'test-bench']);
    await tunnels.row(['Larkfield Instruments', 'web-prod']);
    assert.deepEqual(await topRows(), ['Larkfield Instruments', 'Larkfield Labs']);
    assert.deepEqual(await window.accounts(), [first, second]);
    const { description, icon } = await tunnels.row('Larkfield Labs');
    assert.equal(description, '1 healthy · 1 down');
    assert.equal(icon, 'cloud');
  });

  it('keeps the rows of an account untouched while another one fails', async () => {
    const { tunnels } = window.workbench;
    const bench = findTunnel(window.api.company, 'test-bench').tunnel;
    bench.name = 'test-bench-2';
    const end = window.api.fail(listOfFirst, { kind: 'refusal', status: 500 });
    await window.workbench.runCommand('Refresh');
    await tunnels.row(['Larkfield Instruments', 'Cloudflare server error']);
    await tunnels.row(['Larkfield Instruments', 'web-prod']);
    await tunnels.row(['Larkfield Labs', 'test-bench-2']);
    const problems = (await tunnels.rows()).filter(({ label }) => label === 'Cloudflare server error');
    assert.equal(problems.length, 1);
    end();
    bench.name = 'test-bench';
    await window.workbench.runCommand('Refresh');
    await tunnels.row('test-bench');
    await tunnels.waitForRows('no problem', (rows) =>
      rows.every(({ label }) => label !== 'Cloudflare server error'),
    );
  });

  it('shows at once what is changed in the settings by hand: name, order, chosen tunnels', async () => {
    const { tunnels } = window.workbench;
    await setAccounts([
      { ...second, name: 'The Lab' },
      { ...first, tunnels: [idOfTunnel('web-prod')] },
    ]);
    await waitForTopRows(['The Lab', 'Larkfield Instruments']);
    const rows = await tunnels.waitForRows('one tunnel of the second', (all) => all.length === 5);
    assert.deepEqual(
      rows.map(({ level, label }) => [level, label]),
      [
        [1, 'The Lab'],
        [2, 'field-van'],
        [2, 'test-bench'],
        [1, 'Larkfield Instruments'],
        [2, 'web-prod'],
      ],
    );
    await setAccounts([first, second]);
    await tunnels.row(['Larkfield Instruments', 'api-gateway']);
    await waitForTopRows(['Larkfield Instruments', 'Larkfield Labs']);
  });

  it('forgets the credential of an account that is taken out of the settings by hand', async () => {
    const { tunnels } = window.workbench;
    await setAccounts([first]);
    await tunnels.waitForRows('the tunnels alone', (rows) => rows.every(({ level }) => level === 1));
    await tunnels.row('web-prod');
    await setAccounts([first, second]);
    const { description } = await tunnels.row(['Larkfield Labs', 'Sign in to Larkfield Labs']);
    assert.equal(description, 'no credential is stored on this machine');
    await tunnels.row(['Larkfield Instruments', 'web-prod']);

    await tunnels.clickInlineAction('Sign in to Larkfield Labs', 'Update Credentials…');
    await chooseMethod(window.workbench, 'API token');
    await answer(window.workbench, step.token, sampleTokens.several);
    await tunnels.row(['Larkfield Labs', 'test-bench']);
  });

  it('narrows the tunnels by Choose Tunnels on the account’s row, statuses beside the names', async () => {
    const { quickInput, tunnels } = window.workbench;
    await tunnels.chooseFromMenu('Larkfield Labs', 'Choose Tunnels…');
    await quickInput.waitFor({ title: 'Choose Tunnels in Larkfield Labs', placeholder: step.tunnels });
    assert.deepEqual(
      (await quickInput.items()).map(({ label, description, checked }) => [label, description, checked]),
      [
        ['All tunnels, including new ones', 'Larkfield Labs', true],
        ['test-bench', 'healthy', false],
        ['field-van', 'down', false],
      ],
    );
    const checked = async () =>
      (await quickInput.items()).filter((item) => item.checked).map(({ label }) => label);
    const onlyChecked = (label: string) =>
      waitFor(`only ${label} to be ticked`, async () => {
        const [one, ...others] = await checked();
        return one === label && others.length === 0 ? true : undefined;
      });
    await quickInput.check('field-van');
    await onlyChecked('field-van');
    await quickInput.check('All tunnels, including new ones');
    await onlyChecked('All tunnels, including new ones');
    await quickInput.check('field-van');
    await onlyChecked('field-van');
    await quickInput.accept();
    await tunnels.waitForRows('no test-bench', (rows) => rows.every(({ label }) => label !== 'test-bench'));
    assert.deepEqual(await window.accounts(), [first, { ...second, tunnels: [idOfTunnel('field-van')] }]);
  });

  it('shows a chosen tunnel that is gone as a row, which takes it out of the choice', async () => {
    const { workbench } = window;
    const { tunnels } = workbench;
    const gone = '0c0ffee0-1111-4222-8333-444455556666';
    await setAccounts([first, { ...second, tunnels: [idOfTunnel('field-van'), gone] }]);
    const row = await tunnels.row(['Larkfield Labs', 'Tunnel 0c0ffee0']);
    assert.equal(row.description, 'chosen but not in the account: deleted, or not visible to this credential');
    await tunnels.clickInlineAction('Tunnel 0c0ffee0', 'Remove from the Chosen Tunnels');
    await tunnels.waitForRows('no such row', (rows) =>
      rows.every(({ label }) => label !== 'Tunnel 0c0ffee0'),
    );
    assert.deepEqual(await window.accounts(), [first, { ...second, tunnels: [idOfTunnel('field-van')] }]);
  });

  it('shows all tunnels again by Choose Tunnels in the palette, which asks for the account', async () => {
    const { workbench } = window;
    const { quickInput, tunnels } = workbench;
    await workbench.runCommand('Choose Tunnels…');
    await quickInput.waitFor({ placeholder: 'Which account’s tunnels do you want to choose?' });
    await quickInput.pick('Larkfield Labs');
    await quickInput.waitFor({ placeholder: step.tunnels });
    await quickInput.check('All tunnels, including new ones');
    await quickInput.accept();
    await tunnels.row(['Larkfield Labs', 'test-bench']);
    assert.deepEqual(await window.accounts(), [first, second]);
  });

  it('keeps the credential that works while a new one is refused', async () => {
    const { workbench, api } = window;
    const { quickInput, tunnels } = workbench;
    const sealed = await workbench.sealedSecrets();
    await tunnels.chooseFromMenu('Larkfield Labs', 'Update Credentials…');
    await chooseMethod(workbench, 'API token');
    await quickInput.waitFor({ title: 'Update Credentials for Larkfield Labs (2)', placeholder: step.token });
    // Good, but not for this account.
    await answer(workbench, step.token, sampleTokens.user);
    await quickInput.waitForFlaw('The token has no access to this account');
    await answer(workbench, step.token, sampleTokens.disabled);
    await quickInput.waitForFlaw('The token is disabled');
    await quickInput.escape();
    await quickInput.waitUntilClosed();
    assert.equal(await workbench.sealedSecrets(), sealed);
    const asked = api.arrival(new RegExp(`^/accounts/${secondAccountId}/cfd_tunnel`));
    await tunnels.clickInlineAction('Larkfield Labs', 'Refresh');
    assert.equal((await asked).headers['authorization'], `Bearer ${sampleTokens.several}`);
    await tunnels.row(['Larkfield Labs', 'test-bench']);
  });

  it('sends nothing to another address until the person agrees', async () => {
    const { workbench, api, vscode } = window;
    const { tunnels } = workbench;
    const from = api.requests.length;
    const elsewhere = api.url.replace('127.0.0.1', 'localhost');
    const { origin } = new URL(elsewhere);
    await vscode.changeSettings({ 'tunnelExplorer.apiBaseUrl': elsewhere });
    const { message, severity } = await workbench.notification('The API address was changed.');
    assert.equal(
      message,
      `The API address was changed. Send the stored credential of Larkfield Instruments, Larkfield Labs to ${origin}? Until you agree, nothing is sent.`,
    );
    assert.equal(severity, 'warning');
    const { description } = await tunnels.row('Credential of Larkfield Labs withheld');
    assert.equal(description, `it was given for another API address: confirm that it may go to ${origin}`);
    await tunnels.row('Credential of Larkfield Instruments withheld');
    await workbench.runCommand('Refresh');
    await tunnels.row(['Larkfield Labs', 'test-bench']);
    assert.equal(api.requests.length, from);

    await workbench.answerNotification('The API address was changed.', 'Send There');
    await tunnels.waitForRows('no problem', (rows) =>
      rows.every(({ label }) => !label.includes('withheld')),
    );
    await tunnels.row(['Larkfield Labs', 'test-bench']);
    const hosts = new Set(api.requests.slice(from).map(({ headers }) => headers['host']));
    assert.deepEqual([...hosts], [new URL(elsewhere).host]);
  });

  it('asks for the same on the row, where the message was closed', async () => {
    const { workbench, api, vscode } = window;
    const { tunnels } = workbench;
    await vscode.changeSettings({ 'tunnelExplorer.apiBaseUrl': api.url });
    await workbench.notification('The API address was changed.');
    await workbench.clearNotifications();
    const from = api.requests.length;
    await tunnels.clickInlineAction('Credential of Larkfield Labs withheld', 'Update Credentials…');
    const { text, buttons } = await workbench.dialog();
    assert.match(text, /Send the stored credential of Larkfield Labs to http:\/\/127\.0\.0\.1:\d+\?/);
    assert.deepEqual(new Set(buttons), new Set(['Send There', 'Sign In Again…', 'Cancel']));
    assert.equal(api.requests.length, from);
    await workbench.answerDialog('Send There');
    await tunnels.waitForRows('the second account’s consent', (rows) =>
      rows.every(({ label }) => label !== 'Credential of Larkfield Labs withheld'),
    );
    await tunnels.row('Credential of Larkfield Instruments withheld');
    await tunnels.clickInlineAction('Credential of Larkfield Instruments withheld', 'Update Credentials…');
    await workbench.answerDialog('Send There');
    await tunnels.waitForRows('no problem', (rows) =>
      rows.every(({ label }) => !label.includes('withheld')),
    );
  });

  it('keeps all on Cancel of Remove Account, and removes one of two on Remove', async () => {
    const { workbench } = window;
    const { tunnels } = workbench;
    const sealed = await workbench.sealedSecrets();
    await tunnels.chooseFromMenu('Larkfield Labs', 'Remove Account…');
    assert.match((await workbench.dialog()).text, /Remove Larkfield Labs from this view\?/);
    await workbench.answerDialog('Cancel');
    assert.deepEqual(await window.accounts(), [first, second]);
    assert.equal(await workbench.sealedSecrets(), sealed);
    assert.deepEqual(await topRows(), ['Larkfield Instruments', 'Larkfield Labs']);

    await tunnels.chooseFromMenu('Larkfield Labs', 'Remove Account…');
    await workbench.answerDialog('Remove');
    await tunnels.waitForRows('the first account alone', (rows) => rows.every(({ level }) => level === 1));
    assert.deepEqual(await window.accounts(), [first]);
    assert.notEqual(await workbench.sealedSecrets(), sealed);
  });

  it('never asked the API for anything but to read', () => {
    assert.deepEqual(new Set(window.api.requests.map(({ method }) => method)), new Set(['GET']));
  });
});
