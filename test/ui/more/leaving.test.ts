import assert from 'node:assert/strict';
import { sampleAccountId, sampleKey, sampleTokens, secondAccountId } from '../../support/sampleCompany.ts';
import { readLogs } from '../../support/vscode/findSecrets.ts';
import { waitFor } from '../../support/vscode/waitFor.ts';
import { acceptTicked, answer, chooseMethod, giveToken, step } from '../steps.ts';
import { openWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

const day = 24 * 3_600_000;

describe('Leaving the sign-in', function () {
  this.timeout(120_000);
  let window: TestWindow;
  let expiry: string;

  before(async () => {
    window = await openWindow({}, { environment: {} });
    // So that its way is the longest there is: several accounts, and the question whether to use it at all.
    const owner = window.api.company.principals.find(
      (one) => one.kind === 'token' && one.secret === sampleTokens.several,
    );
    assert.ok(owner?.kind === 'token');
    owner.expiresOn = new Date(Date.now() + 5 * day).toISOString();
  });
  after(() => window.close());

  afterEach(async () => {
    const { quickInput } = window.workbench;
    if (await quickInput.isOpen()) await quickInput.escape();
  });

  const shortLived = async () => {
    const { quickInput } = window.workbench;
    const state = await waitFor('the question about the short life', async () => {
      const now = await quickInput.state();
      return now?.placeholder.startsWith('This token expires on') === true ? now : undefined;
    });
    expiry = /on (.*)\. Do/.exec(state.placeholder)?.[1] ?? '';
  };

  /** Each step of both ways, with what leads from the one before to it. */
  const tokenWay: readonly (readonly [name: string, goThere: () => Promise<unknown>])[] = [
    [
      'the method',
      async () => {
        await window.workbench.runCommand('Add Account…');
        await window.workbench.quickInput.waitFor({ placeholder: step.method });
      },
    ],
    [
      'the token',
      async () => {
        await chooseMethod(window.workbench, 'API token');
        await window.workbench.quickInput.waitFor({ placeholder: step.token });
      },
    ],
    [
      'the short life',
      async () => {
        await answer(window.workbench, step.token, sampleTokens.several);
        await shortLived();
      },
    ],
    [
      'the accounts',
      async () => {
        await window.workbench.quickInput.pick(`Use it until ${expiry}`);
        await window.workbench.quickInput.waitFor({ placeholder: step.accounts });
      },
    ],
    [
      'the account ID',
      async () => {
        await window.workbench.quickInput.check('Larkfield Instruments');
        await window.workbench.quickInput.check('Enter an account ID…');
        await window.workbench.quickInput.accept();
        await window.workbench.quickInput.waitFor({ placeholder: step.accountId });
      },
    ],
    [
      'the tunnels',
      async () => {
        await answer(window.workbench, step.accountId, secondAccountId);
        await window.workbench.quickInput.waitFor({ placeholder: step.tunnels });
      },
    ],
  ];
  const keyWay: typeof tokenWay = [
    ['the method', tokenWay[0]![1]],
    [
      'the email',
      async () => {
        await chooseMethod(window.workbench, 'Global API key');
        await window.workbench.quickInput.waitFor({ placeholder: step.email });
      },
    ],
    [
      'the key',
      async () => {
        await answer(window.workbench, step.email, sampleKey.email);
        await window.workbench.quickInput.waitFor({ placeholder: step.key });
      },
    ],
  ];

  const nothingIsLeft = async () => {
    const { workbench } = window;
    await workbench.quickInput.waitUntilClosed();
    assert.deepEqual(await window.accounts(), []);
    assert.equal(await workbench.sealedSecrets(), '', 'no secret was ever stored');
    assert.deepEqual(await workbench.tunnels.rows(), []);
    await workbench.page
      .locator('.notifications-toasts .notification-list-item')
      .waitFor({ state: 'hidden' });
  };

  for (const way of [tokenWay, keyWay.slice(1)]) {
    for (const [name] of way) {
      it(`leaves nothing behind by Escape at ${name}`, async () => {
        const steps = way === tokenWay ? way : keyWay;
        const last = steps.findIndex(([candidate]) => candidate === name);
        for (const [, goThere] of steps.slice(0, last + 1)) await goThere();
        await window.workbench.quickInput.escape();
        await nothingIsLeft();
      });
    }
  }

  it('goes back step by step, each as it was left, and leaves nothing behind', async () => {
    const { quickInput } = window.workbench;
    for (const [, goThere] of tokenWay) await goThere();

    await quickInput.back();
    const { value } = await quickInput.waitFor({ placeholder: step.accountId });
    assert.equal(value, secondAccountId);
    await quickInput.back();
    await quickInput.waitFor({ placeholder: step.accounts });
    assert.deepEqual(
      (await quickInput.items()).map(({ label, checked }) => [label, checked]),
      [
        ['Larkfield Instruments', true],
        ['Larkfield Labs', false],
        ['Enter an account ID…', true],
      ],
    );
    await quickInput.back();
    await shortLived();
    await quickInput.back();
    const token = await quickInput.waitFor({ placeholder: step.token });
    assert.equal(token.value, '', 'a secret is not shown again');
    await quickInput.back();
    const { buttons } = await quickInput.waitFor({ placeholder: step.method });
    assert.ok(!buttons.includes('Back'));
    await quickInput.escape();
    await nothingIsLeft();
  });

  it('keeps the email on the way back from the key', async () => {
    const { quickInput } = window.workbench;
    for (const [, goThere] of keyWay) await goThere();
    await quickInput.back();
    const { value } = await quickInput.waitFor({ placeholder: step.email });
    assert.equal(value, sampleKey.email);
    await quickInput.back();
    await quickInput.waitFor({ placeholder: step.method });
    await quickInput.escape();
    await nothingIsLeft();
  });

  it('ends the verification on Escape', async () => {
    const { api, workbench } = window;
    const end = api.fail('/user/tokens/verify', { kind: 'hang' });
    const arrived = api.arrival('/user/tokens/verify');
    await giveToken(workbench, sampleTokens.user);
    await arrived;
    await workbench.quickInput.waitFor({ placeholder: step.token, busy: true });
    const unanswered = await countInLog('/user/tokens/verify no answer');
    await workbench.quickInput.escape();
    // Well before the time limit of a request.
    await waitFor(
      'the request to be given up',
      async () => ((await countInLog('/user/tokens/verify no answer')) > unanswered ? true : undefined),
      { timeout: 5_000 },
    );
    end();
    await nothingIsLeft();
  });

  it('asks again for the accounts when reading their tunnels is cancelled', async () => {
    const { api, workbench } = window;
    const { quickInput } = workbench;
    for (const [, goThere] of tokenWay.slice(0, 4)) await goThere();
    await quickInput.check('Larkfield Labs');
    const end = api.fail('/cfd_tunnel', { kind: 'hang' });
    await quickInput.accept();
    await workbench.answerNotification('Loading tunnels…', 'Cancel');
    end();
    await quickInput.waitFor({ placeholder: step.accounts });
    const ticked = (await quickInput.items()).filter(({ checked }) => checked);
    assert.deepEqual(
      ticked.map(({ label }) => label),
      ['Larkfield Labs'],
    );
    await quickInput.escape();
    await nothingIsLeft();
  });

  it('adds only what was chosen last, after going back to choose otherwise', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    for (const [, goThere] of tokenWay.slice(0, 4)) await goThere();
    await quickInput.check('Enter an account ID…');
    await quickInput.accept();
    await answer(workbench, step.accountId, sampleAccountId);
    await quickInput.waitFor({ placeholder: step.tunnels });
    await quickInput.back();
    await answer(workbench, step.accountId, secondAccountId);
    await acceptTicked(workbench, step.tunnels);
    await workbench.tunnels.row('test-bench');
    assert.deepEqual(await window.accounts(), [{ accountId: secondAccountId, name: 'Larkfield Labs' }]);
  });

  it('goes back to the token and takes another one, with what that one sees', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    for (const [, goThere] of tokenWay.slice(0, 4)) await goThere();
    await quickInput.back();
    await shortLived();
    await quickInput.back();
    await answer(workbench, step.token, sampleTokens.account);
    await quickInput.waitFor({ placeholder: step.accounts });
    const labels = (await quickInput.items()).map(({ label }) => label);
    assert.deepEqual(labels, ['Larkfield Instruments', 'Enter an account ID…']);
    await quickInput.accept();
    await acceptTicked(workbench, step.tunnels);
    await workbench.tunnels.row(['Larkfield Instruments', 'web-prod']);
    assert.deepEqual(
      (await window.accounts()).map(({ name }) => name),
      ['Larkfield Labs', 'Larkfield Instruments'],
    );
  });

  async function countInLog(text: string): Promise<number> {
    return (await readLogs(window.vscode.userDataFolder)).split(text).length - 1;
  }
});
