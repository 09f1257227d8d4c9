'use strict';
/* global setImmediate, setInterval, clearInterval, setTimeout, performance */
// The one file of an extension that is put beside those that are measured. Once its extension host has started, it writes
// `PID.ready` into the folder that BENCH_FOLDER names. Where `PID.measure` holds ids of extensions, it starts each in turn,
// and `PID.measured` then tells for how many milliseconds that kept the extension host busy, or what went wrong.
const { existsSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

const fileOf = (name) => join(process.env.BENCH_FOLDER, `${process.pid}.${name}`);

exports.activate = (context) => {
  const timer = setInterval(async () => {
    if (!existsSync(fileOf('measure'))) return;
    const ids = JSON.parse(readFileSync(fileOf('measure'), 'utf8'));
    rmSync(fileOf('measure'));
    writeFileSync(fileOf('part'), JSON.stringify(await startAll(ids)));
    renameSync(fileOf('part'), fileOf('measured'));
  }, 100);
  context.subscriptions.push({ dispose: () => clearInterval(timer) });
  writeFileSync(fileOf('ready'), '');
};

async function startAll(ids) {
  try {
    const took = {};
    for (const id of ids) took[id] = await start(id);
    return took;
  } catch (error) {
    return { error: String(error) };
  }
}

/** The time in which the extension host waits, for the window above all, is not the extension's. */
async function start(id) {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not there`);
  if (extension.isActive) throw new Error(`${id} was active before`);
  await quiet();
  const before = performance.eventLoopUtilization();
  await extension.activate();
  // What the extension does at once beyond its activation counts too.
  await new Promise((resolve) => setImmediate(resolve));
  return performance.eventLoopUtilization(before).active;
}

/** Until the extension host has nothing to do, as after it has started and told the window of all extensions. */
async function quiet() {
  for (let look = 0; look < 50; look++) {
    const before = performance.eventLoopUtilization();
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (performance.eventLoopUtilization(before).utilization < 0.05) return;
  }
}
