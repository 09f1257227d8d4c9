import fc from 'fast-check';
import type { Connector, EdgeConnection, Tunnel } from '../../src/tunnels/model/tunnel.ts';
import { hour, minute, sampleTime } from './sampleCompany.ts';

/** Any values of the model, often near those that matter. Keys are unique among siblings, as the schemas make them. */

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

/** Any text, lone surrogates too. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff), { maxLength: 5 }).map((units) => String.fromCharCode(...units)),
);

const instant = fc.oneof(
  fc.integer({ min: -120, max: 2 }).map((minutes) => sampleTime + minutes * minute),
  fc.integer({ min: -2000, max: 1 }).map((hours) => sampleTime + hours * hour),
  fc.integer({ min: -8.64e15, max: 8.64e15 }),
);

const version = fc.oneof(fc.constantFrom('2026.8.2', '2026.5.0', '2025.1.1', 'DEV'), text);
const platform = fc.oneof(fc.constantFrom('linux_amd64', 'linux-arm64', 'windows_amd64'), text);
const dataCenter = fc.oneof(fc.constantFrom('lhr01', 'lhr14', 'LHR', 'dfw08'), text);
const feature = fc.oneof(fc.constantFrom('a', 'b', 'c'), text);

const siblings = <T extends { readonly key: string }>(values: fc.Arbitrary<T>) =>
  fc.uniqueArray(values, { selector: ({ key }) => key, maxLength: 5 });

const anyConnection: fc.Arbitrary<EdgeConnection> = fc.record({
  key: text,
  id: optional(text),
  json: fc.constant(undefined),
  dataCenter: optional(dataCenter),
  originIp: optional(fc.oneof(fc.ipV4(), text)),
  openedAt: optional(instant),
  connectorId: optional(text),
  version: optional(version),
  pendingReconnect: fc.boolean(),
});

const anyConnector: fc.Arbitrary<Connector> = fc.record({
  key: text,
  id: optional(text),
  json: fc.constant(undefined),
  version: optional(version),
  platform: optional(platform),
  configVersion: optional(fc.oneof(fc.nat(3), fc.double())),
  features: fc.array(feature, { maxLength: 4 }),
  startedAt: optional(instant),
  connections: siblings(anyConnection),
});

export const anyConnectors: fc.Arbitrary<readonly Connector[]> = siblings(anyConnector);

export const anyTunnel: fc.Arbitrary<Tunnel> = fc.record({
  key: text,
  id: optional(text),
  json: fc.constant(undefined),
  name: optional(text),
  status: fc.constantFrom('healthy', 'degraded', 'down', 'inactive', 'unknown'),
  statusText: optional(text),
  managedBy: fc.constantFrom('cloudflare', 'local', 'unknown'),
  createdAt: optional(instant),
  activeSince: optional(instant),
  inactiveSince: optional(instant),
});

/** The same in another order, as the API may send it the next time. */
export function shuffled<T>(values: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.shuffledSubarray([...values], { minLength: values.length });
}
