import { idOf } from './ids.ts';
import type {
  WireAccount,
  WireConfiguration,
  WireConnection,
  WireConnector,
  WireIngressRule,
  WireTunnel,
} from './wire.ts';

/**
 * Builders of what the API sends: each gives a whole, ordinary object, and takes the fields that matter to the caller.
 * `satisfies Required<…>` keeps them whole: a field that the SDK gains must be given a value here.
 */

/** The moment at which the builders' default times are "some while ago". */
export const sampleTime = Date.UTC(2026, 10, 24, 12);

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A time as the API writes it: UTC, with microseconds. */
export function wireTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '394Z');
}

export const sampleAccountId = '5a3b1e00a11ce0bb5a3b1e00a11ce0bb';

export function anAccount(fields: Partial<WireAccount> = {}): WireAccount {
  const id = fields.id ?? sampleAccountId;
  return {
    id,
    name: 'Larkfield Instruments',
    type: 'standard',
    created_on: wireTime(Date.UTC(2021, 2, 8, 9, 30)),
    settings: { enforce_twofactor: true },
    ...fields,
  };
}

export function aTunnel(fields: WireTunnel = {}): WireTunnel {
  const name = fields.name ?? 'web';
  const connected = (fields.status ?? 'healthy') === 'healthy' || fields.status === 'degraded';
  const createdAt = wireTime(sampleTime - 200 * day);
  const managedBy = fields.config_src ?? 'cloudflare';
  return {
    ...({
      id: idOf('tunnel', name),
      account_tag: sampleAccountId,
      created_at: createdAt,
      deleted_at: null,
      name,
      conns_active_at: connected ? wireTime(sampleTime - 3 * day) : null,
      // A tunnel that never ran has its creation here; a time in this field is no proof of an earlier connection.
      conns_inactive_at: connected ? null : (fields.created_at ?? createdAt),
      tun_type: 'cfd_tunnel',
      metadata: {},
      status: 'healthy',
      config_src: managedBy,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- still sent
      remote_config: managedBy === 'cloudflare',
    } satisfies Required<WireTunnel>),
    ...fields,
  };
}

export function aConnection(fields: WireConnection = {}): WireConnection {
  const clientId = fields.client_id ?? idOf('connector');
  const id = fields.id ?? idOf('connection', clientId);
  return {
    ...({
      id,
      uuid: id,
      client_id: clientId,
      client_version: '2026.8.2',
      colo_name: 'dfw08',
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- still sent
      is_pending_reconnect: false,
      opened_at: wireTime(sampleTime - 25 * minute),
      origin_ip: '203.0.113.7',
    } satisfies Required<WireConnection>),
    ...fields,
  };
}

/** Where a connector's connections lead, and since when. */
export interface Edge {
  /** One entry per connection. */
  readonly dataCenters?: readonly string[];
  readonly originIp?: string;
  /** When the first connection opened; cloudflared opens the others about a second apart. */
  readonly openedAt?: number;
}

/** The usual spread: cloudflared opens four connections to two or more data centers. */
const usualDataCenters = ['dfw08', 'iad05', 'dfw08', 'iad07'];

/** In no order, as the API sends them. */
export const usualFeatures = [
  'support_quic_eof',
  'allow_remote_config',
  'management_logs',
  'serialized_headers',
  'support_datagram_v2',
];

/** A connector, one running cloudflared; its connections are made from `edge` unless `fields.conns` gives them. */
export function aConnector(fields: WireConnector = {}, edge: Edge = {}): WireConnector {
  const id = fields.id ?? idOf('connector');
  const version = fields.version ?? '2026.8.2';
  const { dataCenters = usualDataCenters, originIp = '203.0.113.7' } = edge;
  const openedAt = edge.openedAt ?? sampleTime - 25 * minute;
  return {
    ...({
      id,
      arch: 'linux_amd64',
      config_version: 1,
      features: [...usualFeatures],
      run_at: wireTime(openedAt - 2_000),
      version,
      conns: dataCenters.map((dataCenter, index) =>
        aConnection({
          id: idOf('connection', id, index),
          client_id: id,
          client_version: version,
          colo_name: dataCenter,
          opened_at: wireTime(openedAt + index * 800),
          origin_ip: originIp,
        }),
      ),
    } satisfies Required<WireConnector>),
    ...fields,
  };
}

/** A published configuration; durations in it are whole seconds. */
export function aConfiguration(fields: WireConfiguration = {}): WireConfiguration {
  const ingress: WireIngressRule[] = [
    { hostname: 'www.larkfield.example', service: 'http://localhost:8080' },
    { service: 'http_status:404' },
  ];
  return {
    account_id: sampleAccountId,
    tunnel_id: idOf('tunnel', 'web'),
    version: 1,
    source: 'cloudflare',
    created_at: wireTime(sampleTime - 12 * day),
    config: { ingress, 'warp-routing': { enabled: false } },
    ...fields,
  };
}
