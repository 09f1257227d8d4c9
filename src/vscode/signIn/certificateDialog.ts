import { t } from '@vscode/l10n';

export interface DialogPlace {
  /** The home folder of the machine that the extension runs on, which reads the file. */
  readonly home: string;
  /** Its name. */
  readonly machine: string;
  /** `vscode.env.remoteName`: in a remote window there are two machines to pick from. */
  readonly remoteName: string | undefined;
}

/** Where a certificate is picked, and what stands on the button that leads there and above the files. */
export function certificateDialog({ home, machine, remoteName }: DialogPlace): {
  readonly folder: string;
  readonly button: string;
  readonly title: string;
} {
  const isRemote = remoteName !== undefined;
  return {
    // Without a folder VS Code shows the files of the remote machine.
    folder: home,
    button: isRemote
      ? t('Use a Certificate File on {0} (cert.pem)…', machine)
      : t('Use a Certificate File (cert.pem)…'),
    title: isRemote
      ? t('Certificate from cloudflared tunnel login, on {0}', machine)
      : t('Certificate from cloudflared tunnel login'),
  };
}

/** `undefined` for a file that is not on the machine that reads it. */
export function fileOnThisMachine({
  scheme,
  fsPath,
}: {
  readonly scheme: string;
  readonly fsPath: string;
}): string | undefined {
  return scheme === 'file' ? fsPath : undefined;
}
