import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { accountIdIn } from '../../cloudflare/ids.ts';
import { listTunnelsOrExplain } from '../../cloudflare/verify.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import type { Account, Tunnel } from '../../tunnels/model/tunnel.ts';
import { visible, withoutIcons, withoutLinks } from '../../tunnels/text/text.ts';
import { shortName } from '../storage/accountsSetting.ts';
import type { AccountEntry } from '../storage/settingsStore.ts';
import type { ApiWith } from '../apiAccess.ts';
import { withProgress } from '../progress.ts';
import { askText, pickMany, pickOne } from '../prompts.ts';
import { accountIdPrompt } from './accountIdWords.ts';
import { chosenIds, settleChoice, tunnelChoices } from './tunnelChoice.ts';
import type { ChosenTunnel } from './tunnelChoice.ts';
import type { Answer, Choice, Heading } from '../prompts.ts';
import type { AddContext, Draft, StepFrame } from './steps.ts';
import { orWords } from './words.ts';

const typedId = Symbol('Enter an account ID…');

export async function askAccounts(
  draft: Draft,
  frame: StepFrame,
  { apiWith, known }: AddContext,
): Promise<Answer<Partial<Draft>>> {
  const { seen = [], preferred } = draft.identified ?? {};
  const fresh = newAmong(seen, known);
  let accounts = frame.given?.accounts ?? tickedAtFirst(seen, fresh, preferred);
  for (;;) {
    const choices: Choice<Account | typeof typedId>[] = seen.map((account) => ({
      item: {
        label: withoutIcons(account.name ?? shortName(account.id)),
        description: fresh.includes(account) ? account.id : `${account.id} · ${t('already added')}`,
        picked: accounts.includes(account),
      },
      value: account,
    }));
    const answer = await pickMany({
      ...frame,
      placeholder: t('Which accounts do you want to see?'),
      choices,
      buttons: [{ icon: 'edit', tooltip: t('Enter an account ID…'), value: typedId }],
    });
    if (typeof answer === 'string') return answer;
    accounts = answer.value.filter((value) => value !== typedId);
    const typeId = answer.value.includes(typedId);
    const loaded = await withProgress(t('Loading tunnels…'), (signal) =>
      orWords(() => tunnelsOf(accounts, draft, apiWith, signal)),
    );
    if (loaded === 'cancel') continue;
    if ('value' in loaded) return { value: { accounts, typeId, tunnels: loaded.value } };
    void vscode.window.showErrorMessage(withoutLinks(loaded.flaw));
  }
}

/** The one that the credential is said to be for, or where nobody says so the only one there is to be added, or to be seen. */
function tickedAtFirst(
  seen: readonly Account[],
  fresh: readonly Account[],
  preferred: string | undefined,
): readonly Account[] {
  const said = seen.filter(({ id }) => id === preferred);
  if (said.length > 0) return said;
  const candidates = fresh.length > 0 ? fresh : seen;
  return candidates.length === 1 ? candidates : [];
}

export async function askAccountId(
  draft: Draft,
  frame: StepFrame,
  { apiWith }: AddContext,
): Promise<Answer<Partial<Draft>>> {
  const { seen = [] } = draft.identified ?? {};
  return askText({
    ...frame,
    prompt: accountIdPrompt(draft.identified),
    placeholder: t('Account ID'),
    password: false,
    value: frame.given?.accounts?.at(-1)?.id ?? '',
    accept: async (text, signal) => {
      const id = accountIdIn(text);
      if (id === undefined) return { flaw: t('An account ID has 32 hexadecimal digits (0–9 and a–f).') };
      const ticked = draft.typeId ? draft.accounts : [];
      const accounts = [
        ...ticked.filter((account) => account.id !== id),
        seen.find((account) => account.id === id) ?? { id, name: undefined },
      ];
      return orWords(async () => ({ accounts, tunnels: await tunnelsOf(accounts, draft, apiWith, signal) }));
    },
  });
}

/** Accounts that are there already are not added once more: their credentials are updated. */
export async function askUpdate(
  { accounts }: Draft,
  frame: StepFrame,
  { known }: AddContext,
): Promise<Answer<Partial<Draft>>> {
  const names = knownAmong(accounts, known).map(({ name }) => name);
  const answer = await pickOne<'update' | 'back'>({
    ...frame,
    placeholder: t('Already added: {0}. Do you want to update the credentials?', names.join(', ')),
    choices: [
      {
        item: {
          label: t('Update the credentials'),
          detail: t('This credential replaces the stored one. Name and chosen tunnels stay as they are.'),
        },
        value: 'update',
      },
      { item: { label: t('Choose other accounts') }, value: 'back' },
    ],
  });
  if (typeof answer === 'string') return answer;
  return answer.value === 'back' ? 'back' : { value: {} };
}

/** Reading an account's tunnels is what proves that the credential is of use there. */
async function tunnelsOf(
  accounts: readonly Account[],
  { identified }: Draft,
  apiWith: ApiWith,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Tunnel[]>> {
  if (identified === undefined) return new Map();
  const { credential } = identified;
  const api = apiWith(credential);
  const asking = { signal, now: Date.now() };
  const lists = accounts.map(
    async ({ id }) => [id, await listTunnelsOrExplain(api, credential, id, asking)] as const,
  );
  return new Map(await Promise.all(lists));
}

export async function askTunnels(
  { accounts, tunnels }: Draft,
  frame: StepFrame,
  { known }: AddContext,
): Promise<Answer<Partial<Draft>>> {
  const offered = newAmong(accounts, known).map(({ id, name }) => ({
    accountId: id,
    name: name ?? shortName(id),
    tunnels: tunnels.get(id) ?? [],
  }));
  const choices = offered.flatMap((account): readonly (Choice<ChosenTunnel> | Heading)[] => {
    const entries = tunnelChoices({ ...account, chosen: undefined });
    return offered.length > 1 ? [{ heading: withoutIcons(account.name) }, ...entries] : entries;
  });
  const answer = await pickMany<ChosenTunnel>({
    ...frame,
    placeholder: t('Which tunnels do you want to see?'),
    choices,
    settle: settleChoice,
  });
  if (typeof answer === 'string') return answer;
  const entries = offered.flatMap((account): readonly AccountEntry[] => {
    const { accountId } = account;
    const picked = answer.value.filter((choice) => choice.accountId === accountId);
    if (picked.length === 0) return [];
    const chosen = chosenIds(picked, account.tunnels);
    const entry = { accountId, name: visible(account.name) };
    return [chosen === undefined ? entry : { ...entry, tunnels: chosen }];
  });
  return { value: { entries } };
}

/** Those of `accounts` that are there already, by the names that they have there. */
export function knownAmong(
  accounts: readonly Account[],
  known: readonly WatchedAccount[],
): readonly WatchedAccount[] {
  return known.filter(({ id }) => accounts.some((account) => account.id === id));
}

export function newAmong(accounts: readonly Account[], known: readonly WatchedAccount[]): readonly Account[] {
  return accounts.filter(({ id }) => known.every((account) => account.id !== id));
}
