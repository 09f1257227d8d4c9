import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { statusWord, tunnelName } from '../../tunnels/describe.ts';
import type { Account, Tunnel } from '../../tunnels/model.ts';
import { visible, withoutIcons } from '../../tunnels/text.ts';
import { accountIdForm, shortName } from '../settingValues.ts';
import type { AccountEntry } from '../settings.ts';
import type { Connect } from '../source.ts';
import { askText, pickMany } from './prompts.ts';
import type { Answer, Choice } from './prompts.ts';
import type { Draft, StepFrame } from './steps.ts';
import { orWords, withProgress } from './words.ts';

const typedId = Symbol('Enter an account ID…');

export async function askAccounts(
  draft: Draft,
  frame: StepFrame,
  connect: Connect,
): Promise<Answer<Partial<Draft>>> {
  const [first, ...others] = draft.seen;
  const choices: Choice<Account | typeof typedId>[] = draft.seen.map((account) => ({
    item: {
      label: withoutIcons(account.name ?? shortName(account.id)),
      description: account.id,
      picked: account === first && others.length === 0,
    },
    value: account,
  }));
  choices.push({ item: { label: t('Enter an account ID…') }, value: typedId });
  for (;;) {
    const answer = await pickMany({
      ...frame,
      placeholder: t('Which accounts do you want to see?'),
      choices,
    });
    if (typeof answer === 'string') return answer;
    const accounts = answer.value.filter((value) => value !== typedId);
    const typeId = answer.value.includes(typedId);
    const loaded = await withProgress(t('Reading the tunnels…'), (signal) =>
      orWords(() => tunnelsOf(accounts, draft, connect, signal)),
    );
    if (loaded === 'cancel') continue;
    if ('value' in loaded) return { value: { accounts, typeId, tunnels: loaded.value } };
    void vscode.window.showErrorMessage(loaded.flaw);
  }
}

export async function askAccountId(
  draft: Draft,
  frame: StepFrame,
  connect: Connect,
): Promise<Answer<Partial<Draft>>> {
  return askText({
    ...frame,
    prompt: t('The account ID: 32 hexadecimal digits, as in the dashboard’s address.'),
    placeholder: t('Account ID'),
    password: false,
    accept: async (text, signal) => {
      const id = text.trim().toLowerCase();
      if (!accountIdForm.test(id)) return { flaw: t('An account ID has 32 digits from 0 to 9 and a to f.') };
      const known = draft.typeId ? draft.accounts : [];
      const accounts = [
        ...known.filter((account) => account.id !== id),
        draft.seen.find((account) => account.id === id) ?? { id, name: undefined },
      ];
      return orWords(async () => ({ accounts, tunnels: await tunnelsOf(accounts, draft, connect, signal) }));
    },
  });
}

/** Reading an account's tunnels is what proves that the credential is of use there. */
async function tunnelsOf(
  accounts: readonly Account[],
  { credential }: Draft,
  connect: Connect,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Tunnel[]>> {
  if (credential === undefined) return new Map();
  const api = connect(credential);
  const lists = accounts.map(async ({ id }) => [id, await api.listTunnels(id, signal)] as const);
  return new Map(await Promise.all(lists));
}

export async function askTunnels(draft: Draft, frame: StepFrame): Promise<Answer<Partial<Draft>>> {
  interface Chosen {
    readonly account: Account;
    /** `undefined`: all, also new ones. */
    readonly id: string | undefined;
  }
  const choices = draft.accounts.flatMap((account): readonly (Choice<Chosen> | { heading: string })[] => {
    const name = withoutIcons(account.name ?? shortName(account.id));
    const tunnels = (draft.tunnels.get(account.id) ?? []).flatMap((tunnel): readonly Choice<Chosen>[] =>
      tunnel.id === undefined
        ? []
        : [
            {
              item: { label: withoutIcons(tunnelName(tunnel)), description: statusWord(tunnel.status) },
              value: { account, id: tunnel.id },
            },
          ],
    );
    const all: Choice<Chosen> = {
      item: { label: t('All tunnels, also new ones'), description: name, picked: true },
      value: { account, id: undefined },
    };
    return draft.accounts.length > 1 ? [{ heading: name }, all, ...tunnels] : [all, ...tunnels];
  });
  const answer = await pickMany<Chosen>({
    ...frame,
    placeholder: t('Which tunnels do you want to see?'),
    choices,
    settle: (now, before) => {
      // "All" and single tunnels of one account exclude each other: what was ticked last counts.
      const added = now.filter((choice) => !before.includes(choice));
      return now.filter(
        (choice) =>
          !added.some(
            (last) =>
              last.account === choice.account && (last.id === undefined) !== (choice.id === undefined),
          ),
      );
    },
  });
  if (typeof answer === 'string') return answer;
  const entries = draft.accounts.flatMap((account): readonly AccountEntry[] => {
    const chosen = answer.value.filter((choice) => choice.account === account);
    if (chosen.length === 0) return [];
    const entry = { accountId: account.id, name: visible(account.name ?? shortName(account.id)) };
    const tunnels = chosen.flatMap(({ id }) => (id === undefined ? [] : [id]));
    return [tunnels.length === 0 ? entry : { ...entry, tunnels }];
  });
  return { value: { entries } };
}
