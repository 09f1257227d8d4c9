import { verdictsOf } from './rules.ts';
import type { Instant, Tunnel } from '../model/tunnel.ts';
import type { AccountState } from '../model/state.ts';
import type { Verdict } from './finding.ts';
import { newestVersion } from '../model/versions.ts';

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
