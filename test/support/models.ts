import { readConfiguration, readConnectors, readTunnel } from '../../src/cloudflare/schemas.ts';
import type { SeenTunnel } from '../../src/tunnels/model/seen.ts';
import type { Configuration, Connector, Tunnel } from '../../src/tunnels/model/tunnel.ts';
import type { Instant } from '../../src/tunnels/text/time.ts';
import { unreadAccount } from '../../src/tunnels/model/state.ts';
import type { AccountState, Loaded } from '../../src/tunnels/model/state.ts';
import { childNodes } from '../../src/tunnels/rows/childNodes.ts';
import type { RowOptions } from '../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../src/tunnels/rows/nodes.ts';
import type { WireConfiguration, WireConnector, WireIngressRule, WireTunnel } from './cloudflare/wire.ts';
import { aConfiguration, aConnector, aTunnel, minute, sampleTime } from './sampleCompany.ts';
import type { Edge } from './sampleCompany.ts';

/** Builders of the model, by way of the API's JSON. */

export function tunnelOf(fields: WireTunnel = {}): Tunnel {
  const { value } = readTunnel(aTunnel(fields));
  if (value === undefined) throw new Error('not a tunnel');
  return value;
}

export function connectorOf(fields: WireConnector = {}, edge: Edge = {}): Connector {
  const [connector] = readConnectors([aConnector(fields, edge)]).value;
  if (connector === undefined) throw new Error('not a connector');
  return connector;
}

export function known<T>(value: T): Loaded<T> {
  return { value, at: sampleTime, problem: undefined };
}

/** The state of account `a`, named `Account A`; its connectors were there when watching began. */
export function stateOf(tunnels: readonly Tunnel[], change: Partial<AccountState> = {}): AccountState {
  return {
    ...unreadAccount({ id: 'a', name: 'Account A', tunnels: undefined }),
    tunnels: known(tunnels),
    ...change,
  };
}

/** Connectors that were first seen at this time, a minute after a look that did not show them. */
export function seenSince(first: Instant, ...keys: readonly string[]): SeenTunnel['connectors'] {
  return new Map(keys.map((key) => [key, { first, last: first, since: first - minute }]));
}

/** Rows by name, without names or mutes of the person's, but for what is given. */
export function rowOptions(change: Partial<RowOptions> = {}): RowOptions {
  return {
    sortBy: 'name',
    names: [],
    histories: new Map(),
    muted: [],
    show: 'all',
    now: sampleTime,
    ...change,
  };
}

/** The first row below, other than the group of findings: of a tunnel, its first connector. */
export function firstBelow(
  node: TreeNode | undefined,
  options: RowOptions = rowOptions(),
): TreeNode | undefined {
  return node && childNodes(node, options).find(({ kind }) => kind !== 'findings');
}

/** The published configuration with these rules, as the API sends them. */
export function configurationOf(
  ingress: readonly WireIngressRule[],
  fields: WireConfiguration = {},
): Configuration {
  const { value } = readConfiguration(aConfiguration({ config: { ingress: [...ingress] }, ...fields }));
  if (value === undefined) throw new Error('not a configuration');
  return value;
}
