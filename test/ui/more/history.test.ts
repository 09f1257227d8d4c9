import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connector } from '../../support/cloudflare/makers.ts';
import { findTunnel, hour, sampleAccountId } from '../../support/sampleCompany.ts';
import { Shown } from '../../support/vscode/shown.ts';
import { sampleWindow } from '../window.ts';

/** The file, as far as it matters here. */
interface Kept {
  readonly tunnels: readonly { lastLook: number }[];
}

describe('What was seen before the window was closed', function () {
  this.timeout(240_000);
  const window = sampleWindow();

  const file = (name: string) =>
    join(
      window().vscode.userDataFolder,
      'User/globalStorage/tunnel-explorer.tunnel-explorer',
      sampleAccountId,
      name,
    );
  const written = (name: string) => new Shown(name, () => readFile(file(name), 'utf8').catch(() => ''));

  it('tells of a connector that joined meanwhile, and since when nobody had looked', async () => {
    const { workbench, vscode, api } = window();
    const { tunnel, connectors } = findTunnel(api.company, 'web-prod');
    await workbench.tunnels.expand('web-prod');
    await workbench.tunnels.row(['web-prod', '7c0f4d6e']).isThere();

    await workbench.page.goto('about:blank');
    const text = await written('connectors-seen.json').is(/"7c0f4d6e/, 60_000);
    const kept = JSON.parse(text) as Kept;
    // As if it had been closed for longer.
    for (const seen of kept.tunnels) seen.lastLook -= 20 * hour;
    await writeFile(file('connectors-seen.json'), JSON.stringify(kept));
    connectors.push(connector('newcomer', Date.now(), ['dfw08', 'iad05'], '78.46.0.2'));

    await workbench.open(vscode.url);
    await workbench.openTunnelsView();
    await workbench.tunnels.expand('web-prod');
    await workbench.tunnels
      .hover('web-prod')
      .has({ text: /New since (\d+ \w+ )?\d\d:\d\d \(last look\): connector [0-9a-f]{8} from 78\.46\.0\.2/ });
    await workbench.runCommand('Show Recent Changes');
    await workbench.previewText.is(
      /web-prod: connector [0-9a-f]{8} joined from 78\.46\.0\.2 \(.*\), new since .* \(last look\)/,
    );
    await written('history.json').is(new RegExp(`"${tunnel.id ?? ''}","spans":\\[1,`));
  });

  it('is told in the hover and the details of a tunnel: how much of what time it was up', async () => {
    const { workbench } = window();
    const id = findTunnel(window().api.company, 'media').tunnel.id ?? '';
    const now = Date.now();
    // Healthy for 10 hours, down for 11 minutes, healthy for 2 hours more.
    const [up, down, again] = [10 * hour, 660_000, 2 * hour];
    await workbench.page.goto('about:blank');
    const kept = {
      version: 1,
      tunnels: [{ key: id, spans: [1, now - up - down - again, up, 3, 0, down, 1, 0, again] }],
    };
    await writeFile(file('history.json'), JSON.stringify(kept));
    await workbench.open(window().vscode.url);
    await workbench.openTunnelsView();
    const words = (period: string) =>
      new RegExp(
        `Last ${period}: up \\(healthy or degraded\\) 98.4% of the 12 h 1\\d min watched · 1 outage, 11 min, at `,
      );
    await workbench.tunnels.hover('media').has({ text: words('24 hours') });
    await workbench.tunnels.chooseFromMenu('media', 'Show Details');
    await workbench.previewText.is(words('7 days'));
    await workbench.previewText.is(words('30 days'));
  });
});
