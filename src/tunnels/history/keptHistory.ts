import * as z from 'zod/mini';
import type { TunnelStatus } from '../model/tunnel.ts';
import { parseJson } from '../text/json.ts';
import type { StatusHistory } from './statusHistory.ts';
import type { StatusSpan } from './statusSpan.ts';

const version = 1;

/** As they are numbered in the file: a new one comes last. */
const numbered = ['unknown', 'healthy', 'degraded', 'down', 'inactive'] as const satisfies TunnelStatus[];

/** Of each span its status, the milliseconds since the one before, and how many it has. */
const stored = z.object({
  version: z.literal(version),
  tunnels: z.array(z.object({ key: z.string(), spans: z.array(z.number().check(z.gte(0), z.lte(8.64e15))) })),
});

export function writeHistory(history: StatusHistory): string {
  const tunnels = [...history].map(([key, spans]) => {
    let last = 0;
    const numbers = spans.flatMap(({ status, from, until }) => {
      const before = last;
      last = until;
      return [numbered.indexOf(status), from - before, until - from];
    });
    return { key, spans: numbers };
  });
  return JSON.stringify({ version, tunnels });
}

/** `undefined`: it is none, or one of another version of this extension. Never throws. */
export function readHistory(text: string): StatusHistory | undefined {
  const { data } = z.safeParse(stored, parseJson(text));
  if (data === undefined) return undefined;
  return new Map(data.tunnels.map(({ key, spans }) => [key, spansOf(spans)] as const));
}

function spansOf(numbers: readonly number[]): readonly StatusSpan[] {
  const spans: StatusSpan[] = [];
  let last = 0;
  for (let index = 0; index + 2 < numbers.length; index += 3) {
    const [status = 0, gap = 0, length = 0] = numbers.slice(index, index + 3);
    const from = last + gap;
    last = from + length;
    spans.push({ status: numbered[status] ?? 'unknown', from, until: last });
  }
  return spans;
}
