import { assertSound, soak } from '../../soak/soakRun.ts';

describe('Hours of watching', function () {
  this.timeout(120_000);

  // `npm run soak` takes eight, with another seed each time.
  it('stay within the limit, leave nothing behind and end as a fresh load does', async () => {
    assertSound(await soak({ seed: 4, hours: 1, intervalMs: 10_000 }), { isLong: false });
  });
});
