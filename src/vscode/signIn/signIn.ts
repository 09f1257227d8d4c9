import { t } from '@vscode/l10n';
import type { Credential } from '../../cloudflare/credentials.ts';
import { listTunnelsOrExplain, verifyCredential } from '../../cloudflare/verify.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import type { Account } from '../../tunnels/model/tunnel.ts';
import { withoutIcons } from '../../tunnels/text/text.ts';
import type { AccountEntry } from '../storage/settingsStore.ts';
import { askAccountId, askAccounts, askTunnels, askUpdate, knownAmong, newAmong } from './accountSteps.ts';
import { credentialSteps } from './credentialSteps.ts';
import type { SharedCredentials } from './sharedCredentials.ts';
import type { AddContext, Draft, SignInStep } from './steps.ts';
import { storedWay } from './storedWay.ts';
import { waysWith } from './ways.ts';
import type { Ways } from './ways.ts';

/** What the steps of signing in end with: nothing is stored before. */
export interface SignIn {
  readonly credential: Credential;
  /** To be added. */
  readonly accounts: readonly AccountEntry[];
  /** Those that are there already, and get this credential. */
  readonly updated: readonly WatchedAccount[];
}

export interface SignInContext extends AddContext {
  readonly shared: SharedCredentials;
}

/**
 * Leads through signing in. `undefined`: given up. With `only`, a new credential for that account is asked for, and no
 * account or tunnel chosen.
 */
export async function signIn(context: SignInContext, only?: WatchedAccount): Promise<SignIn | undefined> {
  const ways = waysWith(storedWay(context.shared, only));
  const steps = only === undefined ? addSteps(ways, context) : updateSteps(ways, context, only);
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
    only === undefined ? t('Add Account') : t('Update Credentials for {0}', withoutIcons(only.name));
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
  const { identified, entries, accounts } = draft;
  if (identified === undefined) return undefined;
  const updated = knownAmong(accounts, context.known);
  return { credential: identified.credential, accounts: entries, updated };
}

function addSteps(ways: Ways, context: AddContext): readonly SignInStep[] {
  const { apiWith, known } = context;
  return [
    ...credentialSteps(ways, async (credential, signal, hint) => {
      const asking = { signal, now: Date.now() };
      const { accounts, ...verified } = await verifyCredential(apiWith(credential), credential, hint, asking);
      return { credential, ...verified, seen: withHint(accounts, hint), preferred: hint };
    }),
    {
      applies: ({ identified }) => identified?.seen.length !== 0,
      ask: (draft, frame) => askAccounts(draft, frame, context),
    },
    {
      applies: ({ identified, typeId }) => typeId || identified?.seen.length === 0,
      ask: (draft, frame) => askAccountId(draft, frame, context),
    },
    {
      applies: ({ accounts }) => knownAmong(accounts, known).length > 0,
      ask: (draft, frame) => askUpdate(draft, frame, context),
    },
    {
      applies: ({ accounts }) => newAmong(accounts, known).length > 0,
      ask: (draft, frame) => askTunnels(draft, frame, context),
    },
  ];
}

/** The account that a credential is said to be for comes first, also where the list does not hold it. */
function withHint(accounts: readonly Account[], hint: string | undefined): readonly Account[] {
  if (hint === undefined) return accounts;
  const named = accounts.find(({ id }) => id === hint) ?? { id: hint, name: undefined };
  return [named, ...accounts.filter(({ id }) => id !== hint)];
}

/** The proof is that the credential reads the tunnels of the account that it is for. */
function updateSteps(ways: Ways, { apiWith }: AddContext, account: WatchedAccount): readonly SignInStep[] {
  return credentialSteps(ways, async (credential, signal) => {
    const asking = { signal, now: Date.now() };
    const api = apiWith(credential);
    const { owner, expiresAt } = await verifyCredential(api, credential, account.id, asking);
    await listTunnelsOrExplain(api, credential, account.id, asking);
    return { credential, owner, expiresAt, seen: [account], preferred: account.id };
  });
}
