import { findingsOf } from './rules.ts';
import type { Tunnel } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';
import type { AccountState } from '../model/state.ts';
import type { Finding } from './finding.ts';
import { newestVersion } from '../model/versions.ts';

/** What can be said about a tunnel from all that is known of its account now, worst first. */
export function explainTunnel(state: AccountState, tunnel: Tunnel, now: Instant): readonly Finding[] {
  const { connectors, configurations, firstSeen } = state;
  const versions = [...connectors.values()].flatMap(({ value }) => value ?? []).map(({ version }) => version);
  return findingsOf({
    tunnel,
    connectors: connectors.get(tunnel.key)?.value,
    newest: newestVersion(versions),
    published: configurations.get(tunnel.key)?.value?.version,
    firstSeen,
    now,
  });
}
