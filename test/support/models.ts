import { readConnectors, readTunnel } from '../../src/cloudflare/schemas.ts';
import type { Connector, Tunnel } from '../../src/tunnels/model.ts';
import type { AccountState, Known } from '../../src/tunnels/state.ts';
import type { WireConnector, WireTunnel } from './cloudflare/wire.ts';
import { aConnector, type Edge, aTunnel, sampleTime } from './sampleCompany.ts';

/** Builders of the model, by way of the API's rows. */

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

export function known<T>(value: T): Known<T> {
  return { value, at: sampleTime, problem: undefined };
}

/** The state of account `a`, named `Account A`. */
export function stateOf(tunnels: readonly Tunnel[], change: Partial<AccountState> = {}): AccountState {
  return {
    account: { id: 'a', name: 'Account A', tunnels: undefined },
    tunnels: known(tunnels),
    connectors: new Map(),
    refreshing: false,
    nextRefreshAt: undefined,
    scarce: undefined,
    ...change,
  };
}
