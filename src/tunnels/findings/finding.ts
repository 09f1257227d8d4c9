import type { Connector, Tunnel, TunnelStatus } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';
import type { Version } from '../model/versions.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A finding about a tunnel, with the facts that it rests on. Found in `rules.ts`, put in words in `findingWords.ts`. */
export type Finding =
  | Of<'down', 'error', { readonly since: Instant | undefined }>
  | Of<'downForLong', 'warning', { readonly since: Instant; readonly days: number }>
  /** `expected`: four, or what another connector of the tunnel has where that is more. */
  | Of<'fewConnections', 'warning', Live & { readonly expected: number; readonly status: TunnelStatus }>
  /** `at`: when the first of them opened. */
  | Of<'reconnected', 'warning', Live & { readonly at: Instant; readonly startedAt: Instant }>
  | Of<'configurationBehind', 'warning', About & { readonly version: number; readonly published: number }>
  | Of<'configurationsDiffer', 'warning', Spread>
  | Of<'oneDataCenter', 'warning', { readonly dataCenter: string; readonly live: number }>
  | Of<'oneCity', 'warning', { readonly dataCenters: readonly string[]; readonly live: number }>
  /** A warning where Cloudflare no longer supports the version, otherwise of note only. */
  | Of<'outdated', 'warning' | 'info', Outdated>
  | Of<'oneConnector', 'info', About>
  | Of<'versionsDiffer', 'info', Spread>
  | Of<'platformsDiffer', 'info', Spread>
  /** `spread`: the features that some have and others have not; `of`: how many connectors told theirs. */
  | Of<'featuresDiffer', 'info', Spread & { readonly of: number }>
  | Of<'firstSeen', 'info', About & { readonly at: Instant; readonly originIps: readonly string[] }>
  | Of<'neverConnected', 'info', { readonly createdAt: Instant | undefined }>;

export type FindingKind = Finding['kind'];

type Of<Kind extends string, S extends Severity, Facts> = Facts & {
  readonly kind: Kind;
  readonly severity: S;
};

export type ConnectorRef = Pick<Connector, 'id' | 'key'>;

interface About {
  readonly connector: ConnectorRef;
}

interface Live extends About {
  /** How many connections carry traffic now. */
  readonly live: number;
}

interface Outdated extends About {
  readonly version: Version;
  readonly newest: Version;
  /** By the calendar of the releases; 0 where both are of one month. */
  readonly months: number;
}

interface Spread {
  readonly spread: readonly Share[];
}

/** How many connectors have a value. */
export interface Share {
  readonly value: string;
  readonly connectors: number;
}

export interface FindingInput {
  readonly tunnel: Tunnel;
  /** `undefined`: not loaded; then only the tunnel's own status is judged. */
  readonly connectors: readonly Connector[] | undefined;
  /** The newest version seen in the account. */
  readonly newest?: Version | undefined;
  /** Version of the published configuration. */
  readonly published?: number | undefined;
  /** When each connector was first seen, by key; of one that is absent it is not known. */
  readonly firstSeen?: ReadonlyMap<string, Instant>;
  readonly now: Instant;
}
