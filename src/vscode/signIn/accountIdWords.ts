import { t } from '@vscode/l10n';
import { ownerByPrefix } from '../../cloudflare/credentials.ts';
import type { Identified } from './steps.ts';

/** What stands above the account ID that is to be typed: what can be pasted, and why it has to be. */
export function accountIdPrompt(
  identified: Pick<Identified, 'credential' | 'owner' | 'seen'> | undefined,
): string {
  const wanted = t('Paste the account’s ID or its dashboard address.');
  if (identified?.seen.length !== 0) return wanted;
  const { credential, owner } = identified;
  if (credential.kind === 'key')
    return t('Paste the account’s ID or its dashboard address: this key lists no accounts.');
  const mayBeMistyped = owner === 'unknown' && ownerByPrefix(credential.token) === undefined;
  return mayBeMistyped
    ? t(
        'Cloudflare does not recognize this token as a user’s: it may belong to an account, or be mistyped. {0}',
        wanted,
      )
    : t('Paste the account’s ID or its dashboard address: this token cannot list accounts.');
}
