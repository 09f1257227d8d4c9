import { homedir, hostname } from 'node:os';
import { sep } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Credential } from '../../cloudflare/credentials.ts';
import { certificateCandidates, findCertificate, readCertificate } from '../../cloudflare/originCert.ts';
import type { Answer } from '../prompts.ts';
import { certificateDialog, fileOnThisMachine } from './certificateDialog.ts';
import type { Draft, Identify, StepFrame, Way } from './steps.ts';
import { identifyOrTell, tellRefused } from './verifying.ts';
import { certificateFlawInWords } from './words.ts';

/** The `cert.pem` of `cloudflared tunnel login`, where cloudflared looks for it. */
export const certificateWay: Way = {
  offers: async () => {
    const file = await defaultCertificate();
    if (file === undefined) return [];
    return [
      {
        item: {
          label: t('cloudflared certificate'),
          description: withTilde(file),
          detail: t('From cloudflared tunnel login; its token can also change tunnels.'),
        },
        value: { kind: 'certificate' },
      },
    ];
  },
  steps: [
    {
      silent: true,
      ask: async (_, frame, identify) => {
        const file = await defaultCertificate();
        return file === undefined
          ? tellRefused(undefined, certificateFlawInWords('missing'))
          : takeCertificate(file, frame, identify);
      },
    },
  ],
};

/** Such a certificate in another place. */
export const certificateFileWay: Way = {
  offers: () => [
    {
      icon: 'file-symlink-file',
      tooltip: dialogHere().button,
      value: { kind: 'certificateFile' },
    },
  ],
  steps: [
    {
      silent: true,
      ask: async (_, frame, identify) => {
        const picked = await pickCertificate();
        if (picked === undefined) return 'back';
        const file = fileOnThisMachine(picked);
        return file === undefined
          ? tellRefused(picked.path, t('The file is not on {0}.', hostname()))
          : takeCertificate(file, frame, identify);
      },
    },
  ],
};

async function takeCertificate(
  file: string,
  frame: StepFrame,
  identify: Identify,
): Promise<Answer<Partial<Draft>>> {
  const name = withTilde(file);
  const read = await readCertificate(file);
  if ('flaw' in read) return tellRefused(name, certificateFlawInWords(read.flaw));
  if (read.fedRamp)
    return tellRefused(
      name,
      t(
        'This certificate is for Cloudflare’s FedRAMP API. Sign in with an API token instead, and set tunnelExplorer.apiBaseUrl to the address of that API.',
      ),
    );
  const credential: Credential = { kind: 'token', token: read.token };
  const progress = t('{0}: verifying the certificate’s token…', frame.title);
  return identifyOrTell(name, progress, (signal) => identify(credential, signal, read.accountId));
}

function defaultCertificate(): Promise<string | undefined> {
  const variable = process.env['TUNNEL_ORIGIN_CERT'];
  return findCertificate(certificateCandidates({ platform: process.platform, home: homedir(), variable }));
}

/** A path as people write it: `~/.cloudflared/cert.pem`. */
function withTilde(file: string): string {
  const home = homedir();
  return file.startsWith(home + sep) ? `~${file.slice(home.length)}` : file;
}

function dialogHere(): ReturnType<typeof certificateDialog> {
  return certificateDialog({ home: homedir(), machine: hostname(), remoteName: vscode.env.remoteName });
}

async function pickCertificate(): Promise<vscode.Uri | undefined> {
  const { folder, title } = dialogHere();
  const picked = await vscode.window.showOpenDialog({
    defaultUri: vscode.Uri.file(folder),
    title,
    openLabel: t('Use This Certificate'),
    filters: { [t('Certificates')]: ['pem'], [t('All Files')]: ['*'] },
  });
  return picked?.[0];
}
