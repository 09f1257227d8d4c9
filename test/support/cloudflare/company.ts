import type { Principal } from './principals.ts';
import type { WireAccount, WireConfiguration, WireConnector, WireTunnel } from './wire.ts';

/** All that the stand-in knows. Plain and mutable: a test changes it, and the next request sees the change. */
export interface Company {
  accounts: CompanyAccount[];
  /** Who may sign in; whatever is not in here is unknown to the API. */
  principals: Principal[];
}

export interface CompanyAccount {
  account: WireAccount;
  tunnels: CompanyTunnel[];
}

export interface CompanyTunnel {
  tunnel: WireTunnel;
  connectors: WireConnector[];
  /** Left out: nothing was ever published, as with a tunnel that is managed by a file on its host. */
  configuration?: WireConfiguration;
}

/** The tunnel of that name in any of the accounts; throws where there is none, so that a test fails where it errs. */
export function findTunnel(company: Company, name: string): CompanyTunnel {
  const found = company.accounts.flatMap(({ tunnels }) => tunnels).find(({ tunnel }) => tunnel.name === name);
  if (found === undefined) throw new Error(`The company has no tunnel named ${JSON.stringify(name)}`);
  return found;
}
