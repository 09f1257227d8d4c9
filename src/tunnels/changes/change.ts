import type { TunnelStatus } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';

/** When and where a change was seen. `at` is the time of the reading that showed it, not that of the change. */
export interface ChangeContext {
  readonly at: Instant;
  readonly accountId: string;
  readonly accountName: string;
}

/**
 * One thing that changed in an account. Kept across sessions, so it is plain JSON: what the API left out is `null`.
 * Together they say all that differs between two snapshots, as far as {@link ConnectorSnapshot} and the name and status
 * of a tunnel go.
 */
export type Change = ChangeContext & {
  readonly tunnelKey: string;
  /** As it was called then; after a renaming, the new name. */
  readonly tunnelName: string | null;
} & (TunnelEvent | ConnectorEvent);

export type ChangeKind = Change['kind'];

export type ChangeOf<K extends ChangeKind> = Extract<Change, { readonly kind: K }>;

export type TunnelEvent =
  /** It is in the list now: new, or this credential sees it only now. */
  | {
      readonly kind: 'tunnelCreated';
      readonly status: TunnelStatus;
      readonly statusText?: StatusText;
    }
  /** It is in the list no more: deleted, or out of this credential's sight. */
  | { readonly kind: 'tunnelDeleted' }
  | { readonly kind: 'tunnelRenamed'; readonly from: string | null; readonly to: string | null }
  | {
      readonly kind: 'statusChanged';
      readonly from: TunnelStatus;
      readonly to: TunnelStatus;
      readonly fromText?: StatusText;
      readonly toText?: StatusText;
    };

/** The API's own word for a status that this version does not know; there for no other. */
type StatusText = string | undefined;

export type ConnectorEvent =
  /** `since`: the last look, where it came while nobody watched. */
  | {
      readonly kind: 'connectorJoined';
      readonly connector: ConnectorSnapshot;
      readonly since?: Instant | undefined;
    }
  | { readonly kind: 'connectorLeft'; readonly connector: ConnectorSnapshot }
  /** `from` is the key of the one that left; `connector` came in its stead, now or minutes before. */
  | { readonly kind: 'connectorRestarted'; readonly from: string; readonly connector: ConnectorSnapshot }
  | (OfConnector & {
      readonly kind: 'connectionMoved';
      readonly from: DataCenterCode;
      readonly to: DataCenterCode;
    })
  /** Of live connections. */
  | (OfConnector & {
      readonly kind: 'connectionCountChanged';
      readonly from: number;
      readonly to: number;
      readonly closed: readonly DataCenterCode[];
      readonly opened: readonly DataCenterCode[];
      /** Those of the connections that are live now. */
      readonly originIps: readonly string[];
    })
  /** The same process reaches the edge from elsewhere: its host changed networks. */
  | (OfConnector & {
      readonly kind: 'originChanged';
      readonly from: readonly string[];
      readonly to: readonly string[];
    })
  | (OfConnector & {
      readonly kind: 'versionChanged';
      readonly from: string | null;
      readonly to: string | null;
    })
  | (OfConnector & {
      readonly kind: 'configVersionChanged';
      readonly from: number | null;
      readonly to: number | null;
    });

interface OfConnector {
  readonly connectorKey: string;
}

/** `null`: the API does not say which. */
export type DataCenterCode = string | null;

/** What is compared of a connector. */
export interface ConnectorSnapshot {
  readonly key: string;
  readonly version: string | null;
  readonly platform: string | null;
  readonly configVersion: number | null;
  /** Of live connections; sorted, each once. */
  readonly originIps: readonly string[];
  /** One for each live connection; sorted. */
  readonly dataCenters: readonly DataCenterCode[];
}
