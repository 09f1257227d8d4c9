import { t } from '@vscode/l10n';
import type { Credential } from '../../cloudflare/credentials.ts';
import { seenAccounts } from '../../cloudflare/verify.ts';
import type { Account } from '../../tunnels/model.ts';
import { withoutIcons } from '../../tunnels/text.ts';
import type { AccountEntry } from '../settings.ts';
import type { Connect } from '../source.ts';
import { askAccountId, askAccounts, askTunnels } from './accountSteps.ts';
import { askMethod, askToken, takeFromEnvironment } from './credentialSteps.ts';
import type { Identify } from './credentialSteps.ts';
import type { Draft, SignInStep } from './steps.ts';

/** What the steps of signing in end with: nothing is stored before. */
export interface SignIn {
  readonly credential: Credential;
  readonly accounts: readonly AccountEntry[];
}

/**
 * Leads through signing in. `undefined`: given up. With `only`, a new credential for that account is asked for, and no
 * account or tunnel chosen.
 */
export async function signIn(connect: Connect, only?: Account): Promise<SignIn | undefined> {
  const steps = only === undefined ? addSteps(connect) : updateSteps(connect, only);
  let draft: Draft = {
    method: 'token',
    credential: undefined,
    seen: [],
    typeId: false,
    accounts: only === undefined ? [] : [only],
    tunnels: new Map(),
    entries: [],
  };
  const title =
    only === undefined
      ? t('Add Account')
      : t('Update Credentials of {0}', withoutIcons(only.name ?? only.id));
  /** The steps taken, each with the draft as it was before: going back takes back what came after. */
  const passed: { readonly index: number; readonly draft: Draft }[] = [];
  for (let index = 0; index < steps.length;) {
    const step = steps[index];
    if (step?.applies(draft) !== true) {
      index++;
      continue;
    }
    const answer = await step.ask(draft, { title, step: passed.length + 1, canGoBack: passed.length > 0 });
    if (answer === 'cancel') return undefined;
    if (answer === 'back') {
      const last = passed.pop();
      index = last?.index ?? 0;
      draft = last?.draft ?? draft;
      continue;
    }
    if (step.silent !== true) passed.push({ index, draft });
    draft = { ...draft, ...answer.value };
    index++;
  }
  return draft.credential && { credential: draft.credential, accounts: draft.entries };
}

function addSteps(connect: Connect): readonly SignInStep[] {
  return [
    ...credentialSteps((credential, signal) => seenAccounts(connect(credential), signal, Date.now())),
    { applies: ({ seen }) => seen.length > 0, ask: (draft, frame) => askAccounts(draft, frame, connect) },
    {
      applies: ({ seen, typeId }) => typeId || seen.length === 0,
      ask: (draft, frame) => askAccountId(draft, frame, connect),
    },
    { applies: () => true, ask: askTunnels },
  ];
}

/** The proof is that the credential reads the tunnels of the account that it is for. */
function updateSteps(connect: Connect, account: Account): readonly SignInStep[] {
  return credentialSteps(async (credential, signal) => {
    await connect(credential).listTunnels(account.id, signal);
    return [account];
  });
}

function credentialSteps(identify: Identify): readonly SignInStep[] {
  return [
    { applies: () => true, ask: askMethod },
    { applies: ({ method }) => method === 'token', ask: (_, frame) => askToken(frame, identify) },
    {
      applies: ({ method }) => method === 'environment',
      silent: true,
      ask: (_, frame) => takeFromEnvironment(frame, identify),
    },
  ];
}
