import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { accountIdForm } from '../../cloudflare/ids.ts';
import { listTunnelsOrExplain } from '../../cloudflare/verify.ts';
import type { Account, Tunnel } from '../../tunnels/model/tunnel.ts';
import { visible, withoutIcons, withoutLinks } from '../../tunnels/text/text.ts';
import { shortName } from '../storage/accountsSetting.ts';
import type { AccountEntry } from '../storage/settingsStore.ts';
import type { ApiWith } from '../apiAccess.ts';
import { withProgress } from '../progress.ts';
import { askText, pickMany } from '../prompts.ts';
import { accountIdPrompt } from './accountIdWords.ts';
import { chosenIds, settleChoice, tunnelChoices } from './tunnelChoice.ts';
import type { ChosenTunnel } from './tunnelChoice.ts';
import type { Answer, Choice, Heading } from '../prompts.ts';
import type { Draft, StepFrame } from './steps.ts';
import { orWords } from './words.ts';

const typedId = Symbol('Enter an account ID…');

export async function askAccounts(
  draft: Draft,
  frame: StepFrame,
  apiWith: ApiWith,
): Promise<Answer<Partial<Draft>>> {
  const { seen = [], preferred } = draft.identified ?? {};
  const { given } = frame;
  let accounts = given?.accounts ?? seen.filter(({ id }) => id === preferred || seen.length === 1);
  let typeId = given?.typeId ?? false;
  for (;;) {
    const choices: Choice<Account | typeof typedId>[] = seen.map((account) => ({
      item: {
        label: withoutIcons(account.name ?? shortName(account.id)),
        description: account.id,
        picked: accounts.includes(account),
      },
      value: account,
    }));
    choices.push({ item: { label: t('Enter an account ID…'), picked: typeId }, value: typedId });
    const answer = await pickMany({
      ...frame,
      placeholder: t('Which accounts do you want to see?'),
      choices,
    });
    if (typeof answer === 'string') return answer;
    accounts = answer.value.filter((value) => value !== typedId);
    typeId = answer.value.includes(typedId);
    const loaded = await withProgress(t('Loading tunnels…'), (signal) =>
      orWords(() => tunnelsOf(accounts, draft, apiWith, signal)),
    );
    if (loaded === 'cancel') continue;
    if ('value' in loaded) return { value: { accounts, typeId, tunnels: loaded.value } };
    void vscode.window.showErrorMessage(withoutLinks(loaded.flaw));
  }
}

export async function askAccountId(
  draft: Draft,
  frame: StepFrame,
  apiWith: ApiWith,
): Promise<Answer<Partial<Draft>>> {
  const { seen = [] } = draft.identified ?? {};
  return askText({
    ...frame,
    prompt: accountIdPrompt(draft.identified),
    placeholder: t('Account ID'),
    password: false,
    value: frame.given?.accounts?.at(-1)?.id ?? '',
    accept: async (text, signal) => {
      // Also out of the address that the prompt speaks of.
      const id = (/\b[0-9a-f]{32}\b/i.exec(text)?.[0] ?? text.trim()).toLowerCase();
      if (!accountIdForm.test(id))
        return { flaw: t('An account ID has 32 hexadecimal digits (0–9 and a–f).') };
      const known = draft.typeId ? draft.accounts : [];
      const accounts = [
        ...known.filter((account) => account.id !== id),
        seen.find((account) => account.id === id) ?? { id, name: undefined },
      ];
      return orWords(async () => ({ accounts, tunnels: await tunnelsOf(accounts, draft, apiWith, signal) }));
    },
  });
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

export async function askTunnels(draft: Draft, frame: StepFrame): Promise<Answer<Partial<Draft>>> {
  const several = draft.accounts.length > 1;
  const choices = draft.accounts.flatMap((account): readonly (Choice<ChosenTunnel> | Heading)[] => {
    const name = account.name ?? shortName(account.id);
    const tunnels = draft.tunnels.get(account.id) ?? [];
    const rows = tunnelChoices({ accountId: account.id, name, tunnels, chosen: undefined });
    return several ? [{ heading: withoutIcons(name) }, ...rows] : rows;
  });
  const answer = await pickMany<ChosenTunnel>({
    ...frame,
    placeholder: t('Which tunnels do you want to see?'),
    choices,
    settle: settleChoice,
  });
  if (typeof answer === 'string') return answer;
  const entries = draft.accounts.flatMap(({ id, name }): readonly AccountEntry[] => {
    const picked = answer.value.filter(({ accountId }) => accountId === id);
    if (picked.length === 0) return [];
    const tunnels = chosenIds(picked);
    const entry = { accountId: id, name: visible(name ?? shortName(id)) };
    return [tunnels === undefined ? entry : { ...entry, tunnels }];
  });
  return { value: { entries } };
}
