import { tunnelName } from '../model/names.ts';
import type { Moment } from '../text/time.ts';
import { findingsOf } from '../findings/rules.ts';
import type { Configuration, Connector, Tunnel } from '../model/tunnel.ts';
import type { Problem } from '../problems/problem.ts';
import { compareText } from '../text/text.ts';
import type { Finding } from '../findings/finding.ts';
import { newestVersion } from '../model/versions.ts';

/** Something that the audit asked for. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
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
  readonly tunnels: readonly AuditedTunnel[];
  /** Why the list of tunnels could not be read. */
  readonly problem?: Problem | 'canceled' | undefined;
}

/** A tunnel in the report, with what there is to say about it. */
export interface AuditEntry extends AuditedTunnel {
  readonly account: AuditedAccount;
  readonly findings: readonly Finding[];
}

/** What the sections are written from: accounts and tunnels by name. */
export interface Audit {
  readonly accounts: readonly AuditedAccount[];
  readonly entries: readonly AuditEntry[];
  readonly moment: Moment;
}

/** The order of what comes in does not matter. */
export function compileAudit(given: readonly AuditedAccount[], moment: Moment): Audit {
  const accounts = given.toSorted((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  return { accounts, entries: accounts.flatMap((account) => entriesOf(account, moment)), moment };
}

export function valueOf<T>(reading: Reading<T> | undefined): T | undefined {
  return reading?.kind === 'read' ? reading.value : undefined;
}

function entriesOf(account: AuditedAccount, { now }: Moment): readonly AuditEntry[] {
  const newest = newestVersion(
    account.tunnels.flatMap(({ connectors }) => valueOf(connectors) ?? []).map(({ version }) => version),
  );
  return account.tunnels
    .toSorted(
      (a, b) =>
        compareText(tunnelName(a.tunnel), tunnelName(b.tunnel)) || compareText(a.tunnel.key, b.tunnel.key),
    )
    .map((audited) => ({
      ...audited,
      account,
      findings: findingsOf({
        tunnel: audited.tunnel,
        connectors: valueOf(audited.connectors),
        newest,
        published: valueOf(audited.configuration)?.version,
        now,
      }),
    }));
}
