import { compareText } from '../text/text.ts';
import { distinct, liveConnections, originIps } from './tunnel.ts';
import type { Connector } from './tunnel.ts';

/**
 * The hosts that connectors run on, each by the addresses that it comes from. Connectors with an address in common are
 * taken for those of one host, and one connector is on one host, though it may have an address of IPv4 and one of IPv6.
 * One without connections shows no address.
 */
export function hostsOf(connectors: readonly Connector[]): readonly (readonly string[])[] {
  let hosts: readonly (readonly string[])[] = [];
  for (const connector of connectors) {
    const ips = originIps({ connections: liveConnections(connector) });
    if (ips.length === 0) continue;
    const isSame = (host: readonly string[]) => host.some((ip) => ips.includes(ip));
    const all = distinct([...hosts.filter(isSame).flat(), ...ips]);
    hosts = [...hosts.filter((host) => !isSame(host)), all];
  }
  return hosts
    .map((host) => host.toSorted(compareText))
    .toSorted((a, b) => compareText(a[0] ?? '', b[0] ?? ''));
}
