import type { Company, CompanyAccount } from '../support/cloudflare/company.ts';
import { tagOf } from '../support/cloudflare/ids.ts';
import { connected, connector } from '../support/cloudflare/makers.ts';
import { samplePrincipals } from '../support/cloudflare/principals.ts';
import { anAccount, day, hour, sampleTime } from '../support/sampleCompany.ts';

/** Accounts of tunnels that are all up, so that a refresh reads only what is open: `largeCompany` has some that are not. */
export const accounts = {
  thousand: { id: tagOf('bench', 'thousand'), tunnels: 1_000, connectors: 1 },
  tenThousand: { id: tagOf('bench', 'ten thousand'), tunnels: 10_000, connectors: 1 },
  /** With four edge connections to each connector. */
  opened: { id: tagOf('bench', 'opened'), tunnels: 1_000, connectors: 2 },
} as const;

type Size = (typeof accounts)[keyof typeof accounts];

const places = ['ams09', 'fra06', 'lhr01', 'dfw08', 'iad05', 'sin02'];
const versions = ['2026.8.2', '2026.8.1', '2026.5.0', '2025.2.1'];

export function fleet(sizes: readonly Size[] = Object.values(accounts)): Company {
  const ids = sizes.map(({ id }) => id);
  return { accounts: sizes.map(accountOf), principals: samplePrincipals(sampleTime, ids, []) };
}

function accountOf({ id, tunnels, connectors }: Size): CompanyAccount {
  const ownTunnels = Array.from({ length: tunnels }, (_, index) => {
    // Names in another order than the list's.
    const name = `${tagOf(id, index).slice(0, 4)}-tunnel-${index}`;
    const since = sampleTime - (2 + (index % 40)) * day;
    const own = Array.from({ length: connectors }, (_, place) => connectorOf(name, index, place, since));
    return connected(name, since, own, { created: sampleTime - (index + 1) * hour });
  });
  return { account: anAccount({ id, name: 'Fleet' }), tunnels: ownTunnels };
}

/** Every tenth lacks a connection, and versions differ: there are findings to tell. */
function connectorOf(tunnel: string, index: number, place: number, since: number) {
  const version = versions[(index + place) % versions.length] ?? '';
  const all = [0, 1, 0, 1].map((step) => places[(index + step) % places.length] ?? '');
  const dataCenters = index % 10 === 7 ? all.slice(1) : all;
  const originIp = `198.51.100.${1 + (index % 250)}`;
  return connector(`${tunnel} ${place}`, since, dataCenters, originIp, { version });
}
