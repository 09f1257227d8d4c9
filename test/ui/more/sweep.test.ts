import { largeCompany } from '../../support/sampleCompany.ts';
import { addSampleAccount } from '../../support/sampleSignIn.ts';
import { openWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

describe('Tunnels that nobody opened', function () {
  this.timeout(240_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow();
    const [account] = largeCompany(60).accounts;
    for (const { tunnel } of account?.tunnels ?? []) tunnel.status = 'healthy';
    const [shown] = window.api.company.accounts;
    shown?.tunnels.splice(1, Infinity, ...(account?.tunnels.slice(0, 49) ?? []));
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
});
