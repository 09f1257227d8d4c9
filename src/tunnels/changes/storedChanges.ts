import * as z from 'zod/mini';
import type { Change, ChangeKind, ChangeOf } from './change.ts';
import { tunnelStatuses } from '../model/tunnel.ts';

const kept = 500;

/** The log with these added: oldest first, and of all no more than the newest 500. */
export function withChanges(log: readonly Change[], added: readonly Change[]): readonly Change[] {
  return [...log, ...added].slice(-kept);
}

/**
 * Reads back a log that was stored as JSON, by this version or another. An entry that is not a change as this version
 * knows it is left out. Never throws.
 */
export function parseChanges(stored: unknown): readonly Change[] {
  if (!Array.isArray(stored)) return [];
  const entries: readonly unknown[] = stored;
  const changes = entries.flatMap((entry): readonly Change[] => {
    const result = z.safeParse(change, entry);
    return result.success ? [result.data] : [];
  });
  return withChanges([], changes);
}

const textOrNull = z.nullable(z.string());
const numberOrNull = z.nullable(z.number());
const texts = z.array(z.string());
const status = z.enum(tunnelStatuses);
const statusText = z.optional(z.string());
const connector = z.object({
  key: z.string(),
  version: textOrNull,
  platform: textOrNull,
  configVersion: numberOrNull,
  originIps: texts,
  dataCenters: z.array(textOrNull),
});

// Beyond these a `Date` is invalid, and writing it throws.
const time = z.number().check(z.gte(-8.64e15), z.lte(8.64e15));
const ofTunnel = {
  at: time,
  accountId: z.string(),
  accountName: z.string(),
  tunnelKey: z.string(),
  tunnelName: textOrNull,
};
const ofConnector = { ...ofTunnel, connectorKey: z.string() };

/** One for each kind: the compiler asks for those that are missing. */
const schemas: { readonly [K in ChangeKind]: z.ZodMiniType<ChangeOf<K>> } = {
  tunnelCreated: z.object({ ...ofTunnel, kind: z.literal('tunnelCreated'), status, statusText }),
  tunnelDeleted: z.object({ ...ofTunnel, kind: z.literal('tunnelDeleted') }),
  tunnelRenamed: z.object({
    ...ofTunnel,
    kind: z.literal('tunnelRenamed'),
    from: textOrNull,
    to: textOrNull,
  }),
  statusChanged: z.object({
    ...ofTunnel,
    kind: z.literal('statusChanged'),
    from: status,
    to: status,
    fromText: statusText,
    toText: statusText,
  }),
  connectorJoined: z.object({
    ...ofTunnel,
    kind: z.literal('connectorJoined'),
    connector,
    since: z.optional(time),
  }),
  connectorLeft: z.object({ ...ofTunnel, kind: z.literal('connectorLeft'), connector }),
  connectorRestarted: z.object({
    ...ofTunnel,
    kind: z.literal('connectorRestarted'),
    from: z.string(),
    connector,
  }),
  connectionMoved: z.object({
    ...ofConnector,
    kind: z.literal('connectionMoved'),
    from: textOrNull,
    to: textOrNull,
  }),
  connectionCountChanged: z.object({
    ...ofConnector,
    kind: z.literal('connectionCountChanged'),
    from: z.number(),
    to: z.number(),
    closed: z.array(textOrNull),
    opened: z.array(textOrNull),
    originIps: texts,
  }),
  originChanged: z.object({ ...ofConnector, kind: z.literal('originChanged'), from: texts, to: texts }),
  versionChanged: z.object({
    ...ofConnector,
    kind: z.literal('versionChanged'),
    from: textOrNull,
    to: textOrNull,
  }),
  configVersionChanged: z.object({
    ...ofConnector,
    kind: z.literal('configVersionChanged'),
    from: numberOrNull,
    to: numberOrNull,
  }),
};

const change = z.union(Object.values(schemas));
