import assert from 'node:assert/strict';
import { certificateDialog, fileOnThisMachine } from '../../../../src/vscode/signIn/certificateDialog.ts';

const here = { home: '/home/sample', machine: 'desk-7' };

describe('The dialog for a certificate file', () => {
  it('opens in the home folder of the machine whose file is then read, and names it in a remote window', () => {
    const remote = certificateDialog({ ...here, remoteName: 'ssh-remote' });
    assert.deepEqual(remote, {
      folder: '/home/sample',
      button: 'Use a Certificate File on desk-7 (cert.pem)…',
      title: 'Certificate from cloudflared tunnel login, on desk-7',
    });
  });

  it('names no machine where there is only one', () => {
    const local = certificateDialog({ ...here, remoteName: undefined });
    assert.equal(local.folder, '/home/sample');
    assert.equal(local.button, 'Use a Certificate File (cert.pem)…');
    assert.equal(local.title, 'Certificate from cloudflared tunnel login');
  });

  it('gives the path of a file here, and none of a file elsewhere, whose path may be another’s here', () => {
    const fsPath = '/home/sample/cert.pem';
    assert.equal(fileOnThisMachine({ scheme: 'file', fsPath }), fsPath);
    for (const scheme of ['vscode-remote', 'vscode-vfs', 'untitled']) {
      assert.equal(fileOnThisMachine({ scheme, fsPath }), undefined);
    }
  });
});
