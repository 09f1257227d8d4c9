import { findTunnel, sampleTokens } from '../../support/sampleCompany.ts';
import { acceptTicked, giveToken, step } from '../signInSteps.ts';
import { openWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

describe('Rows that are no longer shown', function () {
  this.timeout(240_000);
  let window: TestWindow;

  const company = 'Larkfield Instruments';

  before(async () => {
    window = await openWindow({ 'tunnelExplorer.refreshInterval': 0 });
    const { workbench } = window;
    await giveToken(workbench, sampleTokens.several);
    await workbench.quickInput.state.has({ placeholder: step.accounts });
    for (const name of [company, 'Larkfield Labs']) await workbench.quickInput.check(name);
    await workbench.quickInput.accept();
    await acceptTicked(workbench, step.tunnels);
    await workbench.tunnels.expand([company, 'web-prod']);
    await workbench.tunnels.row([company, 'web-prod', '7c0f4d6e']).isThere();
  });
  after(() => window.close());

  /** Whether a refresh asks for the connectors of web-prod. */
  const isPolled = async (is: boolean) => {
    const idOf = (name: string) => findTunnel(window.api.company, name).tunnel.id ?? '';
    const asked = window.asked();
    await window.workbench.runCommand('Refresh');
    const wereAsked = (name: string) =>
      asked.pick((requests) => requests.some(({ path }) => path.endsWith(`/${idOf(name)}/connections`)));
    // What is degraded is read after what is expanded.
    await wereAsked('api-gateway').is(true);
    await wereAsked('web-prod').is(is);
  };

  it('are not polled while the account above them is collapsed', async () => {
    const { tunnels } = window.workbench;
    await isPolled(true);
    await tunnels.collapse(company);
    await isPolled(false);
    await tunnels.expand(company);
    // Since its account was read meanwhile, VS Code may show it collapsed.
    await tunnels.expand([company, 'web-prod']);
    await isPolled(true);
  });

  it('are not polled once they are collapsed themselves', async () => {
    await window.workbench.tunnels.collapse([company, 'web-prod']);
    await isPolled(false);
  });
});
