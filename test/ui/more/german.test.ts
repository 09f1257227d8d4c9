import { fact } from '../signInSteps.ts';
import { openWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

describe('In a window in German', function () {
  this.timeout(240_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow({}, { language: 'de' });
  });
  after(() => window.close());

  it('the view greets in German', async () => {
    const { tunnels } = window.workbench;
    await tunnels.welcomeText.is(/^Hier sehen Sie die Tunnel Ihres Cloudflare-Kontos/);
  });

  it('commands and the steps of signing in are in German', async () => {
    const { quickInput, tunnels } = window.workbench;
    await window.workbench.runCommand('Konto hinzufügen…');
    await quickInput.state.has({ placeholder: 'Wie melden Sie sich an?' });
    await quickInput.pick('CLOUDFLARE_API_TOKEN');
    await quickInput.state.has({ placeholder: 'Welche Konten möchten Sie sehen?' });
    await quickInput.accept();
    await quickInput.state.has({ placeholder: 'Welche Tunnel möchten Sie sehen?' });
    await quickInput.accept();
    await quickInput.state.isGone();
    await tunnels.row('web-prod').isThere();
  });

  it('a row is in German, its time too', async () => {
    await window.workbench.tunnels.row('web-prod').has({
      description: /^fehlerfrei · verbunden seit \d+\. \p{L}+\.? (\d{4} )?\d\d:\d\d$/u,
      ariaLabel: /^web-prod, Tunnel, fehlerfrei, verbunden seit /,
    });
  });

  it('a hover is in German', async () => {
    const hover = window.workbench.tunnels.hover('web-prod');
    await hover.pick(fact('Status')).is('fehlerfrei: aktiv und kann Datenverkehr bedienen');
    await hover.pick(fact('Erstellt')).is(/^\d+\. \p{L}+\.? \d{4} \d\d:\d\d:\d\d /u);
    await hover.pick(fact('Verwaltet')).is('im Cloudflare-Dashboard');
  });
});
