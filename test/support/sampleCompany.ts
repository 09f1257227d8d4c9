import type { Company, CompanyTunnel } from './cloudflare/company.ts';
import { idOf } from './cloudflare/ids.ts';
import { connected, connector, published, unconnected } from './cloudflare/makers.ts';
import {
  aConnector,
  anAccount,
  day,
  hour,
  minute,
  sampleAccountId,
  usualFeatures,
  wireTime,
} from './cloudflare/payloads.ts';
import { samplePrincipals } from './cloudflare/principals.ts';
import {
  apiIngress,
  backupIngress,
  mediaIngress,
  officeIngress,
  warehouseIngress,
  webIngress,
} from './cloudflare/sampleRoutes.ts';

export * from './cloudflare/payloads.ts';
export { largeCompany } from './cloudflare/largeCompany.ts';
export { findTunnel } from './cloudflare/company.ts';
export type { Company } from './cloudflare/company.ts';
export { sampleKey, sampleTokens, sampleTunnelToken } from './cloudflare/principals.ts';

export const secondAccountId = '5a3b1e00b0b0cafe5a3b1e00b0b0cafe';

/** A name with all that must not be taken for markup, an icon, a command or a change of writing direction. */
export const hostileName = '**prod** [x](command:evil) <img src=x> `a|b` $(zap) \u202Egnp';

/**
 * The sample company at a moment: two accounts, 13 live tunnels in the first. The connections of `web-prod`'s first
 * connector opened 25 minutes before `now`; all else is hours or days older.
 */
export function sampleCompany(now: number): Company {
  const tunnels = [
    ...ordinaryTunnels(now),
    ...tunnelsWithAStory(now),
    ...tunnelsWithoutConnections(now),
    ...oddTunnels(now),
  ];
  return {
    accounts: [
      { account: anAccount(), tunnels },
      {
        account: anAccount({ id: secondAccountId, name: 'Larkfield Labs' }),
        tunnels: secondAccountsTunnels(now),
      },
    ],
    principals: samplePrincipals(
      now,
      [sampleAccountId, secondAccountId],
      tunnels.slice(0, 2).map(({ tunnel }) => tunnel.id ?? ''),
    ),
  };
}

function ordinaryTunnels(now: number): CompanyTunnel[] {
  const newReplica = aConnector(
    { id: '7c0f4d6e-52a1-4f0b-9b1e-2f6f0d5f8a11', config_version: 15 },
    { openedAt: now - 25 * minute },
  );
  const oldReplica = aConnector(
    { id: '0e9d2b84-1c3f-4a77-8a5d-91b2c6de4407', config_version: 15, version: '2026.5.0' },
    {
      dataCenters: ['iad05', 'dfw08', 'iad07', 'dfw08'],
      originIp: '203.0.113.8',
      openedAt: now - 19 * day,
    },
  );
  const web = connected('web-prod', now - 19 * day, [newReplica, oldReplica], { created: now - 640 * day });
  const staging = connected(
    'staging',
    now - 2 * day,
    [connector('staging', now - 2 * day, ['ams09', 'fra06', 'ams09', 'fra06'], '198.51.100.23')],
    { created: now - 300 * day, local: true },
  );
  return [{ ...web, configuration: published(web.tunnel, 15, now - 6 * day, webIngress) }, staging];
}

