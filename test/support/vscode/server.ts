import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installVSCode, type VSCodeVersion } from './install.ts';
import { handOver, linkExtension, putSettingsHelper } from './extensions.ts';
import { projectFolder, run } from './npmFolder.ts';

export interface VSCodeServerOptions {
  readonly version?: VSCodeVersion;
  /**
   * The extension under test: a folder that is used as it lies there (the default is this project, with what was
   * built last), or a package that is installed first. `false` is for none.
   */
  readonly extension?: { readonly folder: string } | { readonly vsix: string } | false;
  /** Folders of more extensions, which are used as they lie there: what is added later is not found. */
  readonly others?: readonly string[];
  /** For the extension host, in addition to what it inherits (see `inherited`). */
  readonly environment?: Readonly<Record<string, string>>;
  /** The home folder that the extension host sees. The default is an empty one. */
  readonly home?: string;
  /** User settings, in addition to those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Adds a small extension through which `changeSettings` works. The default is to add it. */
  readonly settingsCanChange?: boolean;
  /** The workbench offers what a test run by extensionTestsPath needs; see launcher.ts. */
  readonly smokeTestDriver?: boolean;
  /** Gets what the server prints. */
  readonly log?: (text: string) => void;
}

export interface VSCodeServer {
  /** Opens the workbench, with no folder: `http://127.0.0.1:43127/?ew=true`. */
  readonly url: string;
  readonly port: number;
  readonly version: VSCodeVersion;
  /** Holds all logs: of the server, the extension host, and each extension's output channels. */
  readonly logFolder: string;
  readonly userDataFolder: string;
  readonly extensionsFolder: string;
  /** The extension host's home folder. */
  readonly home: string;
  /**
   * Changes user settings while a window is open, and waits until it is done; `undefined` takes one out. Not where
   * `settingsCanChange` is false.
   */
  changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void>;
  readSettings(): Promise<Record<string, unknown>>;
  /** Ends all its processes and removes its folders. May be called again. */
  stop(): Promise<void>;
}

/** No greeting, no chat, no telemetry, nothing asked from the net. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  // A click on a view's icon shows it, also where a window that opens has just shown it by itself.
  'workbench.activityBar.iconClickBehavior': 'focus',
  // Editors in the editor area, as in the older version.
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'window.commandCenter': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
};

/**
 * VS Code Server on 127.0.0.1, with data folders of its own that are removed again. However this process ends (also
 * by a signal), the server and its extension hosts end with it: they hang on an IPC channel, see serverMain.mjs.
 */
export async function startVSCodeServer(options: VSCodeServerOptions = {}): Promise<VSCodeServer> {
  const install = await installVSCode(options.version);
  const root = await mkdtemp(join(tmpdir(), 'tunnel-explorer-'));
  const extensionsFolder = join(root, 'extensions');
  const userDataFolder = join(root, 'server', 'data');
  const settingsFolder = join(root, 'settings');
  const home = options.home ?? join(root, 'home');
  const settingsFile = join(userDataFolder, 'User', 'settings.json');
  const log = options.log ?? (() => undefined);
  const readSettings = async () =>
    JSON.parse(await readFile(settingsFile, 'utf8')) as Record<string, unknown>;

  let child: ChildProcess | undefined;
  const stop = async () => {
    if (child !== undefined) await ended(child);
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  };

  try {
    await Promise.all([
      mkdir(extensionsFolder, { recursive: true }),
      mkdir(join(userDataFolder, 'User'), { recursive: true }),
      mkdir(settingsFolder),
      mkdir(home, { recursive: true }),
    ]);
    await writeFile(settingsFile, JSON.stringify({ ...quietSettings, ...options.settings }, null, 2));
    const serverArguments = {
      'server-data-dir': join(root, 'server'),
      'extensions-dir': extensionsFolder,
      'accept-server-license-terms': true,
      'without-connection-token': true,
      // Below 1.64 a server asks for neither.
      compatibility: '1.64',
      'disable-telemetry': true,
      'disable-workspace-trust': true,
      // The extension host's environment is the one given here, not what a login shell would make of it.
      'force-disable-user-env': true,
      ...(options.smokeTestDriver === true && { 'enable-smoke-test-driver': true }),
    };
    // First: installing a package makes a list of what is there, and what comes later by other ways is not on it.
    if (options.settingsCanChange ?? true) await putSettingsHelper(extensionsFolder);
    const extension = options.extension ?? { folder: projectFolder };
    if (extension !== false && 'folder' in extension) await linkExtension(extension.folder, extensionsFolder);
    for (const folder of options.others ?? []) await linkExtension(folder, extensionsFolder);
    if (extension !== false && 'vsix' in extension) {
      const folders = ['--server-data-dir', join(root, 'server'), '--extensions-dir', extensionsFolder];
      const command = [install.serverMain, ...folders, '--accept-server-license-terms'];
      log(await run(install.node, [...command, '--install-extension', extension.vsix], root));
    }
    const front = fileURLToPath(new URL('serverMain.mjs', import.meta.url));
    child = spawn(install.node, [front, install.serverMain, JSON.stringify(serverArguments), root], {
      cwd: root,
      env: {
        ...inherited(),
        HOME: home,
        USERPROFILE: home,
        // Where it puts its sockets: those are not left over either.
        ...(process.platform === 'linux' && { XDG_RUNTIME_DIR: root }),
        TEST_SETTINGS_FOLDER: settingsFolder,
        TEST_USER_DATA_FOLDER: userDataFolder,
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32',
    });
    const port = await portOf(child, log);
    return {
      url: `http://127.0.0.1:${port}/?ew=true`,
      port,
      version: install.version,
      logFolder: join(userDataFolder, 'logs'),
      userDataFolder,
      extensionsFolder,
      home,
      readSettings,
      changeSettings: (changes) => handOver(settingsFolder, changes),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * This process's environment without what is meant for it alone: a VS Code or npm around us, and credentials, so that
 * a test never meets the real ones of whoever runs it.
 */
function inherited(): NodeJS.ProcessEnv {
  const notOurs = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_ENV$|npm_|INIT_CWD$|MOCHA|CLOUDFLARE_|TUNNEL_)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !notOurs.test(name)));
}

/** Waits for the port that it listens on; fails with what it printed where it ends before. */
async function portOf(child: ChildProcess, log: (text: string) => void): Promise<number> {
  let output = '';
  const collect = (chunk: Buffer) => {
    const text = chunk.toString();
    if (output.length < 100_000) output += text;
    log(text);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`VS Code Server ended (${signal ?? String(code)}):\n${output}`));
    });
    child.once('message', (message) => {
      resolve((message as { readonly port: number }).port);
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exit = once(child, 'exit');
  if (child.connected) child.disconnect();
  await exit;
}
