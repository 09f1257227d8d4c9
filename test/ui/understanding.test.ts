import assert from 'node:assert/strict';
import { largeCompany } from '../support/cloudflare/largeCompany.ts';
import { findTunnel } from '../support/sampleCompany.ts';
import { addSampleAccount } from '../support/sampleSignIn.ts';
import { waitFor } from '../support/vscode/waitFor.ts';
import { openWindow } from './window.ts';
import type { TestWindow } from './window.ts';

describe('Understanding', function () {
  this.timeout(120_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow({ 'tunnelExplorer.refreshInterval': 0 });
    await addSampleAccount(window.workbench);
  });
  after(() => window.close());

  /** Waits until the document in front holds the text, and gives what of it is on the screen. */
  const documentWith = (text: string) =>
    waitFor(
      `a document with "${text}"`,
      async () => {
        const shown = await window.workbench.editorText();
        return shown.includes(text) ? shown : undefined;
      },
      { timeout: 60_000, whatInstead: () => window.workbench.editorText() },
    );

  it('says in the row and the hover why a tunnel is degraded', async () => {
    const { tunnels } = window.workbench;
    const { description } = await tunnels.row('api-gateway');
    assert.equal(
      description,
      'degraded · connector a281b0c3: 3 of 4 connections · 1 connector · 3 connections',
    );
    const { rows } = await tunnels.hover('api-gateway');
    const findings = rows.filter(([label = '']) => ['Problem', 'Warning', 'Note'].includes(label));
    assert.deepEqual(findings, [
      ['Warning', 'Degraded: connector a281b0c3 has 3 of 4 connections'],
      ['Note', 'Connector a281b0c3 is the only one: there is no failover'],
    ]);
  });

  it('says that a city is a single point of failure', async () => {
    const { tunnels } = window.workbench;
    await tunnels.expand('london-kiosk');
    const { description } = await tunnels.row('london-kiosk');
    assert.equal(description, 'healthy · all in London (lhr01, lhr14) · 1 connector · 4 connections');
    await tunnels.collapse('london-kiosk');
  });

  it('shows the routes of a tunnel when they are opened, and points out what is risky', async () => {
    const { tunnels } = window.workbench;
    await tunnels.expand('web-prod');
    const before = window.api.requests.length;
    await tunnels.expand(['web-prod', 'Routes']);
    const { id } = findTunnel(window.api.company, 'web-prod').tunnel;
    assert.deepEqual(
      window.api.requests.slice(before).map(({ path }) => path.split('/cfd_tunnel')[1]),
      [`/${id}/configurations`],
    );
    assert.equal((await tunnels.row(['web-prod', 'everything else'])).description, '→ http_status:404');
    const admin = ['web-prod', 'admin.larkfield.example'];
    assert.equal(
      (await tunnels.row(admin)).description,
      '→ https://localhost:8443 · certificate not verified',
    );
    const { rows, text } = await tunnels.hover(admin);
    assert.equal(rows.find(([label]) => label === 'Connect timeout')?.[1], '10 seconds');
    assert.match(text, /The certificate of the service is not verified/);
    await tunnels.collapse(['web-prod', 'Routes']);
  });

  it('says where the rules of a locally managed tunnel are, and that a catch-all is missing', async () => {
    const { tunnels } = window.workbench;
    await tunnels.expand('dev-laptop');
    await tunnels.expand(['dev-laptop', 'Routes']);
    await tunnels.row(['dev-laptop', 'Rules are on the host']);
    await tunnels.collapse('dev-laptop');
    await tunnels.expand('api-gateway');
    await tunnels.expand(['api-gateway', 'Routes']);
    await tunnels.row(['api-gateway', 'No catch-all rule']);
    // What is published is known now, so the connector that lags behind is too.
    const { rows } = await tunnels.hover('api-gateway');
    assert.ok(
      rows.some(([, value = '']) => value.includes('runs configuration version 8, but 9 is published')),
    );
    await tunnels.collapse('api-gateway');
  });

  it('tells everything of a tunnel in a document that a refresh writes anew', async () => {
    const { workbench } = window;
    await workbench.tunnels.chooseFromMenu('web-prod', 'Show Details');
    const text = await documentWith('# Tunnel `web-prod`');
    assert.match(text, /\| Status \| healthy: /);
    assert.match(text, /## Findings/);
    assert.match(text, /\| `7c0f4d6e` \| `203\.0\.113\.7` \| `linux_amd64` \| `2026\.8\.2` \|/);
    assert.equal(await workbench.editorTitle(), 'web-prod a4f95111');
    findTunnel(window.api.company, 'web-prod').tunnel.status = 'degraded';
    await workbench.runCommand('Refresh');
    await documentWith('| Status | degraded: ');
    findTunnel(window.api.company, 'web-prod').tunnel.status = 'healthy';
  });

  it('reads what a document is about for as long as a tab shows it, also as a preview', async () => {
    const { workbench, api } = window;
    const { tunnel } = findTunnel(api.company, 'staging');
    /** Refreshes until a refresh is known to have ended, and tells whether the tunnel's connectors were read. */
    const isRead = async () => {
      const from = api.requests.length;
      for (const command of ['Refresh', 'Refresh']) {
        const next = api.arrival(/\/cfd_tunnel(\?|$)/);
        await workbench.runCommand(command);
        await next;
      }
      const path = `/${tunnel.id ?? ''}/connections`;
      return api.requests.slice(from).some((request) => request.path.endsWith(path));
    };
    assert.equal(await isRead(), false);
    await workbench.tunnels.chooseFromMenu('staging', 'Show Details');
    await documentWith('# Tunnel `staging`');
    assert.equal(await isRead(), true);
    await workbench.runCommand('Markdown: Open Preview');
    const inner = workbench.page.frameLocator('iframe.webview').frameLocator('iframe');
    await inner.locator('h1').first().waitFor();
    await workbench.runCommand('View: Close Other Editors in Group');
    assert.equal(await workbench.editorTitle(), 'Preview staging 3868035f.md');
    assert.equal(await isRead(), true);
    tunnel.status = 'degraded';
    await workbench.runCommand('Refresh');
    await inner.getByText('degraded: it serves').first().waitFor();
    tunnel.status = 'healthy';
    await workbench.runCommand('View: Close Editor');
    await waitFor('an end', async () => ((await isRead()) ? undefined : true));
  });

  it('finds a connector by its origin IP, and shows its row', async () => {
    const { workbench } = window;
    const { quickInput, tunnels } = workbench;
    await workbench.runCommand('Go to Tunnel or Connector…');
    await quickInput.waitFor({ title: 'Go to Tunnel or Connector' });
    await quickInput.type('203.0.113.8');
    const [found] = await waitFor('one row', async () => {
      const items = await quickInput.items();
      return items.length === 1 ? items : undefined;
    });
    assert.equal(found?.label, '0e9d2b84');
    assert.equal(found.description, 'connector of web-prod · 203.0.113.8');
    await quickInput.accept();
    await tunnels.waitForRows('the row to be selected', (rows) =>
      rows.some(({ label, selected }) => label === '0e9d2b84' && selected),
    );
  });

  it('keeps the name of a connector over a restart', async () => {
    const { workbench } = window;
    const { quickInput, tunnels } = workbench;
    await tunnels.chooseFromMenu('0e9d2b84', 'Name This Connector…');
    await quickInput.waitFor({ placeholder: 'Name, such as the host' });
    await quickInput.type('db-host');
    await quickInput.accept();
    assert.match((await tunnels.row('db-host')).description, /^0e9d2b84 · 203\.0\.113\.8 · /);
    const connector = findTunnel(window.api.company, 'web-prod').connectors.find(
      ({ id }) => id?.startsWith('0e9d2b84') === true,
    );
    assert.ok(connector !== undefined);
    connector.id = '5ea1ab1e-0000-4000-8000-000000000001';
    await workbench.runCommand('Refresh');
    await tunnels.waitForRows('the new process to carry the name', (rows) =>
      rows.some(({ label, description }) => label === 'db-host' && description.startsWith('5ea1ab1e · ')),
    );
  });

  it('refreshes by the keyboard while the view has the focus', async () => {
    const { workbench } = window;
    findTunnel(window.api.company, 'staging').tunnel.name = 'staging-2';
    await workbench.tunnels.select('web-prod');
    await workbench.page.keyboard.press('Control+r');
    await workbench.tunnels.row('staging-2');
  });

  describe('of 1,000 tunnels', () => {
    before(() => {
      const [account] = window.api.company.accounts;
      const [large] = largeCompany(1000).accounts;
      assert.ok(account !== undefined && large !== undefined);
      account.tunnels = large.tunnels;
      // One audit after the other, with nobody waiting for the window to end.
      window.api.rateLimit.requests = 100_000;
    });

    it('stops an audit where it is cancelled, and says what was not read', async () => {
      const { workbench } = window;
      const end = window.api.fail('/connections', { kind: 'slow', beforeMs: 100 });
      await workbench.runCommand('Audit Tunnels');
      await workbench.notification('Auditing tunnels');
      await window.api.arrival('/connections');
      await workbench.answerNotification('Auditing tunnels', 'Cancel');
      const text = await documentWith('# Tunnel audit');
      end();
      assert.match(text, /\| `Larkfield Instruments` \| 1000 \|/);
      const count = window.api.requests.length;
      assert.ok(count < 900, `${count} requests`);
    });

    it('audits them all, with a request for each that may have a connector', async () => {
      const { workbench } = window;
      const from = window.api.requests.length;
      // As much as Cloudflare allows: too little to read the routes as well.
      window.api.rateLimit.requests = from + 1200;
      await workbench.runCommand('Audit Tunnels');
      const compare = await workbench.notification('Compare it with the one before?', 60_000);
      assert.deepEqual(compare.buttons, ['Compare']);
      const asked = window.api.requests.slice(from);
      const lists = asked.filter(({ path }) => path.endsWith('/cfd_tunnel'));
      const connections = asked.filter(({ path }) => path.endsWith('/connections'));
      assert.equal(lists.length, 2);
      // One in ten is inactive: it never had a connector.
      assert.equal(new Set(connections.map(({ path }) => path)).size, 900);
      assert.equal(asked.length, 902);
    });

    it('compares it with the one before', async () => {
      const { workbench } = window;
      await workbench.answerNotification('Compare it with the one before?', 'Compare');
      await waitFor('the comparison', async () =>
        (await workbench.editorTitle()) === 'Tunnel audits, before and after' ? true : undefined,
      );
    });
  });
});
