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
import type { Instant } from '../tunnels/text/time.ts';
import { present } from './envelope.ts';
import { readTolerantly } from './tolerant.ts';
import type { Read } from './tolerant.ts';

/**
 * Turns the wire into the model. The API's documentation makes every field optional and describes some as `null`, and
 * texts come empty too: all of these are read as "not given". Fields that are not named here are ignored.
 * https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/
 *
 * Thousands of rows are read at once, and each step of a schema is taken for each field of each of them: so a schema says
 * what fits, and `given` and `orUndefined` make of that what the model holds.
 */
const text = z.nullish(z.string());

/** Go's zero time: what a date that was never set looks like when it is sent all the same. */
const goZeroTime = Date.parse('0001-01-01T00:00:00Z');

/** RFC 3339 → epoch milliseconds. In one step, since most rows have several. */
const instant = z.transform((value, context): Instant | undefined => {
  if (value == null) return undefined;
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) context.issues.push({ code: 'custom', message: 'not a date-time', input: value });
  return Number.isNaN(at) || at <= goZeroTime ? undefined : at;
});

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

const wireConnection = z.object({
  id: text,
  /** The older name of `id`. */
  uuid: text,
  client_id: text,
  client_version: text,
  colo_name: text,
  origin_ip: text,
  opened_at: instant,
  is_pending_reconnect: z.nullish(z.boolean()),
});

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
    id: given(row.id),
    name: given(row.name),
    status: tunnelStatus(given(row.status)),
    statusText: given(row.status),
    managedBy: managedBy(given(row.config_src), row.remote_config),
    createdAt: row.created_at,
    activeSince: row.conns_active_at,
    inactiveSince: row.conns_inactive_at,
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
      id: given(row.id),
      version: given(row.version),
      platform: given(row.arch),
      configVersion: orUndefined(row.config_version),
      features: present(row.features?.map(given)).toSorted(),
      startedAt: row.run_at,
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
  const { value, unreadable } = readItems(wireConnection, rows, at, connectionId);
  const connections = value.map(({ row, key, json }): EdgeConnection => ({
    key,
    id: connectionId(row),
    dataCenter: given(row.colo_name),
    originIp: given(row.origin_ip),
    openedAt: row.opened_at,
    connectorId: given(row.client_id),
    version: given(row.client_version),
    pendingReconnect: row.is_pending_reconnect === true,
    json,
  }));
  return { value: connections, unreadable };
}

/** `result` of `GET /accounts`; a row without an id is of no use here. */
export function readAccounts(rows: readonly unknown[]): Read<readonly Account[]> {
  const { value, unreadable } = readItems(wireAccount, rows, 'result');
  const accounts = value.flatMap(({ row }) => {
    const id = given(row.id);
    return id === undefined ? [] : [{ id, name: given(row.name) }];
  });
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
      publishedAt: value.created_at,
      managedBy: managedBy(given(value.source), undefined),
      rules: rules.value.map(({ row, json }) => ({
        hostname: given(row.hostname),
        path: given(row.path),
        service: given(row.service),
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
      expiresAt: value.expires_on,
      notBefore: value.not_before,
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
  idOf: (row: T) => string | undefined = ({ id }) => given(id),
): Read<readonly ReadItem<T>[]> {
  const seen = new Set<string>();
  const items: ReadItem<T>[] = [];
  const unreadable: string[] = [];
  for (const [index, json] of rows.entries()) {
    const at = `${listAt}[${index}]`;
    const read = readTolerantly(schema, json, at);
    unreadable.push(...read.unreadable);
    const row = read.value;
    let key = row === undefined ? '' : (idOf(row) ?? '');
    if (key === '' || seen.has(key)) key += `#${index + 1}`;
    while (seen.has(key)) key += '#';
    seen.add(key);
    if (row !== undefined) items.push({ row, key, json, at });
  }
  return { value: items, unreadable };
}

function connectionId({ id, uuid }: z.infer<typeof wireConnection>): string | undefined {
  return given(id) ?? given(uuid);
}

function tunnelStatus(status: string | undefined): TunnelStatus {
  return tunnelStatuses.find((known) => known === status) ?? 'unknown';
}

/** `config_src` replaced the older `remote_config`, which some answers still carry alone. */
function managedBy(source: string | undefined, remote: boolean | null | undefined): ManagedBy {
  if (source === 'cloudflare' || source === 'local') return source;
  if (source === undefined && remote != null) return remote ? 'cloudflare' : 'local';
  return 'unknown';
}

/** A text that says something. */
function given(value: string | null | undefined): string | undefined {
  return value == null || value.trim() === '' ? undefined : value;
}

function orUndefined<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
