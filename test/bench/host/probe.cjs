'use strict';
/* global setInterval, clearInterval, performance */
// The one file of an extension that host.ts puts beside those that it measures. Once its extension host has started, it
// writes `PID.ready` into the folder that BENCH_FOLDER names. Where `PID.measure` holds ids of extensions, of each in turn
// `PID.measured` then tells how many milliseconds it took to load what its manifest names, or what went wrong.
const { existsSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

const fileOf = (name) => join(process.env.BENCH_FOLDER, `${process.pid}.${name}`);

exports.activate = (context) => {
  const timer = setInterval(() => {
    if (!existsSync(fileOf('measure'))) return;
    const ids = JSON.parse(readFileSync(fileOf('measure'), 'utf8'));
    rmSync(fileOf('measure'));
    writeFileSync(fileOf('part'), JSON.stringify(measureAll(ids)));
    renameSync(fileOf('part'), fileOf('measured'));
  }, 100);
  context.subscriptions.push({ dispose: () => clearInterval(timer) });
  writeFileSync(fileOf('ready'), '');
};

function measureAll(ids) {
  try {
    return Object.fromEntries(ids.map((id) => [id, measure(id)]));
  } catch (error) {
    return { error: String(error) };
  }
}

function measure(id) {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not there`);
  if (extension.isActive) throw new Error(`${id} was active before`);
  const start = performance.now();
  require(join(extension.extensionPath, extension.packageJSON.main));
  return performance.now() - start;
}
