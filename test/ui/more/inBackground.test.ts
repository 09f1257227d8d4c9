import { findTunnel } from '../../support/sampleCompany.ts';
import { sampleWindow } from '../window.ts';

describe('In the background', function () {
  this.timeout(240_000);
  const window = sampleWindow({});

  before(async () => {
    await window().workbench.hideTunnelsView();
  });

  it('reads the list alone at start-up, though the view is not opened, and shows the badge', async () => {
    const asked = window().asked();
    await window().workbench.reload();
    await asked.pick((requests) => requests.map(({ path }) => path.split('/cfd_tunnel')[1])).is(['']);
    await window().workbench.badge.is('3');
  });

  it('tells of a tunnel that goes down', async () => {
    const { workbench } = window();
    findTunnel(window().api.company, 'web-prod').tunnel.status = 'down';
    // The next reading by itself comes in five minutes: one by hand is as good.
    await workbench.runCommand('Refresh');
    await workbench.notifications
      .pick((all) => all.map(({ message }) => message))
      .is([/^web-prod (?:is|has been) down/]);
  });
});
