'use strict';
// The one file of a small extension that server.ts puts beside the one under test: it changes user settings from
// within, as VS Code Server does not see it when another program changes their file. A change is a file of JSON in the
// folder that TEST_SETTINGS_FOLDER names; that file is removed when the change has been made.
const { readdirSync, readFileSync, rmSync, watch } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

exports.activate = (context) => {
  const folder = process.env.TEST_SETTINGS_FOLDER;
  if (!folder) return;

  let last = Promise.resolve();
  const applyAll = () => {
    last = last.then(async () => {
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
        const file = join(folder, name);
        const changes = Object.entries(JSON.parse(readFileSync(file, 'utf8')));
        for (const [setting, value] of changes) {
          await vscode.workspace
            .getConfiguration()
            .update(setting, value === null ? undefined : value, vscode.ConfigurationTarget.Global);
        }
        rmSync(file);
      }
    });
  };
  const watcher = watch(folder, applyAll);
  context.subscriptions.push({ dispose: () => watcher.close() });
  applyAll();
};
