import { findTunnel, hostileName } from '../support/sampleCompany.ts';
import { labels } from './signInSteps.ts';
import { sampleWindow } from './window.ts';

const connector = ['web-prod', '7c0f4d6e'];
const connection = [...connector, 'Ashburn (iad05)'];

describe('Browsing the tunnels', function () {
  this.timeout(240_000);
  const window = sampleWindow();

  it('shows each tunnel with its status, in words and as an icon', async () => {
    const { tunnels } = window().workbench;
    for (const [label, icon, description] of [
      ['web-prod', 'pass-filled', /^healthy · connected since \d+ \w+ \d\d:\d\d$/],
      ['api-gateway', 'warning', /^degraded · connector a281b0c3: 3 of 4 connections · /],
      ['old-intranet', 'error', /^down since /],
      ['new-lab', 'circle-outline', 'inactive · never connected'],
    ] as const) {
      await tunnels.row(label).has({ icon, description });
    }
    const unknown = tunnels.rows.pick((rows) => rows.find(({ icon }) => icon === 'question'));
    await unknown.has({ description: 'paused' });
    await tunnels.rows.pick(({ length }) => length).is(13);
  });

  it('expands a tunnel into its connectors, and a connector into its edge connections', async () => {
    const { tunnels } = window().workbench;
    await tunnels.expand('web-prod');
    await tunnels.row('web-prod').has({
      description: 'healthy · 2 connectors · 8 connections',
      ariaLabel: 'web-prod, tunnel, healthy, 2 connectors, 8 connections',
    });
    await tunnels.row(connector).has({
      description: '203.0.113.7 · linux_amd64 · 2026.8.2 · 4 connections',
      icon: 'server-process',
    });
    await tunnels.expand(connector);
    await tunnels.row(connection).has({
      description: /^203\.0\.113\.7 · opened (\d+ \w+ )?\d\d:\d\d$/,
      icon: 'plug',
      expanded: undefined,
    });
  });

  it('says why a tunnel has no connectors', async () => {
    const { tunnels } = window().workbench;
    await tunnels.expand('new-lab');
    await tunnels.row(['new-lab', 'No connectors']).has({ description: 'never connected' });
    await tunnels.collapse('new-lab');
  });

  it('tells every field of a tunnel in its hover', async () => {
    const { tunnel } = findTunnel(window().api.company, 'web-prod');
    await window()
      .workbench.tunnels.hover('web-prod')
      .has({
        text: /^Connector 0e9d2b84 runs 2026\.5\.0, .*\n.*The connectors run different versions.* behind it\.$/s,
        markup: ['SPAN codicon codicon-info', 'SPAN codicon codicon-info'],
        rows: [
          ['Connector', 'Origin IP', 'Version', 'Started'],
          ['0e9d2b84', '203.0.113.8', '2026.5.0', /./],
          ['7c0f4d6e', '203.0.113.7', '2026.8.2', /./],
          ['Tunnel', 'web-prod'],
          ['Status', /^healthy: /],
          ['Account', 'Larkfield Instruments'],
          ['Created', /^\d+ \w+ \d{4} \d\d:\d\d:\d\d .*UTC\)?$/],
          ['Active since', /./],
          ['Managed', 'in the Cloudflare dashboard'],
          ['Connectors', '2'],
          ['Versions', '2026.8.2, 2026.5.0'],
          ['Data centers', '4 × Dallas (dfw08), 4 × Ashburn (iad05, iad07)'],
          ['Tunnel ID', tunnel.id!],
          ['Updated', /./],
        ],
        links: [],
      });
  });

  it('tells every field of a connector in its hover', async () => {
    await window()
      .workbench.tunnels.hover(connector)
      .has({
        rows: [
          ['Connector', /./],
          ['Started', /./],
          ['Version', '2026.8.2'],
          ['Platform', 'linux_amd64'],
          ['Origin IP', '203.0.113.7'],
          ['Configuration version', '15'],
          ['Features', /allow_remote_config, .*support_datagram_v2/],
          ['Connections', '4 connections'],
          ['Data centers', /./],
          ['Connector ID', '7c0f4d6e-52a1-4f0b-9b1e-2f6f0d5f8a11'],
          ['Updated', /./],
        ],
      });
  });

  it('tells every field of an edge connection in its hover', async () => {
    const conn = findTunnel(window().api.company, 'web-prod').connectors[0]?.conns?.find(
      ({ colo_name }) => colo_name === 'iad05',
    );
    await window()
      .workbench.tunnels.hover(connection)
      .has({
        rows: [
          ['Edge connection', 'Ashburn (iad05)'],
          ['Data center', 'iad05 · Ashburn, United States'],
          ['Opened', /\d\d:\d\d:\d\d/],
          ['Origin IP', '203.0.113.7'],
          ['Version', '2026.8.2'],
          ['Connection ID', conn!.id!],
          ['Connector ID', '7c0f4d6e-52a1-4f0b-9b1e-2f6f0d5f8a11'],
          ['Updated', /./],
        ],
      });
  });

  it('shows a name that holds Markdown, HTML, an icon and bidi characters as text', async () => {
    const { tunnels } = window().workbench;
    const asText = hostileName.replace('\u202E', '\\u202E');
    await tunnels.rows.pick((rows) => labels(rows).includes(asText)).is(true);
    const hover = tunnels.hover(asText);
    await hover.has({ links: [], markup: [] });
    await hover.pick((shown) => shown?.rows[0]).is(['Tunnel', asText]);
  });

  it('copies the id and the JSON of a row', async () => {
    const { workbench } = window();
    const id = '7c0f4d6e-52a1-4f0b-9b1e-2f6f0d5f8a11';
    await workbench.tunnels.chooseFromMenu('7c0f4d6e', 'Copy ID');
    await workbench.clipboard.is(id);
    await workbench.tunnels.chooseFromMenu('7c0f4d6e', 'Copy as JSON');
    const sent = findTunnel(window().api.company, 'web-prod').connectors.find(
      (connector) => connector.id === id,
    );
    await workbench.clipboard.pick((text): unknown => JSON.parse(text)).is(sent);
  });

  it('never asked the API for anything but to read', async () => {
    await window()
      .requests.pick((all) => [...new Set(all.map(({ method }) => method))])
      .is(['GET']);
  });
});
