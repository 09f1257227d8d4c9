import type { Company, CompanyTunnel } from '../support/cloudflare/company.ts';
import { idOf, tagOf } from '../support/cloudflare/ids.ts';
import { connected, connector, unconnected } from '../support/cloudflare/makers.ts';
import { samplePrincipals } from '../support/cloudflare/principals.ts';
import { anAccount, day, wireTime } from '../support/sampleCompany.ts';
import type { Random } from './random.ts';

const places = ['ams09', 'fra06', 'lhr01', 'dfw08', 'iad05', 'sin02'];

/** A company whose tunnels come, go and change at random. */
export class Fleet {
  readonly company: Company;
  readonly #random: Random;
  #made = 0;

  constructor(
    random: Random,
    now: number,
    { accounts, tunnels }: { readonly accounts: number; readonly tunnels: number },
  ) {
    this.#random = random;
    const ids = Array.from({ length: accounts }, (_, index) => tagOf('soak', index));
    this.company = {
      accounts: ids.map((id) => ({ account: anAccount({ id, name: id.slice(0, 4) }), tunnels: [] })),
      principals: samplePrincipals(now, ids, []),
    };
    for (let index = 0; index < tunnels; index++) {
      const tunnel = this.#newTunnel(now);
      this.company.accounts[index % accounts]?.tunnels.push(tunnel);
      if (random.chance(0.15)) this.#changeStatus(tunnel, now);
    }
  }

  /** One thing changes somewhere. */
  change(now: number): void {
    const random = this.#random;
    const account = random.one(this.company.accounts);
    const tunnel = random.one(account.tunnels);
    const what = random.next();
    if (what < 0.35) this.#changeStatus(tunnel, now);
    else if (what < 0.8) this.#changeConnectors(tunnel, now);
    else if (what < 0.9) tunnel.tunnel.name = `renamed-${(this.#made += 1)}`;
    else {
      // One goes and one comes, so that there are as many as before.
      account.tunnels.splice(account.tunnels.indexOf(tunnel), 1);
      account.tunnels.push(this.#newTunnel(now));
    }
  }

  #newTunnel(now: number): CompanyTunnel {
    const name = `tunnel-${(this.#made += 1)}`;
    return connected(name, now - day, [this.#newConnector(now)], { created: now - 30 * day });
  }

  #newConnector(now: number, connections = 4): CompanyTunnel['connectors'][number] {
    const name = `connector-${(this.#made += 1)}`;
    const own = Array.from({ length: connections }, () => this.#random.one(places));
    return connector(name, now, own, `198.51.100.${this.#random.whole(1, 250)}`);
  }

  #changeStatus({ tunnel, connectors }: CompanyTunnel, now: number): void {
    const { name } = tunnel;
    const id = tunnel.id ?? idOf('tunnel');
    // Most of what is ill gets well again.
    const isWell = tunnel.status === 'healthy';
    const status = isWell ? this.#random.one(['degraded', 'down'] as const) : 'healthy';
    const fresh =
      status === 'down'
        ? unconnected(name ?? '', 'down', now - 30 * day, now)
        : connected(name ?? '', now, [this.#newConnector(now, status === 'healthy' ? 4 : 3)], {
            created: now - 30 * day,
            status,
          });
    Object.assign(tunnel, fresh.tunnel, { id, conns_active_at: status === 'down' ? null : wireTime(now) });
    connectors.splice(0, connectors.length, ...fresh.connectors);
  }

  #changeConnectors({ tunnel, connectors }: CompanyTunnel, now: number): void {
    if (tunnel.status === 'down') return;
    const what = this.#random.next();
    const [first] = connectors;
    if (what < 0.3 || first === undefined) connectors.push(this.#newConnector(now));
    else if (what < 0.5 && connectors.length > 1) connectors.shift();
    else if (what < 0.7) connectors.splice(0, 1, this.#newConnector(now));
    else if (what < 0.9)
      for (const connection of first.conns ?? []) connection.colo_name = this.#random.one(places);
    else first.config_version = (first.config_version ?? 0) + 1;
    if (connectors.length > 3) connectors.length = 3;
  }
}
