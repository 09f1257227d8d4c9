import { t } from '@vscode/l10n';
import { tunnelName, tunnelStatus } from '../../tunnels/model/names.ts';
import type { Tunnel } from '../../tunnels/model/tunnel.ts';
import { withoutIcons } from '../../tunnels/text/text.ts';
import type { Choice } from '../prompts.ts';

export interface ChosenTunnel {
  readonly accountId: string;
  /** `undefined`: all, also new ones. */
  readonly tunnelId: string | undefined;
}

interface Choosing {
  readonly accountId: string;
  readonly name: string;
  readonly tunnels: readonly Tunnel[];
  /** Ids; `undefined`: all. */
  readonly chosen: readonly string[] | undefined;
}

/** `All tunnels, including new ones`, then each tunnel with its status beside the name. */
export function tunnelChoices({
  accountId,
  name,
  tunnels,
  chosen,
}: Choosing): readonly Choice<ChosenTunnel>[] {
  const why = t('There are none now, or the credential has no access to any. Cloudflare does not say which.');
  const all: Choice<ChosenTunnel> = {
    item: {
      label: t('All tunnels, including new ones'),
      description: withoutIcons(name),
      picked: chosen === undefined,
      ...(tunnels.length === 0 ? { detail: why } : {}),
    },
    value: { accountId, tunnelId: undefined },
  };
  const single = tunnels.flatMap((tunnel): readonly Choice<ChosenTunnel>[] => {
    const { id } = tunnel;
    if (id === undefined) return [];
    const item = {
      label: withoutIcons(tunnelName(tunnel)),
      description: withoutIcons(tunnelStatus(tunnel)),
      picked: chosen?.includes(id) === true,
    };
    return [{ item, value: { accountId, tunnelId: id } }];
  });
  const missing = (chosen ?? [])
    .filter((id) => tunnels.every((tunnel) => tunnel.id !== id))
    .map((id): Choice<ChosenTunnel> => ({
      item: { label: t('Tunnel {0}', id), description: t('not in the account'), picked: true },
      value: { accountId, tunnelId: id },
    }));
  return [all, ...single, ...missing];
}

/** "All" and single tunnels of one account exclude each other: what was ticked last counts, and of both at once "All". */
export function settleChoice(
  now: readonly ChosenTunnel[],
  before: readonly ChosenTunnel[],
): readonly ChosenTunnel[] {
  const added = now.filter((choice) => !before.includes(choice));
  return now.filter(({ accountId, tunnelId }) => {
    const last = added.filter((choice) => choice.accountId === accountId);
    if (last.length === 0) return true;
    const isAll = last.some((choice) => choice.tunnelId === undefined);
    return isAll === (tunnelId === undefined);
  });
}

/** For the setting: `undefined` stands for all, also where each of `tunnels`, those of the account, was ticked. */
export function chosenIds(
  picked: readonly ChosenTunnel[],
  tunnels: readonly Tunnel[],
): readonly string[] | undefined {
  const chosen = picked.flatMap(({ tunnelId }) => (tunnelId === undefined ? [] : [tunnelId]));
  const ids = tunnels.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const isAll = ids.length > 0 && ids.every((id) => chosen.includes(id));
  return isAll || chosen.length === 0 ? undefined : chosen;
}
