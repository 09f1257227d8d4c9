import assert from 'node:assert/strict';
import { findTunnel, hostileName } from '../support/sampleCompany.ts';
import { addSampleAccount } from '../support/sampleSignIn.ts';
import { openWindow } from './window.ts';
import type { TestWindow } from './window.ts';

const connector = ['web-prod', '7c0f4d6e'];
const connection = [...connector, 'Ashburn (iad05)'];

describe('Browsing the tunnels', function () {
  this.timeout(120_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow();
    await addSampleAccount(window.workbench);
  });
  after(() => window.close());

  it('shows each tunnel with its status, in words and as an icon', async () => {
    const rows = await window.workbench.tunnels.rows();
    const shown = (label: string) => {
      const row = rows.find((candidate) => candidate.label === label);
      return `${row?.icon} ${row?.description}`;
    };
    assert.match(shown('web-prod'), /^pass-filled healthy since \d+ \w+ \d\d:\d\d$/);
    assert.match(shown('api-gateway'), /^warning degraded · connector a281b0c3: 3 of 4 connections · /);
    assert.match(shown('old-intranet'), /^error down since /);
    assert.equal(shown('new-lab'), 'circle-outline inactive · never connected');
    assert.equal(rows.find(({ icon }) => icon === 'question')?.description, 'paused');
    assert.equal(rows.length, 13);
  });

  it('expands a tunnel into its connectors, and a connector into its edge connections', async () => {
    const { tunnels } = window.workbench;
    await tunnels.expand('web-prod');
    const tunnel = await tunnels.row('web-prod');
    assert.equal(tunnel.description, 'healthy · 2 connectors · 8 connections');
    assert.equal(tunnel.ariaLabel, 'web-prod, tunnel, healthy, 2 connectors, 8 connections');

    const { description, icon } = await tunnels.row(connector);
    assert.equal(description, '203.0.113.7 · linux_amd64 · 2026.8.2 · 4 connections');
    assert.equal(icon, 'server-process');

    await tunnels.expand(connector);
    const edge = await tunnels.row(connection);
    assert.match(edge.description, /^203\.0\.113\.7 · opened (\d+ \w+ )?\d\d:\d\d$/);
    assert.equal(edge.icon, 'plug');
    assert.equal(edge.expanded, undefined);
  });

  it('says why a tunnel has no connectors', async () => {
    const { tunnels } = window.workbench;
    await tunnels.expand('new-lab');
    assert.equal((await tunnels.row(['new-lab', 'No connectors'])).description, 'never connected');
    await tunnels.collapse('new-lab');
  });

  it('tells every field of a tunnel in its hover', async () => {
    const { rows, links } = await window.workbench.tunnels.hover('web-prod');
    const { tunnel } = findTunnel(window.api.company, 'web-prod');
    const fields = new Map(rows.map(([label = '', value = '']) => [label, value]));
    assert.deepEqual(
      [...fields.keys()],
      [
        'Tunnel',
        'Status',
        'Note',
        'Tunnel ID',
        'Account',
        'Created',
        'Active since',
        'Managed',
        'Connectors',
        'Versions',
        'Data centers',
        'Updated',
      ],
    );
    assert.equal(fields.get('Tunnel'), 'web-prod');
    assert.match(fields.get('Status') ?? '', /^healthy: .* edge only, not the service behind it$/);
    assert.equal(fields.get('Tunnel ID'), tunnel.id);
    assert.equal(fields.get('Account'), 'Larkfield Instruments');
    assert.match(fields.get('Created') ?? '', /^\d+ \w+ \d{4} \d\d:\d\d:\d\d .*UTC\)?$/);
    assert.equal(fields.get('Managed'), 'in the Cloudflare dashboard');
    assert.equal(fields.get('Connectors'), '2');
    assert.equal(fields.get('Versions'), '2026.8.2, 2026.5.0');
    assert.equal(fields.get('Data centers'), '4 × Dallas (dfw08), 4 × Ashburn (iad05, iad07)');
    assert.deepEqual(links, []);
  });

  it('tells every field of a connector in its hover', async () => {
    const { rows } = await window.workbench.tunnels.hover(connector);
    const fields = new Map(rows.map(([label = '', value = '']) => [label, value]));
    assert.deepEqual(
      [...fields.keys()],
      [
        'Connector',
        'Connector ID',
        'Started',
        'Version',
        'Platform',
        'Origin IP',
        'Configuration version',
        'Features',
        'Connections',
        'Data centers',
        'Updated',
      ],
    );
    assert.equal(fields.get('Connector ID'), '7c0f4d6e-52a1-4f0b-9b1e-2f6f0d5f8a11');
    assert.equal(fields.get('Version'), '2026.8.2');
    assert.equal(fields.get('Platform'), 'linux_amd64');
    assert.equal(fields.get('Origin IP'), '203.0.113.7');
    assert.equal(fields.get('Configuration version'), '15');
    assert.match(fields.get('Features') ?? '', /allow_remote_config, .*support_datagram_v2/);
    assert.equal(fields.get('Connections'), '4 connections');
  });

  it('tells every field of an edge connection in its hover', async () => {
    const { rows } = await window.workbench.tunnels.hover(connection);
    const fields = new Map(rows.map(([label = '', value = '']) => [label, value]));
    const conn = findTunnel(window.api.company, 'web-prod').connectors[0]?.conns?.find(
      ({ colo_name }) => colo_name === 'iad05',
    );
    assert.equal(fields.get('Edge connection'), 'Ashburn (iad05)');
    assert.equal(fields.get('Data center'), 'iad05 · Ashburn, United States');
    assert.match(fields.get('Opened') ?? '', /\d\d:\d\d:\d\d/);
    assert.equal(fields.get('Origin IP'), '203.0.113.7');
    assert.equal(fields.get('Connection ID'), conn?.id);
    assert.equal(fields.get('Connector ID'), '7c0f4d6e-52a1-4f0b-9b1e-2f6f0d5f8a11');
    assert.equal(fields.get('Version'), '2026.8.2');
    assert.equal(fields.get('Pending reconnect'), 'no');
  });

  it('shows a name that holds Markdown, HTML, an icon and bidi characters as text', async () => {
    const { tunnels } = window.workbench;
    const asText = hostileName.replace('\u202E', '\\u202E');
    const { label } = await tunnels.row(asText);
    assert.equal(label, asText);
    const hover = await tunnels.hover(asText);
    assert.deepEqual(hover.rows[0], ['Tunnel', asText]);
    assert.deepEqual(hover.links, []);
    const inHover = window.workbench.page.locator('.hover-contents').locator('img, a, code, .codicon');
    assert.equal(await inHover.count(), 0);
  });

  it('copies the id and the JSON of a row', async () => {
    const { workbench } = window;
    const id = '7c0f4d6e-52a1-4f0b-9b1e-2f6f0d5f8a11';
    await workbench.tunnels.chooseFromMenu('7c0f4d6e', 'Copy ID');
    await workbench.clipboard('the id', (text) => text === id);
    await workbench.tunnels.chooseFromMenu('7c0f4d6e', 'Copy as JSON');
    const json = await workbench.clipboard('the JSON', (text) => text.startsWith('{'));
    const sent = findTunnel(window.api.company, 'web-prod').connectors.find(
      (connector) => connector.id === id,
    );
    assert.deepEqual(JSON.parse(json), sent);
  });

  it('never asked the API for anything but to read', () => {
    assert.deepEqual(new Set(window.api.requests.map(({ method }) => method)), new Set(['GET']));
  });
});
