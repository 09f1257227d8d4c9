import { findTunnel } from '../../support/sampleCompany.ts';
import { labels } from '../signInSteps.ts';
import { sampleWindow } from '../window.ts';

describe('Findings on rows', function () {
  this.timeout(240_000);
  const window = sampleWindow();

  const connector = ['api-gateway', 'a281b0c3'];
  const onePlace = 'All 4 connections go to one data center: Ashburn (iad05)';

  it('are seen without opening the tunnel: in words before the counts, by a sign, and by a screen reader', async () => {
    await window()
      .workbench.tunnels.row('api-gateway')
      .has({
        icon: 'warning',
        badge: '!',
        description: /^degraded · connector a281b0c3: 3 of 4 connections · 1 connector · /,
        ariaLabel: /^api-gateway, tunnel, degraded, connector a281b0c3: 3 of 4 connections, 1 connector, /,
      });
  });

  it('are seen on the connector that is the cause', async () => {
    const { tunnels } = window().workbench;
    await tunnels.expand('api-gateway');
    await tunnels.row(connector).has({
      icon: 'server-process',
      badge: '!',
      description: /^3 of 4 connections · .* · 3 connections$/,
      ariaLabel: /^a281b0c3, connector, 3 of 4 connections, /,
    });
    await tunnels
      .hover(connector)
      .pick((hover) => hover?.text.split('\n')[0])
      .is('Degraded: connector a281b0c3 has 3 of 4 connections');
  });

  it('are listed first below an opened tunnel, the worst first', async () => {
    const { tunnels } = window().workbench;
    await tunnels.row(['api-gateway', 'Findings']).has({
      icon: 'warning',
      expanded: true,
      description: '1 warning · 1 note',
      ariaLabel: 'Findings, 1 warning, 1 note',
    });
    await tunnels.rows
      .pick((rows) => labels(rows).slice(labels(rows).indexOf('api-gateway') + 1))
      .pick((below) => below.slice(0, 4))
      .is([
        'Findings',
        'Degraded: connector a281b0c3 has 3 of 4 connections',
        /^Only connector a281b0c3 serves the tunnel: /,
        'a281b0c3',
      ]);
  });

  it('open what they rest on by a click: the connector’s details, or the tunnel’s', async () => {
    const { editorTitle, tunnels } = window().workbench;
    const few = ['api-gateway', 'Degraded: connector a281b0c3 has 3 of 4 connections'];
    await tunnels.row(few).has({ ariaLabel: `Warning: ${few[1] ?? ''}`, icon: 'warning', badge: '' });
    await tunnels.select(few);
    await editorTitle.is(/Connector a281b0c3 a281b0c3/);
    await tunnels.collapse('api-gateway');
    await tunnels.expand('backup-vault');
    await tunnels.select(['backup-vault', onePlace]);
    await editorTitle.is(/backup-vault /);
  });

  it('open them by the menu too, and are refreshed by it', async () => {
    const { workbench } = window();
    await workbench.closeEditors();
    await workbench.tunnels.chooseFromMenu(['backup-vault', onePlace], 'Show Details');
    await workbench.editorTitle.is(/backup-vault /);
    const asked = window().asked();
    await workbench.tunnels.chooseFromMenu(['backup-vault', 'Findings'], 'Refresh');
    await asked.pick((requests) => requests.some(({ path }) => path.endsWith('/connections'))).is(true);
  });

  it('are counted above the rows where the status tells of no trouble', async () => {
    const { tunnels } = window().workbench;
    await tunnels.row('backup-vault').has({
      icon: 'pass-filled',
      badge: '!',
      description: 'healthy · all in Ashburn (iad05) · 1 connector · 4 connections',
    });
    await tunnels.message.is(/^updated \S+ · 1 more tunnel with warnings/);
  });

  it('change no icon and are collapsed where they are only notes', async () => {
    const { tunnels } = window().workbench;
    await tunnels.expand('london-kiosk');
    await tunnels.row('london-kiosk').has({ icon: 'pass-filled', badge: '' });
    await tunnels.row(['london-kiosk', 'Findings']).has({ icon: 'info', expanded: false });
  });

  it('leave the rows with their cause', async () => {
    const { workbench } = window();
    findTunnel(window().api.company, 'backup-vault').connectors[0]?.conns?.forEach((connection, index) => {
      connection.colo_name = index % 2 === 0 ? 'iad05' : 'dfw08';
    });
    await workbench.runCommand('Refresh');
    await workbench.tunnels
      .row('backup-vault')
      .has({ badge: '', description: 'healthy · 1 connector · 4 connections' });
    await workbench.tunnels.row(['backup-vault', onePlace]).isGone();
    await workbench.tunnels.message.pick((text) => text.includes('with warnings')).is(false);
  });
});
