import * as z from 'zod/mini';
import { originIps } from './tunnel.ts';
import type { Connector } from './tunnel.ts';

/**
 * A name that the person gave to a connector, with what its successor after a restart is known by: a connector has a new
 * id each time that cloudflared starts, but its host keeps platform and address.
 */
export interface ConnectorName {
  readonly name: string;
  readonly tunnelKey: string;
  readonly connectorKey: string;
  readonly platform: string | null;
  readonly originIps: readonly string[];
}

/** `several`: the name would fit more than one connector, so it is shown at none of them. */
export type GivenName =
  | { readonly kind: 'named'; readonly name: string; readonly since: 'naming' | 'restart' }
  | { readonly kind: 'several'; readonly name: string };

const stored = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  tunnelKey: z.string(),
  connectorKey: z.string(),
  platform: z.nullable(z.string()),
  originIps: z.array(z.string()),
});

/** Reads back what was stored as JSON; an entry that is something else is left out. Never throws. */
export function parseConnectorNames(json: unknown): readonly ConnectorName[] {
  if (!Array.isArray(json)) return [];
  const entries: readonly unknown[] = json;
  return entries.flatMap((entry) => z.safeParse(stored, entry).data ?? []);
}

/** The names of a tunnel's connectors, by connector key. */
export function givenNames(
  tunnelKey: string,
  connectors: readonly Connector[],
  names: readonly ConnectorName[],
): ReadonlyMap<string, GivenName> {
  const given = new Map<string, GivenName>();
  const ofTunnel = names.filter((name) => name.tunnelKey === tunnelKey);
  const present = new Set(connectors.map(({ key }) => key));
  for (const { connectorKey, name } of ofTunnel) {
    if (present.has(connectorKey)) given.set(connectorKey, { kind: 'named', name, since: 'naming' });
  }
  const left = ofTunnel.filter(({ connectorKey }) => !present.has(connectorKey));
  const unnamed = connectors.filter(({ key }) => !given.has(key));
  const heirsOf = (name: ConnectorName) => unnamed.filter((connector) => isSuccessor(connector, name));
  for (const connector of unnamed) {
    const [fitting, ...rivals] = left.filter((name) => isSuccessor(connector, name));
    if (fitting === undefined) continue;
    const { name } = fitting;
    const isPlain = rivals.length === 0 && heirsOf(fitting).length === 1;
    given.set(connector.key, isPlain ? { kind: 'named', name, since: 'restart' } : { kind: 'several', name });
  }
  return given;
}

/**
 * The names after one was given, changed or, with an empty one, taken away. Those of connectors that are no longer
 * `present` and that this one could have had end with it.
 */
export function withName(
  names: readonly ConnectorName[],
  tunnelKey: string,
  connector: Connector,
  name: string,
  present: readonly Connector[] = [],
): readonly ConnectorName[] {
  const isPresent = ({ connectorKey }: ConnectorName) => present.some(({ key }) => key === connectorKey);
  const others = names.filter(
    (other) =>
      other.tunnelKey !== tunnelKey ||
      (other.connectorKey !== connector.key && (isPresent(other) || !isSuccessor(connector, other))),
  );
  if (name === '') return others;
  const platform = connector.platform ?? null;
  return [
    ...others,
    { name, tunnelKey, connectorKey: connector.key, platform, originIps: originIps(connector) },
  ];
}

function isSuccessor(connector: Connector, { platform, originIps: ips }: ConnectorName): boolean {
  const now = originIps(connector);
  return (connector.platform ?? null) === platform && now.some((ip) => ips.includes(ip));
}
