import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calendarDay } from '../../../src/tunnels/text/time.ts';
import { oldCertificate, sampleCertificate } from '../../support/sampleCertificate.ts';
import { sampleAccountId, sampleKey, sampleTokens, secondAccountId } from '../../support/sampleCompany.ts';
import { acceptTicked, answer, chooseMethod, giveToken, step } from '../steps.ts';
import { waitFor } from '../../support/vscode/waitFor.ts';
import { openWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

const firstAccount = [{ accountId: sampleAccountId, name: 'Larkfield Instruments' }];

describe('Ways in', function () {
  this.timeout(120_000);
  let window: TestWindow;
  let sealedBefore: string;
  let certificate: string;

  before(async () => {
    window = await openWindow(
      {},
      {
        environment: {
          CLOUDFLARE_EMAIL: sampleKey.email,
          CLOUDFLARE_API_KEY: sampleKey.key,
          CLOUDFLARE_ACCOUNT_ID: secondAccountId,
        },
      },
    );
    certificate = join(window.vscode.home, '.cloudflared', 'cert.pem');
    await mkdir(join(certificate, '..'));
  });
  after(() => window.close());

  beforeEach(async () => {
    sealedBefore = await window.workbench.sealedSecrets();
  });
  afterEach(async () => {
    const { quickInput, tunnels } = window.workbench;
    if (await quickInput.isOpen()) await quickInput.escape();
    await window.vscode.changeSettings({ 'tunnelExplorer.accounts': undefined });
    await tunnels.waitForRows('no account', (rows) => rows.length === 0);
  });

  /** Through the last two steps as they come, to rows, the account in the settings and a secret in the storage. */
  const arrive = async (row: string, accounts = firstAccount) => {
    const { workbench } = window;
    await acceptTicked(workbench, step.accounts);
    await arriveAtRows(row, accounts);
  };
  const arriveAtRows = async (row: string, accounts: readonly object[]) => {
    const { workbench } = window;
    await acceptTicked(workbench, step.tunnels);
    await workbench.quickInput.waitUntilClosed();
    await workbench.tunnels.row(row);
    assert.deepEqual(await window.accounts(), accounts);
    assert.notEqual(await workbench.sealedSecrets(), sealedBefore, 'a secret was stored');
  };

  it('offers no certificate and no token of the environment where there is none', async () => {
    const { workbench } = window;
    await workbench.runCommand('Add Account…');
    await workbench.quickInput.waitFor({ placeholder: step.method });
    const labels = (await workbench.quickInput.items()).map(({ label }) => label);
    assert.deepEqual(labels, ['API token', 'Global API key', 'CLOUDFLARE_API_KEY']);
  });

  it('takes an API token of a person, also one from before tokens had prefixes', async () => {
    await giveToken(window.workbench, sampleTokens.older);
    await arrive('web-prod');
  });

  it('takes an account’s token that cannot list accounts, with the account ID typed', async () => {
    const { workbench } = window;
    await giveToken(workbench, sampleTokens.accountWithoutList);
    await answer(workbench, step.accountId, 'Larkfield');
    await workbench.quickInput.waitForFlaw('32 digits from 0 to 9 and a to f');
    await answer(workbench, step.accountId, secondAccountId);
    await workbench.quickInput.waitForFlaw('The token has no access to this account');
    await answer(workbench, step.accountId, ` ${sampleAccountId.toUpperCase()} `);
    await arriveAtRows('web-prod', [{ accountId: sampleAccountId, name: 'Account 5a3b1e00' }]);
  });

  it('takes the Global API key with its email, and says what is wrong with a wrong one', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    await workbench.runCommand('Add Account…');
    await chooseMethod(workbench, 'Global API key');
    await answer(workbench, step.email, 'sample.person');
    await quickInput.waitForFlaw('Enter an email address.');
    await answer(workbench, step.email, sampleKey.email);
    await answer(workbench, step.key, '0'.repeat(37));
    const { message } = await quickInput.waitForFlaw('Cloudflare does not recognize this email address with this key');
    assert.match(message, /check both, or use an API token.*9103/);
    await answer(workbench, step.key, sampleKey.key);
    await quickInput.waitFor({ placeholder: step.accounts });
    await quickInput.check('Larkfield Labs');
    await arrive('test-bench', [{ accountId: secondAccountId, name: 'Larkfield Labs' }]);
  });

  it('answers the wrong kind of secret in the box, and sends nothing', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    const from = window.api.requests.length;
    await giveToken(workbench, sampleKey.key);
    await quickInput.waitForFlaw('This is a Global API key: go back and choose that way');
    await quickInput.back();
    await chooseMethod(workbench, 'Global API key');
    await answer(workbench, step.email, sampleKey.email);
    await answer(workbench, step.key, sampleTokens.user);
    await quickInput.waitForFlaw('This is an API token: go back and choose that way');
    await quickInput.escape();
    await quickInput.waitUntilClosed();
    assert.equal(window.api.requests.length, from);
  });

  it('asks before it stores a token that expires within days', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    const owner = window.api.company.principals.find(
      (one) => one.kind === 'token' && one.secret === sampleTokens.expiringSoon,
    );
    assert.ok(owner?.kind === 'token');
    const expiry = calendarDay(Date.parse(owner.expiresOn ?? ''));
    await giveToken(workbench, sampleTokens.expiringSoon);
    const question = `This token expires on ${expiry}. Do you want to use it?`;
    await quickInput.waitFor({ placeholder: question });
    await quickInput.pick('Use another credential');
    await answer(workbench, step.token, sampleTokens.expiringSoon);
    await quickInput.waitFor({ placeholder: question });
    await quickInput.pick(`Use it until ${expiry}`);
    await arrive('web-prod');
  });

  it('takes the certificate that cloudflared left in the home folder', async () => {
    const { workbench } = window;
    const content = { accountId: sampleAccountId, token: sampleTokens.account };
    await writeFile(certificate, sampleCertificate(content));
    await workbench.runCommand('Add Account…');
    await workbench.quickInput.waitFor({ placeholder: step.method });
    const item = (await workbench.quickInput.items()).find(
      ({ label }) => label === 'cloudflared certificate',
    );
    assert.equal(item?.description, '~/.cloudflared/cert.pem');
    await workbench.quickInput.pick('cloudflared certificate');
    await arrive('web-prod');
    await rm(certificate);
  });

  it('takes a certificate file that the person picks', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    const file = join(window.vscode.home, 'from another machine.pem');
    const content = { accountId: sampleAccountId, token: sampleTokens.accountWithoutList };
    await writeFile(file, sampleCertificate(content));
    await workbench.runCommand('Add Account…');
    await quickInput.waitFor({ placeholder: step.method });
    await quickInput.pressButton('Use a Certificate File (cert.pem)…');
    await quickInput.waitFor({ title: 'Certificate from cloudflared tunnel login' });
    await quickInput.type(file);
    // The dialog looks the file up while it is typed, and takes no Enter before it has found it.
    await waitFor('the dialog to take the file', async () => {
      if ((await quickInput.state())?.title !== 'Certificate from cloudflared tunnel login') return true;
      await quickInput.accept();
      return undefined;
    });
    await arrive('web-prod', [{ accountId: sampleAccountId, name: 'Account 5a3b1e00' }]);
  });

  it('says of an old certificate what to do, and leads to another way', async () => {
    const { workbench } = window;
    await writeFile(certificate, oldCertificate());
    const from = window.api.requests.length;
    await workbench.runCommand('Add Account…');
    await chooseMethod(workbench, 'cloudflared certificate');
    const { message, severity } = await workbench.notification('holds no API token');
    assert.match(
      message,
      /^~\/\.cloudflared\/cert\.pem: this certificate is from an older cloudflared .* run cloudflared tunnel login again/,
    );
    assert.equal(severity, 'error');
    await workbench.answerNotification('holds no API token', 'Sign In Another Way');
    await workbench.quickInput.waitFor({ placeholder: step.method });
    assert.equal(window.api.requests.length, from);
    await rm(certificate);
  });

  it('takes the key of the environment, with the account that is named there in front', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    await workbench.runCommand('Add Account…');
    await chooseMethod(workbench, 'CLOUDFLARE_API_KEY');
    await quickInput.waitFor({ placeholder: step.accounts });
    const items = (await quickInput.items()).map(({ label, checked }) => [label, checked]);
    assert.deepEqual(items, [
      ['Larkfield Labs', true],
      ['Larkfield Instruments', false],
      ['Enter an account ID…', false],
    ]);
    await arrive('test-bench', [{ accountId: secondAccountId, name: 'Larkfield Labs' }]);
  });
});
