import { verdictsOf } from './health.ts';
import type { Instant, Tunnel } from './model.ts';
import type { AccountState } from './state.ts';
import type { Verdict } from './verdict.ts';
import { newestVersion } from './versions.ts';

/** What can be said about a tunnel from all that is known of its account now, worst first. */
export function verdictsIn(state: AccountState, tunnel: Tunnel, now: Instant): readonly Verdict[] {
  const { connectors, configurations, seen } = state;
  const versions = [...connectors.values()].flatMap(({ value }) => value ?? []).map(({ version }) => version);
  return verdictsOf({
    tunnel,
    connectors: connectors.get(tunnel.key)?.value,
    newest: newestVersion(versions),
    published: configurations.get(tunnel.key)?.value?.version,
    seen,
    now,
  });
}
