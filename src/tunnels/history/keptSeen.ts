import * as z from 'zod/mini';
import type { Seen } from '../model/seen.ts';
import { parseJson } from '../text/json.ts';
import { connectorsAtMost } from './seenConnectors.ts';

const version = 1;

const time = z.number().check(z.gte(0), z.lte(8.64e15));
/** When it was seen last and first, and the look before: each in milliseconds before the one that is named before it. */
const connector = z.tuple([z.string(), time, time, z.nullable(time)]);
const stored = z.object({
  version: z.literal(version),
  tunnels: z.record(
    z.string(),
    z.object({ lastLook: time, connectors: z.array(connector).check(z.maxLength(connectorsAtMost)) }),
  ),
});

export function writeSeen(seen: Seen): string {
  const tunnels = [...seen].map(([key, { lastLook, connectors }]) => {
    const numbers = {
      lastLook,
      connectors: [...connectors].map(([id, { first, last, since }]) => [
        id,
        lastLook - last,
        last - first,
        since === undefined ? null : first - since,
      ]),
    };
    return [key, numbers] as const;
  });
  return JSON.stringify({ version, tunnels: Object.fromEntries(tunnels) });
}

/** `undefined`: it is none, or one of another version of this extension. Never throws. */
export function readSeen(text: string): Seen | undefined {
  const { data } = z.safeParse(stored, parseJson(text));
  if (data === undefined) return undefined;
  return new Map(
    Object.entries(data.tunnels).map(([key, { lastLook, connectors }]) => {
      const known = connectors.map(([id, beforeLook, beforeLast, beforeFirst]) => {
        const last = lastLook - beforeLook;
        const first = last - beforeLast;
        const since = beforeFirst === null ? undefined : first - beforeFirst;
        return [id, { first, last, since }] as const;
      });
      return [key, { lastLook, connectors: new Map(known) }] as const;
    }),
  );
}
