import { liveConnections } from '../model/tunnel.ts';
import type { Connector } from '../model/tunnel.ts';
import type { ConnectorRef, Finding, FindingInput } from './finding.ts';

export const minute = 60_000;
const hour = 60 * minute;
export const day = 24 * hour;

/** How long a connector counts as new, and a reconnect as recent. */
export const recent = hour;

/** What one kind of finding rests on. The connectors are those of the input, in an order that is always the same. */
export type Rule = (connectors: readonly Connector[], input: FindingInput) => readonly Finding[];

export function ref({ id, key }: Connector): ConnectorRef {
  return { id, key };
}

/** One that has no connection is draining or lost: it carries nothing, and takes over nothing. */
export function serves(connector: Connector): boolean {
  return liveConnections(connector).length > 0;
}
