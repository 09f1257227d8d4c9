import type { Company, CompanyTunnel } from './company.ts';
import { connected, connector, unconnected } from './makers.ts';
import { anAccount, day, hour, minute, sampleAccountId, sampleTime } from './payloads.ts';
import { samplePrincipals } from './principals.ts';

/** A company with one account of `count` tunnels: for paging, and for the cost of large accounts. */
export function largeCompany(count: number, now: number = sampleTime): Company {
  const dataCenters = ['ams09', 'fra06', 'lhr01', 'dfw08', 'iad05', 'sin02'];
  const tunnels = Array.from({ length: count }, (_, index): CompanyTunnel => {
    const name = `tunnel-${String(index + 1).padStart(4, '0')}`;
    const created = now - (count - index) * hour;
    if (index % 10 === 8) return unconnected(name, 'down', created, now - index * minute);
    if (index % 10 === 9) return unconnected(name, 'inactive', created, created);
    const places = [0, 1, 0, 1].map((step) => dataCenters[(index + step) % dataCenters.length] ?? 'ams09');
    const degraded = index % 10 === 7;
    const originIp = `198.51.100.${1 + (index % 250)}`;
    const one = connector(name, now - 2 * day, degraded ? places.slice(1) : places, originIp);
    return connected(name, now - 2 * day, [one], { created, status: degraded ? 'degraded' : 'healthy' });
  });
  return {
    accounts: [{ account: anAccount({ name: 'Larkfield Fleet' }), tunnels }],
    principals: samplePrincipals(
      now,
      [sampleAccountId],
      tunnels.slice(0, 2).map(({ tunnel }) => tunnel.id ?? ''),
    ),
  };
}
