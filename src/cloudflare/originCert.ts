import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import * as z from 'zod/mini';
import { credentialSchema } from './credentials.ts';
import { accountIdForm } from './ids.ts';

/**
 * `cert.pem`, the file that `cloudflared tunnel login` leaves: it holds an API token and the account it is for. What is
 * read, and where it is looked for, follows cloudflared, which is the format's only description:
 * https://github.com/cloudflare/cloudflared/blob/master/credentials/origin_cert.go
 */
export interface OriginCertificate {
  /** 32 hex digits, lower case. */
  readonly accountId: string;
  readonly token: string;
  /** The token is for Cloudflare's FedRAMP API, which has an address of its own. */
  readonly fedRamp: boolean;
}

/**
 * Why a file does not sign in. `noToken` is a certificate of the time before API tokens, or with one that cannot be
 * sent: `cloudflared tunnel login` makes a new one. `notACertificate` is anything else: other content, damaged, or with
 * more than one token, of which cloudflared takes none either.
 */
export type CertificateFlaw =
  'missing' | 'unreadable' | 'tooLarge' | 'notACertificate' | 'noToken' | 'noAccount';

export interface FlawedCertificate {
  readonly flaw: CertificateFlaw;
}

/** A certificate of today has under 1 KiB, an old one with its key and its chain a few. */
const maxBytes = 64 * 1024;

/** `WARP TOKEN` is the older label. Base64 has no `-`, so a block ends where the next one begins. */
const tokenBlock = /-----BEGIN (ARGO TUNNEL TOKEN|WARP TOKEN)-----([^-]*)-----END \1-----/g;

/** Beside the token block in old certificates. For one that stands alone the remedy is the same: to log in again. */
const legacyBlock = '-----BEGIN CERTIFICATE-----';

/** The oldest content of a token block: the zone's id and a service key, a line each. */
const zoneAndServiceKey = /^[0-9a-f]{32}\r?\n\S+\s*$/i;

const text = z.nullish(z.string());

/** The content of a token block since then; with a `serviceKey` in place of the API token until that came. */
const tokenContent = z.object({ accountID: text, apiToken: text, endpoint: text });

/** Reads the text of a `cert.pem`; what stands around its token block is ignored. Never throws. */
export function parseCertificate(pem: string): OriginCertificate | FlawedCertificate {
  const contents = Array.from(pem.matchAll(tokenBlock), ([, , base64 = '']) => readContent(base64));
  const readable = contents.filter((content) => content !== undefined);
  const [content, ...others] = readable.filter(({ apiToken }) => apiToken != null);
  if (others.length > 0) return { flaw: 'notACertificate' };
  if (content === undefined) {
    return { flaw: readable.length > 0 || pem.includes(legacyBlock) ? 'noToken' : 'notACertificate' };
  }
  const credential = z.safeParse(credentialSchema, { kind: 'token', token: content.apiToken });
  if (credential.data?.kind !== 'token') return { flaw: 'noToken' };
  const accountId = content.accountID?.toLowerCase() ?? '';
  if (!accountIdForm.test(accountId)) return { flaw: 'noAccount' };
  return { accountId, token: credential.data.token, fedRamp: content.endpoint?.toLowerCase() === 'fed' };
}

/** `undefined` for damaged content. A parser's error quotes what it has read, a secret here, and goes no further. */
function readContent(base64: string): z.infer<typeof tokenContent> | undefined {
  const content = Buffer.from(base64, 'base64').toString();
  if (zoneAndServiceKey.test(content)) return {};
  try {
    return z.safeParse(tokenContent, JSON.parse(content)).data;
  } catch {
    return undefined;
  }
}

export interface CertificatePlaces {
  readonly platform: NodeJS.Platform;
  /** The home folder. */
  readonly home: string;
  /** The environment variable `TUNNEL_ORIGIN_CERT`: where it is set, cloudflared looks nowhere else. */
  readonly variable: string | undefined;
}

/**
 * The files that cloudflared takes for its certificate, the first that exists counts. A relative path is left out:
 * cloudflared looks from the folder that it was started in, VS Code from its own, where the file is anybody's.
 */
export function certificateCandidates({ platform, home, variable }: CertificatePlaces): readonly string[] {
  const isWindows = platform === 'win32';
  const path = isWindows ? win32 : posix;
  const userFolders = ['.cloudflared', '.cloudflare-warp', 'cloudflare-warp'];
  const systemFolders = isWindows ? [] : ['/etc/cloudflared', '/usr/local/etc/cloudflared'];
  const folders = [...userFolders.map((folder) => path.join(home, folder)), ...systemFolders];
  const files = variable ? [withHome(variable)] : folders.map((folder) => path.join(folder, 'cert.pem'));
  return files.filter((file) => path.isAbsolute(file));

  /** cloudflared itself puts the home folder for `~`, so the variable may hold one that no shell has seen. */
  function withHome(file: string): string {
    return /^~(?:$|[\\/])/.test(file) ? path.join(home, file.slice(1)) : file;
  }
}

/** The first of `candidates` that is a regular file, or a link to one. Never rejects. */
export async function findCertificate(candidates: readonly string[]): Promise<string | undefined> {
  for (const file of candidates) {
    const isFile = await stat(file).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) return file;
  }
  return undefined;
}

/** Reads `file` if it is a regular one, and no more of it than a certificate can have. Never rejects. */
export async function readCertificate(file: string): Promise<OriginCertificate | FlawedCertificate> {
  try {
    // Opening a FIFO would else wait for a writer. Windows has no such flag: it is `undefined` there, so 0.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) return { flaw: 'unreadable' };
      const bytes = await readUpTo(maxBytes + 1, handle);
      return bytes.length > maxBytes ? { flaw: 'tooLarge' } : parseCertificate(bytes.toString());
    } finally {
      await handle.close();
    }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { flaw: isMissing ? 'missing' : 'unreadable' };
  }
}

/** One read may give less than is there, and a size need not be true (`/proc`): so until the end or `limit`. */
async function readUpTo(limit: number, handle: FileHandle): Promise<Buffer> {
  const bytes = Buffer.alloc(limit);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, length, limit - length);
    length += bytesRead;
    if (bytesRead === 0 || length === limit) return bytes.subarray(0, length);
  }
}
