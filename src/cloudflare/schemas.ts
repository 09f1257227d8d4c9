import * as z from 'zod/mini';
import { tunnelStatuses } from '../tunnels/model/tunnel.ts';
import type {
  Account,
  Configuration,
  Connector,
  EdgeConnection,
  ManagedBy,
  TokenStatus,
  Tunnel,
  TunnelStatus,
} from '../tunnels/model/tunnel.ts';
import { present } from './envelope.ts';
import { readTolerantly } from './tolerant.ts';
import type { Read } from './tolerant.ts';

/**
 * Turns the wire into the model. The API's documentation makes every field optional and describes some as `null`, and
 * texts come empty too: all of these are read as "not given". Fields that are not named here are ignored.
 * https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/
 */
const text = z.nullish(
  z.pipe(
    z.string(),
    z.transform((value) => (value.trim() === '' ? undefined : value)),
  ),
);

/** Go's zero time: what a date that was never set looks like when it is sent all the same. */
const goZeroTime = Date.parse('0001-01-01T00:00:00Z');

/** RFC 3339 → epoch milliseconds. */
const instant = z.nullish(
  z.pipe(
    z.string(),
    z.transform((value, context) => {
      const at = Date.parse(value);
      if (Number.isNaN(at)) {
        context.issues.push({ code: 'custom', message: 'not a date-time', input: value });
        return undefined;
      }
      return at <= goZeroTime ? undefined : at;
    }),
  ),
);

const wireTunnel = z.object({
  id: text,
  name: text,
  status: text,
  config_src: text,
  remote_config: z.nullish(z.boolean()),
  created_at: instant,
  conns_active_at: instant,
  conns_inactive_at: instant,
});

/** `uuid` is the older name of `id`. */
const wireConnection = z.pipe(
  z.object({
    id: text,
    uuid: text,
    client_id: text,
    client_version: text,
    colo_name: text,
    origin_ip: text,
    opened_at: instant,
    is_pending_reconnect: z.nullish(z.boolean()),
  }),
  z.transform((row) => ({ ...row, id: row.id ?? row.uuid })),
);

const wireConnector = z.object({
  id: text,
  version: text,
  arch: text,
  config_version: z.nullish(z.number()),
  features: z.nullish(z.array(text)),
  run_at: instant,
  conns: z.nullish(z.array(z.unknown())),
});

const wireAccount = z.object({ id: text, name: text });

const options = z.nullish(z.record(z.string(), z.unknown()));

const wireIngressRule = z.object({
  id: text,
  hostname: text,
  path: text,
  service: text,
  originRequest: options,
});

const wireConfiguration = z.object({
  version: z.nullish(z.number()),
  source: text,
  created_at: instant,
  config: z.nullish(z.object({ ingress: z.nullish(z.array(z.unknown())), originRequest: options })),
});

const wireTokenStatus = z.object({ id: text, status: text, expires_on: instant, not_before: instant });

/** `result` of `GET /accounts/{account_id}/cfd_tunnel`, all pages together. */
export function readTunnels(rows: readonly unknown[]): Read<readonly Tunnel[]> {
  const { value, unreadable } = readItems(wireTunnel, rows, 'result');
  const tunnels = value.map(({ row, key, json }): Tunnel => ({
    key,
    id: orUndefined(row.id),
    name: orUndefined(row.name),
    status: tunnelStatus(row.status),
    statusText: orUndefined(row.status),
    managedBy: managedBy(row.config_src, row.remote_config),
    createdAt: orUndefined(row.created_at),
    activeSince: orUndefined(row.conns_active_at),
    inactiveSince: orUndefined(row.conns_inactive_at),
    json,
  }));
  return { value: tunnels, unreadable };
}

/** `result` of `GET /accounts/{account_id}/cfd_tunnel/{tunnel_id}` */
export function readTunnel(result: unknown): Read<Tunnel | undefined> {
  const { value, unreadable } = readTunnels([result]);
  return { value: value[0], unreadable };
}

/** `result` of `GET /accounts/{account_id}/cfd_tunnel/{tunnel_id}/connections`: one row per connector. */
export function readConnectors(rows: readonly unknown[]): Read<readonly Connector[]> {
  const { value, unreadable } = readItems(wireConnector, rows, 'result');
  const connectors = value.map(({ row, key, json, at }) => {
    const connections = readConnections(row.conns ?? [], `${at}.conns`);
    const connector: Connector = {
      key,
      id: orUndefined(row.id),
      version: orUndefined(row.version),
      platform: orUndefined(row.arch),
      configVersion: orUndefined(row.config_version),
      features: present(row.features).toSorted(),
      startedAt: orUndefined(row.run_at),
      connections: connections.value,
      json,
    };
    return { connector, unreadable: connections.unreadable };
  });
  return {
    value: connectors.map(({ connector }) => connector),
    unreadable: [...unreadable, ...connectors.flatMap((read) => read.unreadable)],
  };
}

