import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calendarDay } from '../../../src/tunnels/text/time.ts';
import { oldCertificate, sampleCertificate } from '../../support/sampleCertificate.ts';
import {
  sampleAccountId,
  sampleKey,
  sampleTokens,
  sampleTunnelToken,
  secondAccountId,
} from '../../support/sampleCompany.ts';
import {
  acceptTicked,
  answer,
  certificateFile,
  chooseMethod,
  giveToken,
  labels,
  ownerOf,
  step,
} from '../signInSteps.ts';
import { openWindow } from '../window.ts';
import type { AccountEntry, TestWindow } from '../window.ts';

const firstAccount = [{ accountId: sampleAccountId, name: 'Larkfield Instruments' }];

describe('Ways in', function () {
  this.timeout(240_000);
  let window: TestWindow;
  let sealed = '';
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

  afterEach(async () => {
    const { quickInput, tunnels } = window.workbench;
    await quickInput.close();
    await window.vscode.changeSettings({ 'tunnelExplorer.accounts': undefined });
    await tunnels.rows.is([]);
  });

  /** Through the last two steps as they come, to rows, the account in the settings and a secret in the storage. */
  const arrive = async (row: string, accounts = firstAccount) => {
    await acceptTicked(window.workbench, step.accounts);
    await arriveAtRows(row, accounts);
  };
  const arriveAtRows = async (row: string, accounts: readonly AccountEntry[]) => {
    const { workbench } = window;
    await acceptTicked(workbench, step.tunnels);
    await workbench.quickInput.state.isGone();
    await workbench.tunnels.row(row).isThere();
    await window.accounts.is(accounts);
    sealed = await workbench.sealedSecrets.isNot(sealed);
  };

  it('is what every command without an account leads to, and nothing is sent', async () => {
    const { workbench } = window;
    const asked = window.asked();
    for (const command of [
      'Refresh',
      'Go to Tunnel or Connector…',
      'Audit Tunnels',
      'Show Recent Changes',
      'Choose Tunnels…',
      'Update Credentials…',
      'Remove Account…',
    ]) {
      await workbench.runCommand(command);
      await workbench.notification('There is no account yet.').has({ severity: 'info' });
      await workbench.clearNotifications();
    }
    await asked.is([]);
  });

  it('offers no certificate and no token of the environment where there is none', async () => {
    const { workbench } = window;
    await workbench.runCommand('Add Account…');
    await workbench.quickInput.state.has({ placeholder: step.method });
    await workbench.quickInput.items.pick(labels).is(['API token', 'Global API key', 'CLOUDFLARE_API_KEY']);
  });

  it('takes an API token of a person, also one from before tokens had prefixes', async () => {
    await giveToken(window.workbench, sampleTokens.older);
    await arrive('web-prod');
  });

  it('takes an account’s token that cannot list accounts, with the address of the account pasted', async () => {
    const { workbench } = window;
    await giveToken(workbench, sampleTokens.accountWithoutList);
    await workbench.quickInput.state.has({
      placeholder: step.accountId,
      message: /^Paste the account’s ID or its dashboard address: this token cannot list accounts\./,
    });
    await answer(workbench, step.accountId, 'Larkfield');
    await workbench.quickInput.flaw.is(/32 hexadecimal digits/);
    await answer(workbench, step.accountId, secondAccountId);
    await workbench.quickInput.flaw.is(/The token has no access to this account/);
    const address = `https://dash.cloudflare.com/${sampleAccountId.toUpperCase()}/tunnels`;
    await answer(workbench, step.accountId, address);
    await arriveAtRows('web-prod', [{ accountId: sampleAccountId, name: 'Account 5a3b1e00' }]);
  });

  it('takes the Global API key with its email, and says what is wrong with a wrong one', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    await workbench.runCommand('Add Account…');
    await chooseMethod(workbench, 'Global API key');
    await answer(workbench, step.email, 'sample.person');
    await quickInput.flaw.is(/Enter an email address\./);
    await answer(workbench, step.email, sampleKey.email);
    await answer(workbench, step.key, '0'.repeat(37));
    await quickInput.flaw.is(
      /Cloudflare does not recognize this email address with this key.*check both, or use an API token.*9103/,
    );
    await answer(workbench, step.key, sampleKey.key);
    await quickInput.state.has({ placeholder: step.accounts });
    await quickInput.check('Larkfield Labs');
    await arrive('test-bench', [{ accountId: secondAccountId, name: 'Larkfield Labs' }]);
  });

  it('answers the wrong kind of secret in the box, and sends nothing', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    const asked = window.asked();
    await giveToken(workbench, sampleKey.key);
    await quickInput.flaw.is(/This is a Global API key\. Go back and choose/);
    await quickInput.back();
    await chooseMethod(workbench, 'Global API key');
    await answer(workbench, step.email, sampleKey.email);
    for (const [pasted, words] of [
      [sampleTokens.user, /This is an API token\. Go back and choose/],
      [sampleKey.email, /This is an email address\. Paste the Global API key itself\./],
      [sampleTunnelToken, /This is a tunnel token/],
      ['https://dash.cloudflare.com/profile/api-tokens', /This is a web address/],
    ] as const) {
      await answer(workbench, step.key, pasted);
      await quickInput.flaw.is(words);
    }
    await quickInput.escape();
    await quickInput.state.isGone();
    await asked.is([]);
  });

  it('asks before it stores a token that expires within days', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    const { expiresOn = '' } = ownerOf(sampleTokens.expiringSoon, window.api.company);
    const expiry = calendarDay(Date.parse(expiresOn));
    await giveToken(workbench, sampleTokens.expiringSoon);
    const question = `This token expires on ${expiry}. Do you want to use it?`;
    await quickInput.state.has({ placeholder: question });
    await quickInput.pick('Use another credential');
    await answer(workbench, step.token, sampleTokens.expiringSoon);
    await quickInput.state.has({ placeholder: question });
    await quickInput.pick(`Use it until ${expiry}`);
    await arrive('web-prod');
  });

  it('takes the certificate that cloudflared left in the home folder', async () => {
    const { workbench } = window;
    const content = { accountId: sampleAccountId, token: sampleTokens.account };
    await writeFile(certificate, sampleCertificate(content));
    await workbench.runCommand('Add Account…');
    await workbench.quickInput.state.has({ placeholder: step.method });
    await workbench.quickInput.items
      .pick((items) => items.find(({ label }) => label === 'cloudflared certificate'))
      .has({ description: '~/.cloudflared/cert.pem' });
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
    await quickInput.state.has({ placeholder: step.method });
    await quickInput.pressButton(certificateFile.button);
    await quickInput.chooseFile(certificateFile.title, file);
    await arrive('web-prod', [{ accountId: sampleAccountId, name: 'Account 5a3b1e00' }]);
  });

  it('adds a second account by its ID, with the accounts that are ticked kept, by the button of the box', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    await giveToken(workbench, sampleTokens.several);
    await quickInput.state.has({ placeholder: step.accounts, buttons: ['Back', 'Enter an account ID…'] });
    await quickInput.check('Larkfield Instruments');
    await quickInput.pressButton('Enter an account ID…');
    await answer(workbench, step.accountId, secondAccountId);
    await arriveAtRows('test-bench', [
      ...firstAccount,
      { accountId: secondAccountId, name: 'Larkfield Labs' },
    ]);
  });

  it('says of an old certificate what to do, and leads to another way', async () => {
    const { workbench } = window;
    await writeFile(certificate, oldCertificate());
    const asked = window.asked();
    await workbench.runCommand('Add Account…');
    await chooseMethod(workbench, 'cloudflared certificate');
    await workbench.notification('contains no API token').has({
      message:
        /^~\/\.cloudflared\/cert\.pem: This certificate is from an older cloudflared .* Run cloudflared tunnel login again/,
      severity: 'error',
    });
    await workbench.answerNotification('contains no API token', 'Sign In Another Way');
    await workbench.quickInput.state.has({ placeholder: step.method });
    await asked.is([]);
    await rm(certificate);
  });

  it('takes the key of the environment, with the account that is named there in front', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    await workbench.runCommand('Add Account…');
    await chooseMethod(workbench, 'CLOUDFLARE_API_KEY');
    await quickInput.state.has({ placeholder: step.accounts });
    await quickInput.items
      .pick((items) => items.map(({ label, checked }) => [label, checked]))
      .is([
        ['Larkfield Labs', true],
        ['Larkfield Instruments', false],
      ]);
    await arrive('test-bench', [{ accountId: secondAccountId, name: 'Larkfield Labs' }]);
  });
});
