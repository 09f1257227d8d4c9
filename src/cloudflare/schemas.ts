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
  z.transform((item) => ({ ...item, id: item.id ?? item.uuid })),
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
export function readTunnels(items: readonly unknown[]): Read<readonly Tunnel[]> {
  const { value, unreadable } = readItems(wireTunnel, items, 'result');
  const tunnels = value.map(({ item, key, json }): Tunnel => ({
    key,
    id: orUndefined(item.id),
    name: orUndefined(item.name),
    status: tunnelStatus(item.status),
    statusText: orUndefined(item.status),
    managedBy: managedBy(item.config_src, item.remote_config),
    createdAt: orUndefined(item.created_at),
    activeSince: orUndefined(item.conns_active_at),
    inactiveSince: orUndefined(item.conns_inactive_at),
    json,
  }));
  return { value: tunnels, unreadable };
}

/** `result` of `GET /accounts/{account_id}/cfd_tunnel/{tunnel_id}` */
export function readTunnel(result: unknown): Read<Tunnel | undefined> {
  const { value, unreadable } = readTunnels([result]);
  return { value: value[0], unreadable };
}

/** `result` of `GET /accounts/{account_id}/cfd_tunnel/{tunnel_id}/connections`: one item per connector. */
export function readConnectors(items: readonly unknown[]): Read<readonly Connector[]> {
  const { value, unreadable } = readItems(wireConnector, items, 'result');
  const connectors = value.map(({ item, key, json, at }) => {
    const connections = readConnections(item.conns ?? [], `${at}.conns`);
    const connector: Connector = {
      key,
      id: orUndefined(item.id),
      version: orUndefined(item.version),
      platform: orUndefined(item.arch),
      configVersion: orUndefined(item.config_version),
      features: present(item.features).toSorted(),
      startedAt: orUndefined(item.run_at),
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

function readConnections(items: readonly unknown[], at: string): Read<readonly EdgeConnection[]> {
  const { value, unreadable } = readItems(wireConnection, items, at);
  const connections = value.map(({ item, key, json }): EdgeConnection => ({
    key,
    id: orUndefined(item.id),
    dataCenter: orUndefined(item.colo_name),
    originIp: orUndefined(item.origin_ip),
    openedAt: orUndefined(item.opened_at),
    connectorId: orUndefined(item.client_id),
    version: orUndefined(item.client_version),
    pendingReconnect: item.is_pending_reconnect === true,
    json,
  }));
  return { value: connections, unreadable };
}

/** `result` of `GET /accounts`; an item without an id is of no use here. */
export function readAccounts(items: readonly unknown[]): Read<readonly Account[]> {
  const { value, unreadable } = readItems(wireAccount, items, 'result');
  const accounts = value.flatMap(({ item }) =>
    item.id == null ? [] : [{ id: item.id, name: orUndefined(item.name) }],
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
      rules: rules.value.map(({ item, json }) => ({
        hostname: orUndefined(item.hostname),
        path: orUndefined(item.path),
        service: orUndefined(item.service),
        originRequest: { ...value.config?.originRequest, ...item.originRequest },
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
  readonly item: T;
  /** Unique in its list: the item's id, or where that is missing or seen before, its place. */
  readonly key: string;
  readonly json: unknown;
  /** Path in the answer. */
  readonly at: string;
}

/** Reads each item by itself: what is no object at all is left out, and named like every field that does not fit. */
function readItems<T extends { readonly id?: string | null | undefined }>(
  schema: z.ZodMiniType<T>,
  items: readonly unknown[],
  listAt: string,
): Read<readonly ReadItem<T>[]> {
  const seen = new Set<string>();
  const reads = items.map((json, index) => {
    const at = `${listAt}[${index}]`;
    const { value: item, unreadable } = readTolerantly(schema, json, at);
    let key = item?.id ?? '';
    if (key === '' || seen.has(key)) key += `#${index + 1}`;
    while (seen.has(key)) key += '#';
    seen.add(key);
    return { read: item === undefined ? [] : [{ item, key, json, at }], unreadable };
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
