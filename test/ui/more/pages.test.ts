import { largeCompany } from '../../support/cloudflare/largeCompany.ts';
import { findTunnel } from '../../support/sampleCompany.ts';
import { sampleWindow } from '../window.ts';

const minute = 60_000;

describe('A document', function () {
  this.timeout(240_000);
  const window = sampleWindow();
  afterEach(async () => {
    await window().workbench.closeEditors();
    await window().workbench.editorTitles.is([]);
  });

  const page = '[Preview] web-prod a4f95111.md';
  const showDetails = () => window().workbench.tunnels.chooseFromMenu('web-prod', 'Show Details');

  it('opens as a page, with its source one click away', async () => {
    const { workbench } = window();
    await showDetails();
    await workbench.editorTitle.is(page);
    await workbench.previewText.is(/^Tunnel web-prod\n/);
    await workbench.openSource();
    await workbench.editorTitle.is('web-prod a4f95111');
    await workbench.editorText.is(/^# Tunnel `web-prod`\n/);
  });

  it('keeps its page when another Markdown file gets the focus', async () => {
    const { workbench } = window();
    await showDetails();
    await workbench.previewText.is(/^Tunnel web-prod\n/);
    await workbench.runCommand('Show Recent Changes');
    await workbench.previewText.is(/^Recent changes\n/);
    await workbench.openSource();
    await workbench.editorTitle.is('Recent Changes');
    await workbench.editorTitles.is([page, '[Preview] Recent Changes.md', 'Recent Changes']);
  });

  it('has one page, which is brought to the front wherever it is', async () => {
    const { workbench } = window();
    await showDetails();
    await workbench.editorTitle.is(page);
    await workbench.runCommand('View: Move Editor into Right Group');
    await workbench.runCommand('Show Recent Changes');
    await workbench.editorTitle.is('[Preview] Recent Changes.md');
    await showDetails();
    await workbench.editorTitle.is(page);
    await workbench.editorTitles.pick((titles) => titles.filter((title) => title === page)).is([page]);
  });

  it('takes the place of the page that VS Code cannot restore after a reload', async () => {
    const { workbench } = window();
    await showDetails();
    await workbench.previewText.is(/^Tunnel web-prod\n/);
    await workbench.reloadWithEditors();
    await workbench.openTunnelsView();
    await workbench.editorTitles.is([page]);
    await showDetails();
    await workbench.previewText.is(/^Tunnel web-prod\n/);
    await workbench.editorTitles.is([page]);
  });

  it('shows a picture of the tunnel, which is drawn anew when the theme changes', async () => {
    const { workbench } = window();
    await showDetails();
    const alt = 'The tunnel is healthy: 2 connectors; Ashburn 4, Dallas 4';
    const address = /^data:image\/svg\+xml;base64,/;
    await workbench.previewPictures.is([{ alt, address, isDrawn: true }]);
    const pictures = workbench.previewPictures.pick((all) => all.map((one) => one.address));
    const before = await pictures.is([address]);
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await pictures.isNot(before);
    await workbench.previewPictures.is([{ alt, address, isDrawn: true }]);
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await pictures.is(before);
  });

  it('tells an outage as one, from its start to its end, with who rejoined', async () => {
    const { workbench, api } = window();
    const { tunnel, connectors } = findTunnel(api.company, 'web-prod');
    await showDetails();
    await workbench.previewText.is(/7c0f4d6e\t203\.0\.113\.7\t/);
    const all = connectors.splice(0);
    tunnel.status = 'down';
    await workbench.runCommand('Refresh');
    await workbench.previewText.is(
      /Recent changes\n+web-prod has been down since .*\n+.* connector 0e9d2b84 left, was at 203\.0\.113\.8 /,
    );
    connectors.push(...all);
    tunnel.status = 'healthy';
    await workbench.runCommand('Refresh');
    const outage =
      /web-prod was down .* to .*, \d+ s; connectors rejoined from 203\.0\.113\.[78], 203\.0\.113\.[78]\n/;
    await workbench.previewText.is(outage);
    await workbench.runCommand('Show Recent Changes');
    await workbench.previewText.is(/^Recent changes\n/);
    await workbench.previewText.is(outage);
  });

  it('is still live after ten minutes, when VS Code has long closed what no editor shows', async () => {
    const { workbench, api } = window();
    // The window's own timers are those that close it.
    await workbench.page.clock.install();
    await showDetails();
    await workbench.previewText.is(/Status\s+healthy: /);
    const { tunnel } = findTunnel(api.company, 'web-prod');
    for (let minutes = 0; minutes < 10; minutes += 2) {
      await workbench.page.clock.fastForward(2 * minute);
      tunnel.status = tunnel.status === 'healthy' ? 'degraded' : 'healthy';
      await workbench.runCommand('Refresh');
      await workbench.previewText.is(new RegExp(`Status\\s+${tunnel.status}: `));
    }
    tunnel.status = 'healthy';
    await workbench.page.clock.resume();
  });
});

describe('An audit', function () {
  this.timeout(240_000);
  const window = sampleWindow();

  it('is compared with the last one, over a restart too', async () => {
    const { workbench } = window();
    await workbench.runCommand('Audit Tunnels');
    await workbench.previewText.is(/The next audit will say here what has changed/);
    await workbench.closeEditors();
    await workbench.reload();
    await workbench.openTunnelsView();
    await workbench.tunnels.row('web-prod').isThere();
    findTunnel(window().api.company, 'web-prod').tunnel.status = 'degraded';
    await workbench.runCommand('Audit Tunnels');
    await workbench.previewText.is(/Compared with the audit of [^]*\nhealthy → degraded\t1\tweb-prod\n/);
  });

  describe('that takes more than a quarter of the limit', () => {
    before(() => {
      window().api.company.accounts[0]!.tunnels = largeCompany(400).accounts[0]!.tunnels;
    });
    const dialog = /^This audit makes \d+ requests\.[^]*more than a quarter/;

    it('is asked about first, and reads nothing more where it is not wanted', async () => {
      const { workbench } = window();
      await workbench.closeEditors();
      const asked = window().asked();
      await workbench.runCommand('Audit Tunnels');
      await workbench.dialog.has({
        text: dialog,
        buttons: ['Read at Once', 'Cancel', /^Read Slowly \(\d+ minutes\)$/],
      });
      await workbench.answerDialog('Cancel');
      await asked.pick((requests) => requests.map(({ path }) => path.split('/').at(-1))).is(['cfd_tunnel']);
      await workbench.editorTitles.is([]);
    });

    it('is read slowly where that is chosen, and says how long it takes yet', async () => {
      const { workbench } = window();
      await workbench.runCommand('Audit Tunnels');
      await workbench.dialog.has({ text: dialog });
      await workbench.answerDialog('Read Slowly');
      await workbench
        .notification('Auditing tunnels')
        .has({ message: /of 400 tunnels, about \d+ minutes left/ });
      await workbench.answerNotification('Auditing tunnels', 'Cancel');
      await workbench.previewText.is(/^Tunnel audit, .*\n\nCancelled: \d+ of 400 tunnels read\n/);
    });
  });
});
