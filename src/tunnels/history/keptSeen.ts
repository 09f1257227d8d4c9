import * as z from 'zod/mini';
import type { Seen, SeenTunnel } from '../model/seen.ts';
import { parseJson } from '../text/json.ts';
import { connectorsAtMost } from './seenConnectors.ts';

const version = 1;

const time = z.number().check(z.gte(0), z.lte(8.64e15));
const storedTunnel = z.object({
  key: z.string(),
  lastLook: time,
  connectors: z.array(z.string()).check(z.maxLength(connectorsAtMost)),
  /**
   * Of each connector when it was seen last and first, and the look before, each in milliseconds before the one that is
   * named before it; -1: there was none.
   */
  times: z.array(z.number().check(z.gte(-1), z.lte(8.64e15))).check(z.maxLength(3 * connectorsAtMost)),
});
const stored = z.object({ version: z.literal(version), tunnels: z.array(storedTunnel) });

export function writeSeen(seen: Seen): string {
  const tunnels = [...seen].map(([key, { lastLook, connectors }]) => ({
    key,
    lastLook,
    connectors: [...connectors.keys()],
    times: [...connectors.values()].flatMap(({ first, last, since }) => [
      lastLook - last,
      last - first,
      since === undefined ? -1 : first - since,
    ]),
  }));
  return JSON.stringify({ version, tunnels });
}

/** `undefined`: it is none, or one of another version of this extension. Never throws. */
export function readSeen(text: string): Seen | undefined {
  const { data } = z.safeParse(stored, parseJson(text));
  return data && new Map(data.tunnels.map((tunnel) => [tunnel.key, tunnelOf(tunnel)] as const));
}

function tunnelOf({ lastLook, connectors, times }: z.infer<typeof storedTunnel>): SeenTunnel {
  const seen = connectors.map((key, index) => {
    const [beforeLook = 0, beforeLast = 0, beforeFirst = -1] = times.slice(3 * index, 3 * index + 3);
    const last = lastLook - beforeLook;
    const first = last - beforeLast;
    return [key, { first, last, since: beforeFirst < 0 ? undefined : first - beforeFirst }] as const;
  });
  return { lastLook, connectors: new Map(seen) };
}
