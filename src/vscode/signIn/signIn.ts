import { t } from '@vscode/l10n';
import type { Credential } from '../../cloudflare/credentials.ts';
import { listTunnelsOrExplain, verifyCredential } from '../../cloudflare/verify.ts';
import type { Account } from '../../tunnels/model/tunnel.ts';
import { withoutIcons } from '../../tunnels/text/text.ts';
import type { AccountEntry } from '../storage/settingsStore.ts';
import type { ApiWith } from '../apiAccess.ts';
import { askAccountId, askAccounts, askTunnels } from './accountSteps.ts';
import { credentialSteps } from './credentialSteps.ts';
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
export async function signIn(apiWith: ApiWith, only?: Account): Promise<SignIn | undefined> {
  const steps = only === undefined ? addSteps(apiWith) : updateSteps(apiWith, only);
  let draft: Draft = {
    method: { kind: 'token' },
    email: '',
    identified: undefined,
    typeId: false,
    accounts: only === undefined ? [] : [only],
    tunnels: new Map(),
    entries: [],
  };
  const title =
    only === undefined
      ? t('Add Account')
      : t('Update Credentials for {0}', withoutIcons(only.name ?? only.id));
  /** The steps taken, each with the draft as it was before: going back takes back what came after. */
  const passed: { readonly index: number; readonly draft: Draft; readonly given: Partial<Draft> }[] = [];
  let given: Partial<Draft> | undefined;
  for (let index = 0; index < steps.length;) {
    const step = steps[index];
    if (step?.applies(draft) !== true) {
      index++;
      continue;
    }
    const frame = { title, step: passed.length + 1, canGoBack: passed.length > 0, given };
    const answer = await step.ask(draft, frame);
    given = undefined;
    if (answer === 'cancel') return undefined;
    if (answer === 'back') {
      const last = passed.pop();
      index = last?.index ?? 0;
      draft = last?.draft ?? draft;
      given = last?.given;
      continue;
    }
    if (step.silent !== true) passed.push({ index, draft, given: answer.value });
    draft = { ...draft, ...answer.value };
    index++;
  }
  return draft.identified && { credential: draft.identified.credential, accounts: draft.entries };
}

function addSteps(apiWith: ApiWith): readonly SignInStep[] {
  return [
    ...credentialSteps(async (credential, signal, hint) => {
      const asking = { signal, now: Date.now() };
      const { accounts, ...verified } = await verifyCredential(apiWith(credential), credential, hint, asking);
      return { credential, ...verified, seen: withHint(accounts, hint), preferred: hint };
    }),
    {
      applies: ({ identified }) => identified?.seen.length !== 0,
      ask: (draft, frame) => askAccounts(draft, frame, apiWith),
    },
    {
      applies: ({ identified, typeId }) => typeId || identified?.seen.length === 0,
      ask: (draft, frame) => askAccountId(draft, frame, apiWith),
    },
    { applies: () => true, ask: askTunnels },
  ];
}

/** The account that a credential is said to be for comes first, also where the list does not hold it. */
function withHint(accounts: readonly Account[], hint: string | undefined): readonly Account[] {
  if (hint === undefined) return accounts;
  const named = accounts.find(({ id }) => id === hint) ?? { id: hint, name: undefined };
  return [named, ...accounts.filter(({ id }) => id !== hint)];
}

/** The proof is that the credential reads the tunnels of the account that it is for. */
function updateSteps(apiWith: ApiWith, account: Account): readonly SignInStep[] {
  return credentialSteps(async (credential, signal) => {
    const asking = { signal, now: Date.now() };
    const api = apiWith(credential);
    const { owner, expiresAt } = await verifyCredential(api, credential, account.id, asking);
    await listTunnelsOrExplain(api, credential, account.id, asking);
    return { credential, owner, expiresAt, seen: [account], preferred: account.id };
  });
}
