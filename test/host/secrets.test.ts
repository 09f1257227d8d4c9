import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { sampleAccountId, sampleKey, sampleTokens } from '../support/sampleCompany.ts';
import { findSecrets, readLogs } from '../support/vscode/findSecrets.ts';
import { waitFor } from '../support/vscode/waitFor.ts';

const secrets = [...Object.values(sampleTokens), sampleKey.key];

/** A whole run with nothing but VS Code's own commands, and what it leaves on the disk. */
describe('Secrets', function () {
  this.timeout(90_000);
  const userDataFolder = process.env['TEST_USER_DATA_FOLDER'] ?? '';
  const run = (command: string) => vscode.commands.executeCommand(command);
  const settings = () => vscode.workspace.getConfiguration('tunnelExplorer');
  const set = (name: string, value: unknown) =>
    settings().update(name, value, vscode.ConfigurationTarget.Global);

  const logged = async (line: RegExp) => (await readLogs(userDataFolder)).match(line)?.length ?? 0;
  const verified = /GET \/client\/v4\/user\/tokens\/verify 200/g;
  const listed = /GET \/client\/v4\/accounts\/\w+\/cfd_tunnel 200/g;

  before(() => set('apiBaseUrl', process.env['TEST_API_URL']));
  after(async () => {
    await set('accounts', undefined);
    await set('apiBaseUrl', undefined);
  });

  /**
   * Runs a command that signs in, chooses the environment's token, which is the last way offered, and then whatever the
   * steps have ticked. No API tells whether a step is shown. A key that comes before the first one is lost, and it is
   * begun anew, with more time for it to show; the later ones may be given Enter at any time.
   */
  async function signIn(command: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const verifiedBefore = await logged(verified);
      let ended = false;
      const running = run(command).then(() => (ended = true));
      await new Promise((resolve) => setTimeout(resolve, attempt * attempt * 700));
      await run('workbench.action.quickOpenSelectPrevious');
      await run('workbench.action.acceptSelectedQuickOpenItem');
      try {
        await waitFor(
          'the token to be verified',
          async () => ((await logged(verified)) > verifiedBefore ? true : undefined),
          { timeout: 3_000 },
        );
      } catch (error) {
        if (attempt === 4) throw error;
        await run('workbench.action.closeQuickOpen');
        await running;
        continue;
      }
      await waitFor('the steps to be taken', async () => {
        if (ended) return true;
        await run('workbench.action.acceptSelectedQuickOpenItem');
        return undefined;
      });
      return;
    }
  }

  it('signs in with the token of the environment', async () => {
    await signIn('tunnelExplorer.addAccount');
    assert.deepEqual(settings().get('accounts'), [
      { accountId: sampleAccountId, name: 'Larkfield Instruments' },
    ]);
  });

  it('reads the tunnels with it', async () => {
    const before = await logged(listed);
    await run('tunnelExplorer.refresh');
    await waitFor('the answer to be logged', async () =>
      (await logged(listed)) > before ? true : undefined,
    );
  });

  it('reads them by itself, though the view was never opened', async () => {
    await set('refreshWhen', 'always');
    const accounts = settings().get('accounts');
    const listedBefore = await logged(listed);
    await set('accounts', undefined);
    await set('accounts', accounts);
    await waitFor('the tunnels to be read', async () =>
      (await logged(listed)) > listedBefore ? true : undefined,
    );
    await set('refreshWhen', undefined);
  });

  it('replaces the credential', () => signIn('tunnelExplorer.updateCredentials'));

  it('keeps the credential of an account that only vanished from the settings', async () => {
    await set('accounts', undefined);
    const [listedBefore, signedOutBefore] = [await logged(listed), await logged(/signedOut/g)];
    await set('accounts', [{ accountId: sampleAccountId }]);
    await run('tunnelExplorer.refresh');
    await waitFor('the tunnels to be read again', async () =>
      (await logged(listed)) > listedBefore ? true : undefined,
    );
    assert.equal(await logged(/signedOut/g), signedOutBefore);
  });

  it('left none of them in a log, a setting or a file of state', async () => {
    assert.deepEqual(await findSecrets(userDataFolder, secrets), []);
  });

  it('would have found one in any form', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tunnel-explorer-secrets-'));
    try {
      const text = `token=${sampleTokens.user};`;
      await writeFile(join(folder, 'plain'), text);
      await writeFile(join(folder, 'base64'), Buffer.from(text).toString('base64'));
      await writeFile(join(folder, 'utf16'), text, 'utf16le');
      await writeFile(join(folder, 'none'), text.slice(0, 40));
      const found = await findSecrets(folder, secrets);
      assert.deepEqual([...found].sort(), ['base64', 'plain', 'utf16']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
