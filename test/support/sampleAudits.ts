import assert from 'node:assert/strict';
import { readConfiguration, readConnectors, readTunnel } from '../../src/cloudflare/schemas.ts';
import { auditParts, writtenParts } from '../../src/tunnels/documents/auditDocument.ts';
import { compileAudit } from '../../src/tunnels/documents/auditedTunnels.ts';
import type { Audit } from '../../src/tunnels/documents/auditedTunnels.ts';
import type { LastAudits } from '../../src/tunnels/documents/auditComparison.ts';
import type { ConnectorName } from '../../src/tunnels/model/connectorNames.ts';
import type { Moment } from '../../src/tunnels/text/time.ts';
import type { AuditedAccount, AuditedTunnel, Reading } from '../../src/tunnels/documents/auditedTunnels.ts';
import type { Connector, Tunnel } from '../../src/tunnels/model/tunnel.ts';
import { connectorOf, tunnelOf } from './models.ts';
import { sampleTime } from './sampleCompany.ts';
import type { Company } from './sampleCompany.ts';

/** What was read for an audit, and the parts of its report. The report is of the sample's time, in Berlin. */

export const auditMoment = { now: sampleTime, style: { timeZone: 'Europe/Berlin' } };

export const read = <T>(value: T, at = sampleTime): Reading<T> => ({ kind: 'read', value, at });
export const audited = (tunnel: Tunnel, ...connectors: readonly Connector[]): AuditedTunnel => ({
  tunnel,
  connectors: read(connectors),
});
export const account = (...tunnels: readonly AuditedTunnel[]): AuditedAccount => ({
  id: 'a',
  name: 'A',
  tunnels,
});

/** Of which there is nothing to say. */
export const two = [connectorOf({ id: 'a' }), connectorOf({ id: 'b' })];
export const well = audited(tunnelOf({ name: 'well' }), ...two);

export function accountsOf(company: Company): readonly AuditedAccount[] {
  return company.accounts.map(({ account, tunnels }) => ({
    id: account.id,
    name: account.name,
    tunnels: tunnels.flatMap(({ tunnel, connectors, configuration }) => {
      // No list has one that was deleted.
      if (tunnel.deleted_at != null) return [];
      const { value } = readTunnel(tunnel);
      assert.ok(value !== undefined);
      const published = configuration === undefined ? undefined : readConfiguration(configuration).value;
      return {
        tunnel: value,
        connectors: read(readConnectors(connectors).value),
        configuration: published === undefined ? undefined : read(published),
      };
    }),
  }));
}

/** The lines of a section, without its heading. */
export function sectionOf(report: string, heading: RegExp): readonly string[] {
  const found = report.split('\n## ').find((part) => heading.test(part.split('\n')[0] ?? ''));
  assert.ok(found !== undefined, `no section ${heading.source}`);
  return found.split('\n').filter((line, index) => index > 0 && line !== '');
}

export const auditText = (audit: Audit, last: LastAudits = new Map()) =>
  writtenParts(auditParts(audit, last), { theme: 'dark', style: audit.moment.style });
export const reportOf = (
  accounts: readonly AuditedAccount[],
  { moment = auditMoment, names = [], last = new Map() }: ReportOptions = {},
) => auditText(compileAudit(accounts, moment, names), last);
interface ReportOptions {
  readonly moment?: Moment;
  readonly names?: readonly ConnectorName[];
  readonly last?: LastAudits;
}
export const section = (heading: RegExp, ...accounts: readonly AuditedAccount[]) =>
  sectionOf(reportOf(accounts), heading);
/** The cells below the head of a section's table, line by line. */
export const cells = (heading: RegExp, ...accounts: readonly AuditedAccount[]) =>
  section(heading, ...accounts)
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));
