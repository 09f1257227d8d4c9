import type { ConnectorRef } from '../findings/finding.ts';
import { givenNames } from '../model/connectorNames.ts';
import { connectorName } from '../model/names.ts';
import type { ConnectorName } from '../model/connectorNames.ts';
import type { Connector } from '../model/tunnel.ts';
import type { TunnelNode } from './nodes.ts';

/** How a connector is called: by the name that the person gave, as raw text, or by the id in short. */
export type Caller = (connector: ConnectorRef) => string;

export function callerOf({ tunnel, connectors, names }: TunnelNode): Caller {
  return callerAmong(tunnel.key, connectors?.value ?? [], names);
}

/** `connectors`: all of the tunnel. */
export function callerAmong(
  tunnelKey: string,
  connectors: readonly Connector[],
  names: readonly ConnectorName[],
): Caller {
  const all = givenNames(tunnelKey, connectors, names);
  return (connector) => {
    const given = all.get(connector.key);
    return given?.kind === 'named' ? given.name : connectorName(connector);
  };
}
