import { t } from '@vscode/l10n';
import { ownerByPrefix } from '../../cloudflare/credentials.ts';
import type { Identified } from './steps.ts';

/** What stands above the account ID that is to be typed: why it has to be, and what it looks like. */
export function accountIdPrompt(
  identified: Pick<Identified, 'credential' | 'owner' | 'seen'> | undefined,
): string {
  const form = t('The account ID: 32 hexadecimal digits, as in the dashboard URL.');
  if (identified?.seen.length !== 0) return form;
  const { credential, owner } = identified;
  const mayBeMistyped =
    owner === 'unknown' && credential.kind === 'token' && ownerByPrefix(credential.token) === undefined;
  return mayBeMistyped
    ? t(
        'Cloudflare does not recognize this token as a user’s: it may belong to an account, or be mistyped. {0}',
        form,
      )
    : t('This credential lists no accounts, but may still have access to one. {0}', form);
}
