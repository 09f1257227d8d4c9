import { notLoaded } from '../model/state.ts';
import type { AccountState, Loaded } from '../model/state.ts';
import type { Configuration, Connector, Tunnel } from '../model/tunnel.ts';
import { compareVersions, newestKnown } from '../model/versions.ts';
import type { Newest } from '../model/versions.ts';
import type { Instant } from '../text/time.ts';
import type { Finding, FindingInput } from './finding.ts';
import { minute } from './rule.ts';
import { findingsOf } from './rules.ts';

/** Something that was read from the API, or not. */
interface Read<T> {
  readonly value: T | undefined;
  readonly at: Instant | undefined;
}

/** How long connectors may take to get a configuration that was published. */
const rollout = minute;

/** What findings rest on besides the time: these stay the very same until they are read anew. */
interface Basis {
  readonly connectors: Loaded<readonly Connector[]>;
  readonly configuration: Loaded<Configuration>;
  readonly seen: FindingInput['seen'];
  readonly newest: Newest;
}

interface Explained extends Basis {
  readonly now: Instant;
  readonly findings: readonly Finding[];
}

/** Findings change with the minutes, if at all: so long, what they rest on is not looked at again. */
const looksForMs = minute;

/** As it was explained last. What is read of one tunnel leaves the others as they are. */
const explained = new WeakMap<Tunnel, Explained>();
/** States never change, so what was worked out of one stays true. */
const newest = new WeakMap<AccountState, Newest>();

/** What can be said about a tunnel from all that is known of its account now, worst first. */
export function explainTunnel(state: AccountState, tunnel: Tunnel, now: Instant): readonly Finding[] {
  const basis = basisOf(state, tunnel);
  const latest = explained.get(tunnel);
  if (latest !== undefined && Math.abs(now - latest.now) < looksForMs && isSame(latest, basis)) {
    return latest.findings;
  }
  const findings = findingsOf(inputOf(tunnel, basis, now));
  explained.set(tunnel, { ...basis, now, findings });
  return findings;
}

function basisOf(state: AccountState, { key }: Tunnel): Basis {
  return {
    connectors: state.connectors.get(key) ?? notLoaded,
    configuration: state.configurations.get(key) ?? notLoaded,
    seen: state.seen.get(key)?.connectors,
    newest: newestIn(state),
  };
}

function isSame(a: Basis, b: Basis): boolean {
  return (
    a.connectors === b.connectors &&
    a.configuration === b.configuration &&
    a.seen === b.seen &&
    a.newest.from === b.newest.from &&
    compareVersions(a.newest.version, b.newest.version) === 0
  );
}

function inputOf(
  tunnel: Tunnel,
  { configuration, seen, newest, ...read }: Basis,
  now: Instant,
): FindingInput {
  const connectors = connectorsOfNow(tunnel, read.connectors);
  return {
    ...(seen === undefined ? {} : { seen }),
    tunnel,
    connectors: connectors.value,
    readAt: connectors.at,
    newest,
    published: settledVersion(tunnel, connectors, configuration),
    routes: routesOf(tunnel, configuration),
    now,
  };
}

/** The rules of a tunnel that is not managed at Cloudflare are in a file on the host, whatever was published once. */
export function routesOf({ managedBy }: Tunnel, { value }: Read<Configuration>): FindingInput['routes'] {
  return managedBy === 'cloudflare' ? value?.rules : undefined;
}

/**
 * The version of the configuration that all connectors must have got by the time when they were read; `undefined` where
 * that is not sure, and where the rules are in a file on the host.
 */
export function settledVersion(
  { managedBy }: Tunnel,
  connectors: Read<readonly Connector[]>,
  configuration: Read<Configuration>,
): number | undefined {
  if (managedBy !== 'cloudflare' || connectors.at === undefined || configuration.at === undefined)
    return undefined;
  // Of one that does not tell its time it is known only that it was published before it was read.
  const publishedAt = configuration.value?.publishedAt ?? configuration.at;
  return connectors.at - publishedAt >= rollout ? configuration.value?.version : undefined;
}

/** What was read before the tunnel lost its last connection says nothing of now. */
export function connectorsOfNow(
  { inactiveSince = 0 }: Tunnel,
  read: Read<readonly Connector[]>,
): typeof read {
  return (read.at ?? 0) < inactiveSince ? notLoaded : read;
}

function newestIn(state: AccountState): Newest {
  const known = newest.get(state) ?? readNewest(state);
  newest.set(state, known);
  return known;
}

function readNewest({ tunnels, connectors }: AccountState): Newest {
  const read = [...connectors.values()];
  const versions = read.flatMap(({ value }) => value ?? []).map(({ version }) => version);
  const readAt = read.reduce((latest, { at = 0 }) => Math.max(latest, at), 0);
  // A tunnel that is inactive never had a connector.
  const isRead = ({ key, status }: Tunnel) =>
    status === 'inactive' || connectors.get(key)?.value !== undefined;
  return newestKnown(versions, readAt, tunnels.value?.every(isRead) === true);
}
