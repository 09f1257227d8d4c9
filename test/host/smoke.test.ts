import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The host', () => {
  it('has the extension', () => {
    assert.ok(vscode.extensions.getExtension('tunnel-explorer.tunnel-explorer'));
  });

  it('hands the environment through', () => {
    assert.match(process.env['TEST_API_URL'] ?? '', /^http:\/\/127\.0\.0\.1:\d+\//);
  });
});
