import * as z from 'zod/mini';
import { isTopic } from '../findings/topics.ts';
import type { Topic } from '../findings/topics.ts';
import { tunnelName } from '../model/names.ts';
import { tunnelStatuses } from '../model/tunnel.ts';
import type { TunnelStatus } from '../model/tunnel.ts';
import { parseJson } from '../text/json.ts';
import { firstCharacters } from '../text/text.ts';
import type { Instant } from '../text/time.ts';
import { isCanceled } from './auditedTunnels.ts';
import type { Audit, AuditEntry } from './auditedTunnels.ts';
import { foundTopics } from './auditFindings.ts';

/** What is kept of an account's last audit: what the next one is compared with, and nothing else. */
export interface KeptAudit {
  readonly at: Instant;
  readonly tunnels: readonly KeptTunnel[];
}

export interface KeptTunnel {
  readonly key: string;
  readonly name: string;
  readonly status: TunnelStatus;
  /** The API's own word for a status that this version does not know; there for no other. */
  readonly statusText?: string | undefined;
  /** What was found; `null`: not known, since its connectors were not read. */
  readonly topics: readonly Topic[] | null;
}

const version = 1;
const stored = z.object({
  version: z.literal(version),
  at: z.number(),
  tunnels: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      status: z.enum(tunnelStatuses),
      statusText: z.optional(z.string()),
      topics: z.nullable(z.array(z.string())),
    }),
  ),
});

/** What to keep of each account, by id: nothing where the audit was ended before all was read. */
export function keptOf(audit: Audit): ReadonlyMap<string, KeptAudit> {
  if (isCanceled(audit)) return new Map();
  const topics = new Map<AuditEntry, Topic[]>(audit.entries.map((entry) => [entry, []]));
  for (const { topic, said } of foundTopics(audit)) {
    for (const entry of new Set(said.map((one) => one.entry))) topics.get(entry)?.push(topic);
  }
  return new Map(
    audit.accounts
      .filter(({ problem }) => problem === undefined)
      .map((account) => {
        const entries = audit.entries.filter((entry) => entry.account === account);
        const tunnels = entries.map((entry) => keptTunnel(entry, topics.get(entry) ?? []));
        return [account.id, { at: audit.moment.now, tunnels }];
      }),
  );
}

function keptTunnel({ tunnel, connectors }: AuditEntry, topics: readonly Topic[]): KeptTunnel {
  const { status, statusText } = tunnel;
  return {
    key: tunnel.key,
    name: firstCharacters(tunnelName(tunnel), 100),
    status,
    ...(status === 'unknown' && statusText !== undefined
      ? { statusText: firstCharacters(statusText, 100) }
      : {}),
    topics: connectors.kind === 'read' ? topics : null,
  };
}

export function writeKeptAudit(audit: KeptAudit): string {
  return JSON.stringify({ version, ...audit });
}

/** `undefined`: it is none, or one of another version of this extension. Never throws. */
export function readKeptAudit(text: string): KeptAudit | undefined {
  const { data } = z.safeParse(stored, parseJson(text));
  if (data === undefined) return undefined;
  const { at, tunnels } = data;
  return {
    at,
    tunnels: tunnels.map((tunnel) => ({ ...tunnel, topics: tunnel.topics?.filter(isTopic) ?? null })),
  };
}
