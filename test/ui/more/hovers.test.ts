import { connector } from '../../support/cloudflare/makers.ts';
import { findTunnel } from '../../support/sampleCompany.ts';
import { sampleWindow } from '../window.ts';

describe('A hover', function () {
  this.timeout(240_000);
  const window = sampleWindow();

  it('shows four findings and three connectors without scrolling, in a window of 1280 × 800', async () => {
    const { page, tunnels } = window().workbench;
    const { tunnel, connectors } = findTunnel(window().api.company, 'web-prod');
    tunnel.status = 'degraded';
    const opened = Date.now() - 3_600_000;
    const run_at = new Date(opened).toISOString();
    connectors.push(
      connector('third', opened, ['dfw08', 'iad05'], '203.0.113.9', {
        version: '2023.4.1',
        arch: 'linux_arm64',
        run_at,
      }),
    );
    await page.setViewportSize({ width: 1280, height: 800 });
    await window().workbench.runCommand('Refresh');
    await tunnels.expand('web-prod');
    await tunnels.row('web-prod').has({ description: /^degraded · .* · 3 connectors · 10 connections$/ });
    const hover = tunnels.hover('web-prod');
    await hover.pick((shown) => shown?.markup.filter((one) => one.startsWith('SPAN codicon')).length).is(4);
    await hover
      .pick((shown) =>
        shown?.rows
          .slice(0, shown.rowsInSight)
          .map(([first]) => first)
          .slice(0, 4),
      )
      .is(['Connector', /^[0-9a-f]{8}$/, /^[0-9a-f]{8}$/, /^[0-9a-f]{8}$/]);
  });
});
