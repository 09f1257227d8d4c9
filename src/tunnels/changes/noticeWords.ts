import { t } from '@vscode/l10n';
import { statusCounts } from '../model/names.ts';
import { hostnamesOf } from '../model/routes.ts';
import type { AccountState, Overview } from '../model/state.ts';
import { aboutDuration, shortTime } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import type { Notice, NoticedTunnel } from './notices.ts';
import { visible } from '../text/text.ts';

/** A message of VS Code is a line or two. */
const namesAtMost = 5;
const hostnamesAtMost = 3;

/** A notice in a sentence or two, with what is known of its tunnels: `web-prod has been down since 22:44.` */
export function describeNotice({ kind, tunnels }: Notice, overview: Overview, moment: Moment): string {
  const [first, ...others] = tunnels;
  if (first === undefined) return '';
  const names = tunnels.map((tunnel) => nameOf(tunnel, overview));
  if (others.length === 0) return aboutOne(kind, first, overview, moment);
  const all = `${listed(names, namesAtMost)}.`;
  switch (kind) {
    case 'trouble':
      return `${statusCounts(tunnels)}: ${all}`;
    case 'flapping':
      return `${t('{0} tunnels are flapping', names.length)}: ${all}`;
    case 'recovered':
      return `${t('{0} tunnels are healthy again', names.length)}: ${all}`;
  }
}

function aboutOne(kind: Notice['kind'], tunnel: NoticedTunnel, overview: Overview, moment: Moment): string {
  const name = nameOf(tunnel, overview);
  switch (kind) {
    case 'trouble':
      return `${inTrouble(tunnel, overview, moment)}${serves(tunnel, overview)}`;
    case 'flapping':
      return t('{0} is flapping: its status keeps changing.', name);
    case 'recovered':
      return tunnel.since === undefined
        ? t('{0} is healthy again.', name)
        : t('{0} is healthy again, after {1}.', name, aboutDuration(moment.now - tunnel.since));
  }
}

function inTrouble(tunnel: NoticedTunnel, overview: Overview, { now, style }: Moment): string {
  const name = nameOf(tunnel, overview);
  const seenAt = tunnel.since === undefined ? undefined : shortTime(tunnel.since, now, style);
  if (tunnel.status === 'degraded') {
    return seenAt === undefined
      ? t('{0} is degraded.', name)
      : t('{0} is degraded, first seen at {1}.', name, seenAt);
  }
  const known = stateOf(tunnel, overview)?.tunnels.value?.find(({ key }) => key === tunnel.tunnelKey);
  return known?.inactiveSince === undefined
    ? t('{0} is down.', name)
    : t('{0} has been down since {1}.', name, shortTime(known.inactiveSince, now, style));
}

/** As far as its routes were read. */
function serves(tunnel: NoticedTunnel, overview: Overview): string {
  const configuration = stateOf(tunnel, overview)?.configurations.get(tunnel.tunnelKey)?.value;
  const hostnames = configuration === undefined ? [] : hostnamesOf(configuration).map(visible);
  return hostnames.length === 0 ? '' : ` ${t('It serves {0}.', listed(hostnames, hostnamesAtMost))}`;
}

/** With its account, where there are several. */
function nameOf(tunnel: NoticedTunnel, overview: Overview): string {
  const name = visible(tunnel.tunnelName ?? t('Tunnel {0}', tunnel.tunnelKey));
  const account = stateOf(tunnel, overview)?.account;
  return account === undefined || overview.accounts.length < 2 ? name : `${name} (${visible(account.name)})`;
}

function stateOf({ accountId }: NoticedTunnel, { accounts }: Overview): AccountState | undefined {
  return accounts.find(({ account }) => account.id === accountId);
}

function listed(names: readonly string[], atMost: number): string {
  const list = names.slice(0, atMost).join(', ');
  return names.length > atMost ? t('{0} and {1} more', list, names.length - atMost) : list;
}
