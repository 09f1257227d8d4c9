import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of the files in the folder, at any depth, that hold one of the secrets, in any form it may have got. */
export async function findSecrets(folder: string, secrets: readonly string[]): Promise<readonly string[]> {
  const forms = secrets.flatMap(formsOf);
  const found: string[] = [];
  for (const file of await filesIn(folder)) {
    const content = await readFile(file);
    if (forms.some((form) => content.includes(form))) found.push(file.slice(folder.length + 1));
  }
  return found;
}

/** What the extension wrote to its log, of all windows. */
export async function readLogs(userDataFolder: string): Promise<string> {
  const logs = (await filesIn(userDataFolder)).filter((file) => file.endsWith('Tunnel Explorer.log'));
  return (await Promise.all(logs.map((file) => readFile(file, 'utf8')))).join('');
}

/** As it is, percent-encoded, in UTF-16, and in Base64 at each of its three places in a text. */
function formsOf(secret: string): readonly Buffer[] {
  const encoded = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    // The first and the last group may share their characters with what stands around.
    return (['base64', 'base64url'] as const).map((form) => bytes.toString(form).slice(4, -4));
  });
  const texts = [secret, encodeURIComponent(secret), ...encoded];
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(secret, 'utf16le')];
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
