import { tunnelName } from '../model/names.ts';
import type { ConnectorName } from '../model/connectorNames.ts';
import { callerAmong } from '../rows/called.ts';
import type { Caller } from '../rows/called.ts';
import type { Instant, Moment } from '../text/time.ts';
import { routesOf, settledVersion } from '../findings/explain.ts';
import { findingsOf } from '../findings/rules.ts';
import { notLoaded } from '../model/state.ts';
import type { Configuration, Connector, Tunnel } from '../model/tunnel.ts';
import type { Problem } from '../problems/problem.ts';
import { compareText } from '../text/text.ts';
import type { Finding } from '../findings/finding.ts';
import { newestKnown } from '../model/versions.ts';

/** Something that the audit asked for. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T; readonly at: Instant }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'canceled' };

export interface AuditedTunnel {
  readonly tunnel: Tunnel;
  readonly connectors: Reading<readonly Connector[]>;
  /** `undefined`: not asked for. */
  readonly configuration?: Reading<Configuration> | undefined;
}

export interface AuditedAccount {
  readonly id: string;
  readonly name: string;
  /** Those that the person chose. */
  readonly tunnels: readonly AuditedTunnel[];
  /** How many tunnels the person did not choose. */
  readonly leftOut?: number;
  /** Why the list of tunnels could not be read. */
  readonly problem?: Problem | 'canceled' | undefined;
}

/** A tunnel in the report, with what there is to say about it. */
export interface AuditEntry extends AuditedTunnel {
  readonly account: AuditedAccount;
  readonly findings: readonly Finding[];
  readonly called: Caller;
}

/** What the sections are written from: accounts and tunnels by name. */
export interface Audit {
  readonly accounts: readonly AuditedAccount[];
  readonly entries: readonly AuditEntry[];
  readonly moment: Moment;
}

/** The order of what comes in does not matter. `names`: those that the person gave to connectors. */
export function compileAudit(
  given: readonly AuditedAccount[],
  moment: Moment,
  names: readonly ConnectorName[] = [],
): Audit {
  const accounts = given.toSorted((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  return { accounts, entries: accounts.flatMap((account) => entriesOf(account, moment, names)), moment };
}

/** Whether it was ended before all was read. */
export function isCanceled({ accounts, entries }: Audit): boolean {
  return accounts.some(({ problem }) => problem === 'canceled') || entries.some(wasCanceled);
}

/** Whether something of it was not read since the audit was ended before. */
export function wasCanceled({ connectors, configuration }: AuditedTunnel): boolean {
  return connectors.kind === 'canceled' || configuration?.kind === 'canceled';
}

export function valueOf<T>(reading: Reading<T> | undefined): T | undefined {
  return reading?.kind === 'read' ? reading.value : undefined;
}

/** A reading that gave nothing is like none. */
function readOf<T>(reading: Reading<T> | undefined) {
  return reading?.kind === 'read' ? reading : notLoaded;
}

function entriesOf(
  account: AuditedAccount,
  { now }: Moment,
  names: readonly ConnectorName[],
): readonly AuditEntry[] {
  const { tunnels, problem, leftOut = 0 } = account;
  const versions = tunnels
    .flatMap(({ connectors }) => valueOf(connectors) ?? [])
    .map(({ version }) => version);
  const isWhole =
    problem === undefined && leftOut === 0 && tunnels.every(({ connectors }) => connectors.kind === 'read');
  const newest = newestKnown(versions, now, isWhole);
  return tunnels
    .toSorted(
      (a, b) =>
        compareText(tunnelName(a.tunnel), tunnelName(b.tunnel)) || compareText(a.tunnel.key, b.tunnel.key),
    )
    .map((audited) => {
      const { tunnel } = audited;
      const connectors = readOf(audited.connectors);
      const configuration = readOf(audited.configuration);
      return {
        ...audited,
        account,
        called: callerAmong(tunnel.key, connectors.value ?? [], names),
        findings: findingsOf({
          tunnel,
          connectors: connectors.value,
          readAt: connectors.at,
          newest,
          published: settledVersion(tunnel, connectors, configuration),
          routes: routesOf(tunnel, configuration),
          now,
        }),
      };
    });
}
