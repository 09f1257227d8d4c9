import { largeCompany } from '../support/cloudflare/largeCompany.ts';
import { findTunnel } from '../support/sampleCompany.ts';
import { answer, fact } from './signInSteps.ts';
import { Shown } from '../support/vscode/shown.ts';
import { sampleWindow } from './window.ts';

describe('Understanding', function () {
  this.timeout(240_000);
  const window = sampleWindow();

  it('says in the row and the hover why a tunnel is degraded', async () => {
    const { tunnels } = window().workbench;
    await tunnels.row('api-gateway').has({
      description: 'degraded · connector a281b0c3: 3 of 4 connections · 1 connector · 3 connections',
    });
    const findings = tunnels.hover('api-gateway').pick((hover) => hover?.text.split('\n').slice(0, 2));
    await findings.is([
      'Degraded: connector a281b0c3 has 3 of 4 connections',
      / Only connector a281b0c3 serves the tunnel: /,
    ]);
  });

  it('says in the row that all connections go to one data center, and in the hover that they go to one city', async () => {
    const { tunnels } = window().workbench;
    await tunnels.expand('backup-vault');
    await tunnels.row('backup-vault').has({
      description: 'healthy · all in Ashburn (iad05) · 1 connector · 4 connections',
    });
    await tunnels.collapse('backup-vault');
    await tunnels.expand('london-kiosk');
    await tunnels.row('london-kiosk').has({ description: 'healthy · 1 connector · 4 connections' });
    await tunnels
      .hover('london-kiosk')
      .has({ text: /^All 4 connections go to one city: London \(lhr01, lhr14\)$/m });
    await tunnels.collapse('london-kiosk');
  });

  it('shows the routes of a tunnel when they are opened, and points out what is risky', async () => {
    const { tunnels } = window().workbench;
    await tunnels.expand('web-prod');
    const asked = window().asked();
    await tunnels.expand(['web-prod', 'Routes']);
    const { id } = findTunnel(window().api.company, 'web-prod').tunnel;
    await asked
      .pick((requests) => requests.map(({ path }) => path.split('/cfd_tunnel')[1]))
      .is([`/${id}/configurations`]);
    await tunnels.row(['web-prod', 'everything else']).has({ description: '→ http_status:404' });
    const admin = ['web-prod', 'admin.larkfield.example'];
    await tunnels.row(admin).has({ description: '→ https://localhost:8443 · certificate not verified' });
    const hover = tunnels.hover(admin);
    await hover.pick(fact('Connect timeout')).is('10 seconds');
    await hover.has({ text: /The service’s certificate is not verified/ });
    await tunnels.collapse(['web-prod', 'Routes']);
  });

  it('says where the rules of a locally managed tunnel are, and that a catch-all is missing', async () => {
    const { tunnels } = window().workbench;
    await tunnels.expand('dev-laptop');
    await tunnels.expand(['dev-laptop', 'Routes']);
    await tunnels.row(['dev-laptop', 'Rules are on the host']).isThere();
    await tunnels.collapse('dev-laptop');
    await tunnels.expand('api-gateway');
    await tunnels.expand(['api-gateway', 'Routes']);
    await tunnels.row(['api-gateway', 'No catch-all rule']).isThere();
    // The connectors are compared with what was read before them.
    await window().workbench.runCommand('Refresh');
    await tunnels.hover('api-gateway').has({ text: /runs configuration version 8, but 9 is published/ });
    await tunnels.collapse('api-gateway');
  });

  it('tells everything of a tunnel in a document that a refresh writes anew', async () => {
    const { workbench } = window();
    const { previewText } = workbench;
    await workbench.tunnels.chooseFromMenu('web-prod', 'Show Details');
    await workbench.editorTitle.is('[Preview] web-prod a4f95111.md');
    await previewText.is(/^Tunnel web-prod\nFindings\n[^]*Properties\nStatus\thealthy: /);
    await previewText.is(/7c0f4d6e\t203\.0\.113\.7\tlinux_amd64\t2026\.8\.2\t/);
    findTunnel(window().api.company, 'web-prod').tunnel.status = 'degraded';
    await workbench.runCommand('Refresh');
    await previewText.is(/Properties\nStatus\tdegraded: /);
    findTunnel(window().api.company, 'web-prod').tunnel.status = 'healthy';
  });

  it('reads what a document is about for as long as a tab shows it, as a page or as its source', async () => {
    const { workbench, api } = window();
    const { editorText, previewText } = workbench;
    const { tunnel } = findTunnel(api.company, 'staging');
    /** Whether the tunnel's connectors are read by a refresh, which the list that the next one reads shows to be over. */
    const isRead = new Shown('whether connectors are read', async () => {
      const from = api.requests.length;
      for (const command of ['Refresh', 'Refresh']) {
        const next = api.arrival(/\/cfd_tunnel(\?|$)/);
        await workbench.runCommand(command);
        await next;
      }
      const path = `/${tunnel.id ?? ''}/connections`;
      return api.requests.slice(from).some((request) => request.path.endsWith(path));
    });
    await workbench.tunnels.chooseFromMenu('staging', 'Show Details');
    await previewText.is(/^Tunnel staging\n/);
    await isRead.is(true);
    tunnel.status = 'degraded';
    await workbench.runCommand('Refresh');
    await previewText.is(/Status\tdegraded: /);
    tunnel.status = 'healthy';
    await workbench.openSource();
    await editorText.is(/# Tunnel `staging`/);
    await workbench.runCommand('View: Close Other Editors in Group');
    await workbench.editorTitles.is(['staging 3868035f']);
    await isRead.is(true);
    await workbench.closeEditors();
    await isRead.is(false);
  });

  it('finds a connector by its origin IP, and shows its row', async () => {
    const { workbench } = window();
    const { quickInput, tunnels } = workbench;
    await workbench.runCommand('Go to Tunnel or Connector…');
    await quickInput.state.has({ title: 'Go to Tunnel or Connector' });
    await quickInput.type('203.0.113.8');
    await quickInput.items
      .pick((items) => items.map(({ label, description }) => [label, description]))
      .is([
        ['0e9d2b84', 'connector of web-prod · 203.0.113.8'],
        ['Search all tunnels…', ''],
      ]);
    await quickInput.accept();
    await tunnels.row('0e9d2b84').has({ selected: true });
  });

  it('keeps the name of a connector over a restart', async () => {
    const { workbench } = window();
    const { tunnels } = workbench;
    await tunnels.chooseFromMenu('0e9d2b84', 'Name This Connector…');
    await answer(workbench, 'Name, such as the host’s name', 'db-host');
    await tunnels.row('db-host').has({ description: /^0e9d2b84 · 203\.0\.113\.8 · / });
    const connector = findTunnel(window().api.company, 'web-prod').connectors.find(
      ({ id }) => id?.startsWith('0e9d2b84') === true,
    );
    connector!.id = '5ea1ab1e-0000-4000-8000-000000000001';
    await workbench.runCommand('Refresh');
    await tunnels.row('db-host').has({ description: /^5ea1ab1e · / });
  });

  it('refreshes by the keyboard while the view has the focus', async () => {
    const { workbench } = window();
    findTunnel(window().api.company, 'staging').tunnel.name = 'staging-2';
    await workbench.tunnels.select('web-prod');
    await workbench.page.keyboard.press('Control+r');
    await workbench.tunnels.row('staging-2').isThere();
  });

  describe('of 1,000 tunnels', () => {
    before(() => {
      const [account] = window().api.company.accounts;
      const [large] = largeCompany(1000).accounts;
      account!.tunnels = large!.tunnels;
      // One audit after the other, with nobody waiting for the window to end.
      window().api.rateLimit.requests = 100_000;
    });

    it('stops an audit where it is cancelled, and says so first', async () => {
      const { workbench } = window();
      const asked = window().asked();
      const end = window().api.fail('/connections', { kind: 'slow', beforeMs: 100 });
      const arrived = window().api.arrival('/connections');
      await workbench.runCommand('Audit Tunnels');
      await arrived;
      await workbench.answerNotification('Auditing tunnels', 'Cancel');
      await workbench.previewText.is(/^Tunnel audit, .*\n\nCancelled: \d+ of 1,000 tunnels read\n/);
      end();
      await asked.pick(({ length }) => length < 900).is(true);
    });

    it('audits them all, with a request for each that may have a connector', async () => {
      const { workbench } = window();
      const asked = window().asked();
      // As much as Cloudflare allows: too little to read the routes as well.
      window().api.rateLimit.requests = window().api.requests.length + 1200;
      await workbench.runCommand('Audit Tunnels');
      await workbench.dialog.has({ text: /This audit makes 900 requests\./ });
      await workbench.answerDialog('Read at Once');
      await workbench.previewText.is(/^Tunnel audit, .*\n\nAccount: [^]*\n1,000\t100\t100\t/, 90_000);
      const paths = asked.pick((requests) => requests.map(({ path }) => path));
      await paths.pick((all) => all.filter((path) => path.endsWith('/cfd_tunnel')).length).is(1);
      // One in ten is inactive: it never had a connector.
      await paths.pick((all) => new Set(all.filter((path) => path.endsWith('/connections'))).size).is(900);
      await paths.pick(({ length }) => length).is(901);
    });
  });
});
