import assert from 'node:assert/strict';
import { openWindow } from '../window.ts';
import type { TestWindow } from '../window.ts';

describe('In a window in German', function () {
  this.timeout(120_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow({}, { language: 'de' });
  });
  after(() => window.close());

  it('the view greets in German', async () => {
    const { tunnels } = window.workbench;
    assert.match(await tunnels.welcomeText(), /^Sehen Sie die Tunnel Ihres Cloudflare-Kontos/);
  });

  it('commands and the steps of signing in are in German', async () => {
    const { quickInput, tunnels } = window.workbench;
    await window.workbench.runCommand('Konto hinzufügen…');
    await quickInput.waitFor({ placeholder: 'Wie melden Sie sich an?' });
    await quickInput.pick('CLOUDFLARE_API_TOKEN');
    await quickInput.waitFor({ placeholder: 'Welche Konten möchten Sie sehen?' });
    await quickInput.accept();
    await quickInput.waitFor({ placeholder: 'Welche Tunnel möchten Sie sehen?' });
    await quickInput.accept();
    await quickInput.waitUntilClosed();
    await tunnels.row('web-prod');
  });

  it('a row is in German, its time too', async () => {
    const { description, ariaLabel } = await window.workbench.tunnels.row('web-prod');
    assert.match(description, /^fehlerfrei seit \d+\. \p{L}+\.? (\d{4} )?\d\d:\d\d$/u);
    assert.match(ariaLabel, /^web-prod, Tunnel, fehlerfrei seit /);
  });

  it('a hover is in German', async () => {
    const { rows } = await window.workbench.tunnels.hover('web-prod');
    const fields = new Map(rows.map(([label = '', value = '']) => [label, value]));
    assert.match(fields.get('Status') ?? '', /^fehlerfrei: alle Verbindungen zum Edge stehen\./);
    assert.match(fields.get('Erstellt') ?? '', /^\d+\. \p{L}+\.? \d{4} \d\d:\d\d:\d\d /u);
    assert.equal(fields.get('Verwaltet'), 'im Cloudflare-Dashboard');
  });
});