function readConnections(rows: readonly unknown[], at: string): Read<readonly EdgeConnection[]> {
  const { value, unreadable } = readItems(wireConnection, rows, at);
  const connections = value.map(({ row, key, json }): EdgeConnection => ({
    key,
    id: orUndefined(row.id),
    dataCenter: orUndefined(row.colo_name),
    originIp: orUndefined(row.origin_ip),
    openedAt: orUndefined(row.opened_at),
    connectorId: orUndefined(row.client_id),
    version: orUndefined(row.client_version),
    pendingReconnect: row.is_pending_reconnect === true,
    json,
  }));
  return { value: connections, unreadable };
}

/** `result` of `GET /accounts`; a row without an id is of no use here. */
export function readAccounts(rows: readonly unknown[]): Read<readonly Account[]> {
  const { value, unreadable } = readItems(wireAccount, rows, 'result');
  const accounts = value.flatMap(({ row }) =>
    row.id == null ? [] : [{ id: row.id, name: orUndefined(row.name) }],
  );
  return { value: accounts, unreadable };
}

/** `result` of `GET /accounts/{account_id}/cfd_tunnel/{tunnel_id}/configurations`; `config` is `null` until it is set. */
export function readConfiguration(result: unknown): Read<Configuration | undefined> {
  const { value, unreadable } = readTolerantly(wireConfiguration, result, 'result');
  if (value === undefined) return { value, unreadable };
  const rules = readItems(wireIngressRule, value.config?.ingress ?? [], 'result.config.ingress');
  return {
    value: {
      version: orUndefined(value.version),
      publishedAt: orUndefined(value.created_at),
      managedBy: managedBy(value.source, undefined),
      rules: rules.value.map(({ row, json }) => ({
        hostname: orUndefined(row.hostname),
        path: orUndefined(row.path),
        service: orUndefined(row.service),
        originRequest: { ...value.config?.originRequest, ...row.originRequest },
        json,
      })),
      json: result,
    },
    unreadable: [...unreadable, ...rules.unreadable],
  };
}

/** `result` of the two calls that verify a token. */
export function readTokenStatus(result: unknown): Read<TokenStatus | undefined> {
  const { value, unreadable } = readTolerantly(wireTokenStatus, result, 'result');
  if (value === undefined) return { value, unreadable };
  const { status } = value;
  return {
    value: {
      status: status === 'active' || status === 'disabled' || status === 'expired' ? status : 'unknown',
      expiresAt: orUndefined(value.expires_on),
      notBefore: orUndefined(value.not_before),
    },
    unreadable,
  };
}

interface ReadItem<T> {
  readonly row: T;
  /** Unique in its list: the row's id, or where that is missing or seen before, its place. */
  readonly key: string;
  readonly json: unknown;
  /** Path in the answer. */
  readonly at: string;
}

/** Reads each row by itself: what is no object at all is left out, and named like every field that does not fit. */
function readItems<T extends { readonly id?: string | null | undefined }>(
  schema: z.ZodMiniType<T>,
  rows: readonly unknown[],
  listAt: string,
): Read<readonly ReadItem<T>[]> {
  const seen = new Set<string>();
  const reads = rows.map((json, index) => {
    const at = `${listAt}[${index}]`;
    const { value: row, unreadable } = readTolerantly(schema, json, at);
    let key = row?.id ?? '';
    if (key === '' || seen.has(key)) key += `#${index + 1}`;
    while (seen.has(key)) key += '#';
    seen.add(key);
    return { read: row === undefined ? [] : [{ row, key, json, at }], unreadable };
  });
  return {
    value: reads.flatMap(({ read }) => read),
    unreadable: reads.flatMap(({ unreadable }) => unreadable),
  };
}

function tunnelStatus(status: string | null | undefined): TunnelStatus {
  return tunnelStatuses.find((known) => known === status) ?? 'unknown';
}

/** `config_src` replaced the older `remote_config`, which some answers still carry alone. */
function managedBy(source: string | null | undefined, remote: boolean | null | undefined): ManagedBy {
  if (source === 'cloudflare' || source === 'local') return source;
  if (source == null && remote != null) return remote ? 'cloudflare' : 'local';
  return 'unknown';
}

function orUndefined<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
