import type { CompanyTunnel } from './company.ts';
import { idOf } from './ids.ts';
import { aConfiguration, aConnector, aTunnel, wireTime } from './payloads.ts';
import type { WireConfiguration, WireConnector, WireIngressRule, WireTunnel } from './wire.ts';

/** Shorthands in which the sample companies are written. */

interface TunnelFields {
  readonly created: number;
  readonly status?: 'healthy' | 'degraded';
  /** Managed by a file on the connector's host. */
  readonly local?: boolean;
}

export function connected(
  name: string,
  since: number,
  connectors: WireConnector[],
  { created, status = 'healthy', local = false }: TunnelFields,
): CompanyTunnel {
  const tunnel = aTunnel({
    name,
    status,
    created_at: wireTime(created),
    conns_active_at: wireTime(since),
    config_src: local ? 'local' : 'cloudflare',
  });
  return { tunnel, connectors };
}

export function unconnected(
  name: string,
  status: 'down' | 'inactive',
  created: number,
  since: number,
  local = false,
): CompanyTunnel {
  const tunnel = aTunnel({
    name,
    status,
    created_at: wireTime(created),
    conns_inactive_at: wireTime(since),
    config_src: local ? 'local' : 'cloudflare',
  });
  return { tunnel, connectors: [] };
}

export function connector(
  name: string,
  openedAt: number,
  dataCenters: readonly string[],
  originIp: string,
  fields: WireConnector = {},
): WireConnector {
  return aConnector({ id: idOf('connector', name), ...fields }, { dataCenters, originIp, openedAt });
}

export function published(
  tunnel: WireTunnel,
  version: number,
  at: number,
  ingress: readonly WireIngressRule[],
): WireConfiguration {
  return aConfiguration({
    tunnel_id: tunnel.id ?? null,
    version,
    created_at: wireTime(at),
    config: { ingress: structuredClone([...ingress]), 'warp-routing': { enabled: false } },
  });
}
