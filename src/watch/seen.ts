import type { Tunnel } from '../tunnels/model/tunnel.ts';
import type { AccountState, Loaded } from '../tunnels/model/state.ts';
import type { Instant } from '../tunnels/text/time.ts';

/** The tunnels after they were read anew, and since when those are up again that were seen to be down. */
export function tunnelsWith(
  { tunnels: { value: before = [] }, backSince }: AccountState,
  tunnels: Loaded<readonly Tunnel[]>,
  now: Instant,
): Pick<AccountState, 'tunnels' | 'backSince'> {
  const old = new Map(before.map((tunnel) => [tunnel.key, tunnel]));
  const since = new Map<string, Instant>();
  for (const tunnel of tunnels.value ?? []) {
    const was = old.get(tunnel.key);
    const at = was?.status === 'down' ? returnOf(was, tunnel, now) : backSince.get(tunnel.key);
    if (at !== undefined && isUp(tunnel)) since.set(tunnel.key, at);
  }
  return { tunnels, backSince: since };
}

/** A time that is older than the outage is not that of the return. */
function returnOf({ inactiveSince = 0 }: Tunnel, { activeSince = 0 }: Tunnel, now: Instant): Instant {
  return activeSince > inactiveSince ? activeSince : now;
}

function isUp({ status }: Tunnel): boolean {
  return status === 'healthy' || status === 'degraded';
}
