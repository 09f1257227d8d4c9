import { sampleAccountId, sampleKey, sampleTokens, secondAccountId } from '../../support/sampleCompany.ts';
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
import type { TestWindow } from '../window.ts';

const day = 24 * 3_600_000;

describe('Leaving the sign-in', function () {
  this.timeout(240_000);
  let window: TestWindow;
  let expiry: string;

  before(async () => {
    window = await openWindow({}, { environment: {} });
    // So that its way is the longest there is: several accounts, and the question whether to use it at all.
    const owner = ownerOf(sampleTokens.several, window.api.company);
    owner.expiresOn = new Date(Date.now() + 5 * day).toISOString();
  });
  after(() => window.close());

  afterEach(() => window.workbench.quickInput.close());

  const shortLived = async () => {
    const { placeholder } = await window.workbench.quickInput.state.has({
      placeholder: /^This token expires on/,
    });
    expiry = /on (.*)\. Do/.exec(placeholder)?.[1] ?? '';
  };

  /** Each step of both ways, with what leads from the one before to it. */
  const tokenWay: readonly (readonly [name: string, goThere: () => Promise<unknown>])[] = [
    [
      'the method',
      async () => {
        await window.workbench.runCommand('Add Account…');
        await window.workbench.quickInput.state.has({ placeholder: step.method });
      },
    ],
    [
      'the token',
      async () => {
        await chooseMethod(window.workbench, 'API token');
        await window.workbench.quickInput.state.has({ placeholder: step.token });
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
        await window.workbench.quickInput.state.has({ placeholder: step.accounts });
      },
    ],
    [
      'the account ID',
      async () => {
        await window.workbench.quickInput.check('Larkfield Instruments');
        await window.workbench.quickInput.pressButton('Enter an account ID…');
        await window.workbench.quickInput.state.has({ placeholder: step.accountId });
      },
    ],
    [
      'the tunnels',
      async () => {
        await answer(window.workbench, step.accountId, secondAccountId);
        await window.workbench.quickInput.state.has({ placeholder: step.tunnels });
      },
    ],
  ];
  const keyWay: typeof tokenWay = [
    ['the method', tokenWay[0]![1]],
    [
      'the email',
      async () => {
        await chooseMethod(window.workbench, 'Global API key');
        await window.workbench.quickInput.state.has({ placeholder: step.email });
      },
    ],
    [
      'the key',
      async () => {
        await answer(window.workbench, step.email, sampleKey.email);
        await window.workbench.quickInput.state.has({ placeholder: step.key });
      },
    ],
  ];

  const nothingIsLeft = async () => {
    const { workbench } = window;
    await workbench.quickInput.state.isGone();
    await window.accounts.is([]);
    // No secret was ever stored.
    await workbench.sealedSecrets.is('');
    await workbench.tunnels.rows.is([]);
    await workbench.notifications.is([]);
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
    await quickInput.state.has({ placeholder: step.accountId, value: secondAccountId });
    await quickInput.back();
    await quickInput.state.has({ placeholder: step.accounts });
    await quickInput.items
      .pick((items) => items.map(({ label, checked }) => [label, checked]))
      .is([
        ['Larkfield Instruments', true],
        ['Larkfield Labs', false],
      ]);
    await quickInput.back();
    await shortLived();
    await quickInput.back();
    // A secret is not shown again.
    await quickInput.state.has({ placeholder: step.token, value: '' });
    await quickInput.back();
    await quickInput.state.has({
      placeholder: step.method,
      buttons: [certificateFile.button],
    });
    await quickInput.escape();
    await nothingIsLeft();
  });

  it('keeps the email on the way back from the key', async () => {
    const { quickInput } = window.workbench;
    for (const [, goThere] of keyWay) await goThere();
    await quickInput.back();
    await quickInput.state.has({ placeholder: step.email, value: sampleKey.email });
    await quickInput.back();
    await quickInput.state.has({ placeholder: step.method });
    await quickInput.escape();
    await nothingIsLeft();
  });

  it('ends the verification on Escape', async () => {
    const { api, workbench } = window;
    const end = api.fail('/user/tokens/verify', { kind: 'hang' });
    const arrived = api.arrival('/user/tokens/verify');
    await giveToken(workbench, sampleTokens.user);
    await arrived;
    await workbench.quickInput.state.has({ placeholder: step.token, busy: true });
    await workbench.quickInput.escape();
    // It is given up, well before the 15 seconds that a request may take.
    await window.log
      .pick((log) => log.match(/\/user\/tokens\/verify no answer \d+ ms/g))
      .is([/ no answer \d{1,4} ms$/]);
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
    await quickInput.state.has({ placeholder: step.accounts });
    await quickInput.items
      .pick((items) => labels(items.filter(({ checked }) => checked)))
      .is(['Larkfield Labs']);
    await quickInput.escape();
    await nothingIsLeft();
  });

  it('adds only what was chosen last, after going back to choose otherwise', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    for (const [, goThere] of tokenWay.slice(0, 4)) await goThere();
    await quickInput.pressButton('Enter an account ID…');
    await answer(workbench, step.accountId, sampleAccountId);
    await quickInput.state.has({ placeholder: step.tunnels });
    await quickInput.back();
    await answer(workbench, step.accountId, secondAccountId);
    await acceptTicked(workbench, step.tunnels);
    await workbench.tunnels.row('test-bench').isThere();
    await window.accounts.is([{ accountId: secondAccountId, name: 'Larkfield Labs' }]);
  });

  it('goes back to the token and takes another one, with what that one sees', async () => {
    const { workbench } = window;
    const { quickInput } = workbench;
    for (const [, goThere] of tokenWay.slice(0, 4)) await goThere();
    await quickInput.back();
    await shortLived();
    await quickInput.back();
    await answer(workbench, step.token, sampleTokens.account);
    await quickInput.state.has({ placeholder: step.accounts });
    await quickInput.items.pick(labels).is(['Larkfield Instruments']);
    await quickInput.accept();
    await acceptTicked(workbench, step.tunnels);
    await workbench.tunnels.row(['Larkfield Instruments', 'web-prod']).isThere();
    await window.accounts
      .pick((all) => all.map(({ name }) => name))
      .is(['Larkfield Labs', 'Larkfield Instruments']);
  });
});
