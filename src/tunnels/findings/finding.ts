import type { Connector, IngressRule, Tunnel, TunnelStatus } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';
import type { SeenTunnel } from '../model/seen.ts';
import type { Newest, Version } from '../model/versions.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A finding about a tunnel, with the facts that it rests on. Found in `rules.ts`, put in words in `findingWords.ts`. */
export type Finding =
  /** `isContradicted`: connectors with connections are listed all the same. */
  | Of<'down', 'error', { readonly since: Instant | undefined; readonly isContradicted: boolean }>
  | Of<'downForLong', 'warning', { readonly since: Instant; readonly days: number }>
  | Of<'noConnections', 'warning', About>
  /** `mayLackRegion`: what is left may be the half of its connections that uses one region of the edge. */
  | Of<
      'fewConnections',
      'warning',
      Few & About & { readonly status: TunnelStatus; readonly mayLackRegion: boolean }
    >
  /** All connectors have the same number, as if set so. */
  | Of<'sameFewConnections', 'info', Few & { readonly connectors: readonly ConnectorRef[] }>
  /** `reopened`: how many of its connections; `at`: when the first of them opened. */
  | Of<'reconnected', 'warning', Reconnected>
  | Of<'unexplained', 'warning', unknown>
  /** Cloudflare spreads requests over the hosts. `hosts`: the addresses of each; `routes`: those to what is on the host. */
  | Of<
      'localServiceOnSeveralHosts',
      'warning',
      { readonly hosts: readonly (readonly string[])[]; readonly routes: readonly IngressRule[] }
    >
  | Of<'configurationBehind', 'warning', About & { readonly version: number; readonly published: number }>
  | Of<'configurationsDiffer', 'warning', Spread>
  | Of<'oneDataCenter', 'warning', { readonly dataCenter: string; readonly live: number }>
  /** Of two data centers or more, or of codes that do not tell how many. */
  | Of<'oneCity', 'info', { readonly dataCenters: readonly string[]; readonly live: number }>
  /** A warning where Cloudflare no longer supports the version, otherwise of note only. */
  | Of<'outdated', 'warning' | 'info', Outdated>
  | Of<'oneConnector', 'info', About>
  | Of<'versionsDiffer', 'info', Spread>
  | Of<'platformsDiffer', 'info', Spread>
  /** `spread`: the features that some have and others have not; `of`: how many connectors told theirs. */
  | Of<'featuresDiffer', 'info', Spread & { readonly of: number }>
  | Of<'firstSeen', 'info', FirstSeen>
  | Of<'neverConnected', 'info', { readonly createdAt: Instant | undefined }>;

export type FindingKind = Finding['kind'];

type Of<Kind extends string, S extends Severity, Facts> = Facts & {
  readonly kind: Kind;
  readonly severity: S;
};

export type ConnectorRef = Pick<Connector, 'id' | 'key'>;

/** The one connector that it is about, where it is about one and not about the tunnel. */
export function connectorIn(finding: Finding): ConnectorRef | undefined {
  return 'connector' in finding ? finding.connector : undefined;
}

interface About {
  readonly connector: ConnectorRef;
}

interface Few {
  /** How many connections carry traffic now. */
  readonly live: number;
  /** How many cloudflared opens unless told otherwise. */
  readonly usual: number;
}

interface Reconnected extends About {
  readonly live: number;
  readonly reopened: number;
  readonly at: Instant;
  readonly startedAt: Instant;
}

interface Outdated extends About {
  readonly version: Version;
  readonly newest: Newest;
  /** By the calendar of the releases; 0 where both are of one month. */
  readonly months: number;
}

interface FirstSeen extends About {
  readonly at: Instant;
  /** The look before, where it came while nobody watched. */
  readonly since?: Instant;
  readonly originIps: readonly string[];
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
  /** When the connectors were read; `now` unless given. */
  readonly readAt?: Instant | undefined;
  readonly newest: Newest;
  /** Version of the published configuration; `undefined` also where a connector may not have it yet. */
  readonly published?: number | undefined;
  /** Those of the published configuration; `undefined`: not loaded. */
  readonly routes?: readonly IngressRule[] | undefined;
  /** When each connector was seen, by key; of one that is absent it is not known. */
  readonly seen?: SeenTunnel['connectors'];
  readonly now: Instant;
}
