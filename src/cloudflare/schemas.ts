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
import { ProblemError } from '../tunnels/problems/problem.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { present } from './envelope.ts';
import { readTolerantly } from './tolerant.ts';
import type { Read } from './tolerant.ts';

/**
 * Turns the wire into the model. The API's documentation makes every field optional and describes some as `null`, and
 * texts come empty too: all of these are read as "not given". Fields that are not named here are ignored.
 * https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/
 *
 * Thousands of items are read at once, and each step of a schema is taken for each field of each of them: so a schema says
 * what fits, and `given` and `orUndefined` make of that what the model holds.
 */
const text = z.nullish(z.string());

/** Go's zero time: what a date that was never set looks like when it is sent all the same. */
const goZeroTime = Date.parse('0001-01-01T00:00:00Z');

/** RFC 3339 → epoch milliseconds. In one step, since most items have several. */
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

const wireDeletion = z.object({ deleted_at: instant });

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
export function readTunnels(items: readonly unknown[]): Read<readonly Tunnel[]> {
  const { value, unreadable } = readItems(wireTunnel, items, 'result');
  const tunnels = value.map(({ item, key, json }): Tunnel => ({
    key,
    id: given(item.id),
    name: given(item.name),
    status: tunnelStatus(given(item.status)),
    statusText: given(item.status),
    managedBy: managedBy(given(item.config_src), item.remote_config),
    createdAt: item.created_at,
    activeSince: item.conns_active_at,
    inactiveSince: item.conns_inactive_at,
    json,
  }));
  return { value: tunnels, unreadable };
}

/**
 * `result` of `GET /accounts/{account_id}/cfd_tunnel/{tunnel_id}`. Throws a `ProblemError` of one that was deleted: by its
 * id it can be had all the same, and no list has it.
 */
export function readTunnel(result: unknown): Read<Tunnel | undefined> {
  if (wireDeletion.safeParse(result).data?.deleted_at !== undefined)
    throw new ProblemError({ kind: 'notFound', detail: 'the tunnel was deleted' });
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
      id: given(item.id),
      version: given(item.version),
      platform: given(item.arch),
      configVersion: orUndefined(item.config_version),
      features: present(item.features?.map(given)).toSorted(),
      startedAt: item.run_at,
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
  const { value, unreadable } = readItems(wireConnection, items, at, connectionId);
  const connections = value.map(({ item, key, json }): EdgeConnection => ({
    key,
    id: connectionId(item),
    dataCenter: given(item.colo_name),
    originIp: given(item.origin_ip),
    openedAt: item.opened_at,
    connectorId: given(item.client_id),
    version: given(item.client_version),
    pendingReconnect: item.is_pending_reconnect === true,
    json,
  }));
  return { value: connections, unreadable };
}

/** `result` of `GET /accounts`; a item without an id is of no use here. */
export function readAccounts(items: readonly unknown[]): Read<readonly Account[]> {
  const { value, unreadable } = readItems(wireAccount, items, 'result');
  const accounts = value.flatMap(({ item }) => {
    const id = given(item.id);
    return id === undefined ? [] : [{ id, name: given(item.name) }];
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
      rules: rules.value.map(({ item, json }) => ({
        hostname: given(item.hostname),
        path: given(item.path),
        service: given(item.service),
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
      expiresAt: value.expires_on,
      notBefore: value.not_before,
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
  idOf: (item: T) => string | undefined = ({ id }) => given(id),
): Read<readonly ReadItem<T>[]> {
  const seen = new Set<string>();
  const all: ReadItem<T>[] = [];
  const unreadable: string[] = [];
  for (const [index, json] of items.entries()) {
    const at = `${listAt}[${index}]`;
    const read = readTolerantly(schema, json, at);
    unreadable.push(...read.unreadable);
    const item = read.value;
    let key = item === undefined ? '' : (idOf(item) ?? '');
    if (key === '' || seen.has(key)) key += `#${index + 1}`;
    while (seen.has(key)) key += '#';
    seen.add(key);
    if (item !== undefined) all.push({ item, key, json, at });
  }
  return { value: all, unreadable };
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
