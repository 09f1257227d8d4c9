import { findTunnel, largeCompany } from '../../support/sampleCompany.ts';
import { labels } from '../signInSteps.ts';
import { sampleWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

const command = 'Go to Tunnel or Connector…';
const searchAll = 'Search all tunnels…';

describe('Going to a tunnel or connector among 1,000', function () {
  this.timeout(300_000);
  const window = sampleWindow();

  before(async () => {
    window().api.company.accounts = largeCompany(1000, Date.now()).accounts;
    await window().workbench.runCommand('Refresh');
    await window().workbench.tunnels.row('tunnel-0001').isThere();
  });

  afterEach(() => window().workbench.quickInput.close());

  const connectorOf = (name: string) => findTunnel(window().api.company, name).connectors[0];
  const found = () => window().workbench.quickInput.items.pick((items) => labels(items));
  /** Requests for connectors. */
  const readings = (asked: ReturnType<TestWindow['asked']>) =>
    asked.pick((requests) => requests.filter(({ path }) => path.endsWith('/connections')).length);

  it('begins with the worst, and ends with the search through all tunnels', async () => {
    const { quickInput } = window().workbench;
    await window().workbench.runCommand(command);
    await quickInput.items.pick((items) => items[0]).has({ label: 'tunnel-0009', description: /^down · / });
    await quickInput.type('tunnel-0002');
    await found().is(['tunnel-0002', searchAll]);
  });

  it('searches until it is cancelled: by the button, or by Escape', async () => {
    const { quickInput } = window().workbench;
    const end = window().api.fail(/\/connections$/, { kind: 'slow', beforeMs: 150 });
    await window().workbench.runCommand(command);
    const asked = window().asked();
    await quickInput.type('198.51.100.3 of no one');
    await found().is([searchAll]);
    await quickInput.pick(searchAll);
    await quickInput.state.has({ title: /^Searching \d+ of 1,000 tunnels…$/, busy: true });
    await readings(asked)
      .pick((count) => count > 12)
      .is(true);
    await quickInput.pressButton('Stop Searching');
    await quickInput.state.has({ title: 'Go to Tunnel or Connector', busy: false });
    await found().is([searchAll]);
    await quickInput.pick(searchAll);
    await quickInput.state.has({ busy: true });
    await quickInput.escape();
    await quickInput.state.isGone();
    end();
  });

  it('finds a connector’s ID in a tunnel that was never opened, and goes there', async () => {
    const { quickInput, tunnels } = window().workbench;
    const id = connectorOf('tunnel-0994')?.id ?? '';
    const asked = window().asked();
    await window().workbench.runCommand(command);
    await quickInput.type(id);
    await found().is([searchAll]);
    await quickInput.pick(searchAll);
    await found().is([id.slice(0, 8)]);
    await quickInput.state.has({ title: 'Go to Tunnel or Connector', busy: false });
    // Those that are inactive have no connectors; what was read before it was cancelled is not read again.
    await readings(asked)
      .pick((count) => count > 500 && count < 900)
      .is(true);
    // A fifth of 1,200 is kept for others, less what was under way when the limit was reached.
    await window()
      .requests.pick(({ length }) => length <= 966)
      .is(true);
    await quickInput.pick(id.slice(0, 8));
    await tunnels.row(['tunnel-0994', id.slice(0, 8)]).has({ selected: true });
    await tunnels.row('tunnel-0994').has({ expanded: true });
  });

  it('finds an origin IP among what was read, also after a refresh, and asks for nothing', async () => {
    const { quickInput, tunnels } = window().workbench;
    const refreshed = window().asked();
    await window().workbench.runCommand('Refresh');
    // Of the tunnel that is open, and of twenty that are degraded or down.
    await readings(refreshed).is(21);
    await tunnels.row('tunnel-0991').has({ description: 'healthy · 1 connector · 4 connections' });
    const asked = window().asked();
    await window().workbench.runCommand(command);
    await quickInput.type('198.51.100.241');
    const ids = [241, 491, 741, 991].map((place) => connectorOf(`tunnel-0${place}`)?.id?.slice(0, 8) ?? '');
    await found()
      .pick((all) => [...all].sort())
      .is([...ids].sort());
    await readings(asked).is(0);
  });
});