/** Each of these shows one thing worth a sentence: see its comment. */
function tunnelsWithAStory(now: number): CompanyTunnel[] {
  // Degraded: three of four connections; and its configuration is one behind what is published.
  const api = connected(
    'api-gateway',
    now - 8 * day,
    [
      connector('api-gateway', now - 8 * day, ['ams09', 'fra06', 'ams09'], '198.51.100.40', {
        id: 'a281b0c3-6a1d-4c55-b5a8-0c3c6f1d9e72',
        arch: 'linux_arm64',
        config_version: 8,
      }),
    ],
    { status: 'degraded', created: now - 410 * day },
  );
  // Windows, one connector.
  const office = connected(
    'office-files',
    now - 33 * hour,
    [
      connector('office-files', now - 33 * hour, ['fra06', 'ams09', 'fra06', 'ams09'], '192.0.2.61', {
        arch: 'windows_amd64',
        version: '2026.3.0',
        config_version: 3,
      }),
    ],
    { created: now - 150 * day },
  );
  // macOS behind IPv6, at a data center that no table knows.
  const laptop = connected(
    'dev-laptop',
    now - 3 * hour,
    [
      connector('dev-laptop', now - 3 * hour, ['sin02', 'zzz01', 'sin02', 'zzz01'], '2001:db8:4f4:4e2e::1', {
        arch: 'darwin_arm64',
        features: [...usualFeatures, 'postquantum'],
      }),
    ],
    { created: now - 21 * day, local: true },
  );
  // One host with IPv6 and one with IPv4.
  const media = connected(
    'media',
    now - 11 * day,
    [
      connector('media a', now - 11 * day, ['ams09', 'fra06', 'ams09', 'fra06'], '2001:db8:12::7', {
        config_version: 6,
      }),
      connector('media b', now - 11 * day, ['ams09', 'lhr01', 'ams09', 'lhr01'], '192.0.2.77', {
        config_version: 6,
      }),
    ],
    { created: now - 97 * day },
  );
  // Two data centers, one city.
  const london = connected(
    'london-kiosk',
    now - 5 * day,
    [connector('london-kiosk', now - 5 * day, ['lhr01', 'lhr14', 'lhr14', 'lhr01'], '192.0.2.5')],
    { created: now - 60 * day, local: true },
  );
  // All four in one data center.
  const backup = connected(
    'backup-vault',
    now - 40 * day,
    [
      connector('backup-vault', now - 40 * day, ['iad05', 'iad05', 'iad05', 'iad05'], '203.0.113.90', {
        version: '2026.7.1',
        config_version: 2,
      }),
    ],
    { created: now - 500 * day },
  );
  return [
    { ...api, configuration: published(api.tunnel, 9, now - 1 * hour, apiIngress) },
    { ...office, configuration: published(office.tunnel, 3, now - 90 * day, officeIngress) },
    laptop,
    { ...media, configuration: published(media.tunnel, 6, now - 20 * day, mediaIngress) },
    london,
    { ...backup, configuration: published(backup.tunnel, 2, now - 480 * day, backupIngress) },
  ];
}

function tunnelsWithoutConnections(now: number): CompanyTunnel[] {
  const warehouse = unconnected('warehouse', 'down', now - 230 * day, now - 5 * hour);
  const intranet = unconnected('old-intranet', 'down', now - 900 * day, now - 47 * day, true);
  const lab = unconnected('new-lab', 'inactive', now - 4 * day, now - 4 * day);
  const removed = unconnected('retired-demo', 'down', now - 700 * day, now - 90 * day);
  removed.tunnel.deleted_at = wireTime(now - 80 * day);
  return [
    { ...warehouse, configuration: published(warehouse.tunnel, 4, now - 30 * day, warehouseIngress) },
    intranet,
    lab,
    removed,
  ];
}

function oddTunnels(now: number): CompanyTunnel[] {
  const hostile = connected(
    hostileName,
    now - 7 * hour,
    [
      connector('hostile', now - 7 * hour, ['fra06', 'ams09', 'fra06', 'ams09'], '198.51.100.99', {
        version: '2026.8.2-[dev](command:evil)<b>',
        arch: 'linux-x86_64|`odd`',
      }),
    ],
    { created: now - 15 * day },
  );
  // As little as the API may send: members that are null, members that are missing, a status that no one knows yet.
  const sparse: CompanyTunnel = {
    tunnel: {
      id: idOf('tunnel', 'sparse'),
      name: null,
      status: 'paused',
      created_at: null,
      conns_active_at: null,
      deleted_at: null,
    },
    connectors: [
      { id: idOf('connector', 'sparse a'), conns: null, features: null, version: null, run_at: null },
      {
        id: idOf('connector', 'sparse b'),
        // The zero time of Go stands for 'unknown'.
        run_at: '0001-01-01T00:00:00Z',
        conns: [{ id: idOf('connection', 'sparse'), colo_name: 'DFW', origin_ip: null }, {}],
      },
    ],
  };
  return [hostile, sparse];
}

function secondAccountsTunnels(now: number): CompanyTunnel[] {
  const bench = connected(
    'test-bench',
    now - 9 * day,
    [connector('test-bench', now - 9 * day, ['sin02', 'sin02', 'sin02', 'sin02'], '203.0.113.200')],
    { created: now - 80 * day },
  );
  const tunnels = [bench, unconnected('field-van', 'down', now - 120 * day, now - 26 * hour, true)];
  for (const { tunnel } of tunnels) tunnel.account_tag = secondAccountId;
  return tunnels;
}
