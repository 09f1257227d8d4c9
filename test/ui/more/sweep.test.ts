import { largeCompany } from '../../support/sampleCompany.ts';
import { addSampleAccount } from '../../support/sampleSignIn.ts';
import { openWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

describe('Tunnels that nobody opened', function () {
  this.timeout(240_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow();
    const others = largeCompany(49).accounts[0]!.tunnels;
    const well = structuredClone(others[0]!.connectors);
    for (const [index, { tunnel, connectors }] of others.entries()) {
      tunnel.status = 'healthy';
      // Below web-prod, which is then in sight.
      tunnel.name = `z${tunnel.name ?? ''}`;
      connectors.splice(0, Infinity, ...structuredClone(well));
      if (index < 3) for (const conn of connectors[0]!.conns!) conn.colo_name = 'iad05';
    }
    window.api.company.accounts[0]!.tunnels.splice(1, Infinity, ...others);
    await addSampleAccount(window.workbench);
  });
  after(() => window.close());

  it('are all read, with one request each', async () => {
    const read = window.requests.pick((all) => all.filter(({ path }) => path.endsWith('/connections')));
    await read.pick(({ length }) => length).is(50);
    await read.pick((all) => new Set(all.map(({ path }) => path)).size).is(50);
    const counted = /connectors? · \d+ connections?/;
    await window.workbench.tunnels.rows
      .pick((rows) => rows.length > 5 && rows.every(({ description }) => counted.test(description)))
      .is(true);
  });

  it('show what is wrong with three of them', async () => {
    const { tunnels } = window.workbench;
    await tunnels.rows
      .pick((rows) =>
        rows.filter(({ badge }) => badge === '!').map(({ label, description }) => [label, description]),
      )
      .is(
        [1, 2, 3].map((place) => [
          `ztunnel-000${place}`,
          'healthy · all in Ashburn (iad05) · 1 connector · 4 connections',
        ]),
      );
    await tunnels.message.is(/ · 3 tunnels with warnings\b/);
  });
});
