import type { Instant } from '../text/time.ts';

/**
 * What Cloudflare's API says about tunnels, in the words of its documentation:
 * a tunnel has connectors (running `cloudflared` processes), a connector has edge connections.
 * https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/
 *
 * The API declares every field optional and sends `null` for some: here both are `undefined`.
 */

/** Worst first. `unknown`: the API sent nothing, or a status of which this version has not heard. */
export const tunnelStatuses = ['down', 'degraded', 'unknown', 'inactive', 'healthy'] as const;
export type TunnelStatus = (typeof tunnelStatuses)[number];

/** Where the ingress rules live: at Cloudflare (dashboard, API) or in a file on the connector's host. */
export type ManagedBy = 'cloudflare' | 'local' | 'unknown';

interface Identified {
  /** Identity among its siblings, stable from one load to the next: the id, or the place where it has none. */
  readonly key: string;
  readonly id: string | undefined;
  /** The whole as the API sent it. */
  readonly json: unknown;
}

export interface Tunnel extends Identified {
  readonly name: string | undefined;
  readonly status: TunnelStatus;
  /** The status as the API sent it; differs from `status` where that is `unknown`. */
  readonly statusText: string | undefined;
  readonly managedBy: ManagedBy;
  readonly createdAt: Instant | undefined;
  /** When the tunnel got its first connection of now; `undefined` while it has none. */
  readonly activeSince: Instant | undefined;
  /** When it lost its last connection; for one that never had any, the API sends its creation. */
  readonly inactiveSince: Instant | undefined;
}

export interface Connector extends Identified {
  readonly version: string | undefined;
  /** Platform as `GOOS_GOARCH`, `linux_amd64`; other connectors than cloudflared send other text. */
  readonly platform: string | undefined;
  readonly configVersion: number | undefined;
  /** Sorted: the API sends them in random order. */
  readonly features: readonly string[];
  readonly startedAt: Instant | undefined;
  readonly connections: readonly EdgeConnection[];
}

export interface EdgeConnection extends Identified {
  /** As the API sends it: `dfw08` today, `DFW` in older answers. */
  readonly dataCenter: string | undefined;
  /** Public address of the connector's host, IPv4 or IPv6. */
  readonly originIp: string | undefined;
  readonly openedAt: Instant | undefined;
  readonly connectorId: string | undefined;
  readonly version: string | undefined;
  /** Lost, but still tracked by the edge. The API reports `false` for all since 2026: never depend on it. */
  readonly pendingReconnect: boolean;
}

/** The account that a credential can see. */
export interface Account {
  readonly id: string;
  readonly name: string | undefined;
}

/** What a credential's verification tells about an API token. */
export interface TokenStatus {
  readonly status: 'active' | 'disabled' | 'expired' | 'unknown';
  readonly expiresAt: Instant | undefined;
  readonly notBefore: Instant | undefined;
}

/** What the API says of its limit on requests, which everything that the same person uses spends together. */
export interface RateLimit {
  /** Requests left in this window. */
  readonly remaining: number;
  readonly resetsAt: Instant;
  /** Requests that a window allows, and how long one is. */
  readonly requests: number;
  readonly windowMs: number;
}

/** The published configuration of a tunnel that is managed at Cloudflare. */
export interface Configuration {
  readonly version: number | undefined;
  readonly publishedAt: Instant | undefined;
  readonly managedBy: ManagedBy;
  readonly rules: readonly IngressRule[];
  readonly json: unknown;
}

/** Which requests go to which origin service. The last rule of a list, the catch-all, has no hostname. */
export interface IngressRule {
  readonly hostname: string | undefined;
  readonly path: string | undefined;
  readonly service: string | undefined;
  /** How cloudflared speaks to the service: the rule's own options over those for all rules. Durations are seconds. */
  readonly originRequest: Readonly<Record<string, unknown>>;
  readonly json: unknown;
}

/** Whether its status itself says that something is wrong with it. */
export function isInTrouble({ status }: Pick<Tunnel, 'status'>): boolean {
  return status === 'down' || status === 'degraded';
}

/** The addresses that a connector's connections come from; more than one where its host has IPv4 and IPv6. */
export function originIps({ connections }: Pick<Connector, 'connections'>): readonly string[] {
  return distinct(connections.map(({ originIp }) => originIp));
}

/** The values that are there, each once, in the order of their first coming. */
export function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}

/** cloudflared opens four connections unless told otherwise, two to each of two regions of the edge. */
export const usualConnections = 4;

/** Connections that carry traffic now. */
export function liveConnections({ connections }: Pick<Connector, 'connections'>): readonly EdgeConnection[] {
  // As it is nearly always.
  if (!connections.some(({ pendingReconnect }) => pendingReconnect)) return connections;
  return connections.filter(({ pendingReconnect }) => !pendingReconnect);
}
