import type { ConnectorRef } from '../findings/finding.ts';
import { givenNames } from '../model/connectorNames.ts';
import { connectorName } from '../model/names.ts';
import type { TunnelNode } from './nodes.ts';

/** How the tunnel's connectors are called: by the name that the person gave, as raw text, or by the id in short. */
export function callerOf({ tunnel, connectors, names }: TunnelNode): (connector: ConnectorRef) => string {
  const all = givenNames(tunnel.key, connectors?.value ?? [], names);
  return (connector) => {
    const given = all.get(connector.key);
    return given?.kind === 'named' ? given.name : connectorName(connector);
  };
}
