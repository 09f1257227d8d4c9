import { tunnelName } from '../rows/rowWords.ts';
import type { Moment } from '../rows/rowWords.ts';
import { verdictsOf } from '../findings/rules.ts';
import type { Configuration, Connector, Tunnel } from '../model/tunnel.ts';
import type { Problem } from '../problems/problem.ts';
import { compareText } from '../text/text.ts';
import type { Verdict } from '../findings/finding.ts';
import { newestVersion } from '../model/versions.ts';

/** Something that the audit asked for. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

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
  readonly problem?: Problem | 'cancelled' | undefined;
}

/** A tunnel in the report, with what there is to say about it. */
export interface AuditRow extends AuditedTunnel {
  readonly account: AuditedAccount;
  readonly verdicts: readonly Verdict[];
}

/** What the sections are written from: accounts and tunnels by name. */
export interface Audit {
  readonly accounts: readonly AuditedAccount[];
  readonly rows: readonly AuditRow[];
  readonly moment: Moment;
}

/** The order of what comes in does not matter. */
export function audit(given: readonly AuditedAccount[], moment: Moment): Audit {
  const accounts = given.toSorted((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  return { accounts, rows: accounts.flatMap((account) => rowsOf(account, moment)), moment };
}

export function valueOf<T>(reading: Reading<T> | undefined): T | undefined {
  return reading?.kind === 'read' ? reading.value : undefined;
}

function rowsOf(account: AuditedAccount, { now }: Moment): readonly AuditRow[] {
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
      verdicts: verdictsOf({
        tunnel: audited.tunnel,
        connectors: valueOf(audited.connectors),
        newest,
        published: valueOf(audited.configuration)?.version,
        now,
      }),
    }));
}
