import { t } from '@vscode/l10n';
import type { Moment } from './describe.ts';
import type { Problem } from './problem.ts';
import type { WatchedAccount } from './state.ts';
import { visible } from './text.ts';
import { clockTime } from './time.ts';

/**
 * The permissions of which one suffices, as the API's page names them.
 * https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/subresources/cloudflared/subresources/connections/methods/get/
 */
export const sufficientPermissions = [
  'Cloudflare Tunnel Read',
  'Cloudflare One Connectors Read',
  'Cloudflare One Connector: cloudflared Read',
] as const;

export interface ProblemWords {
  /** What failed. */
  readonly label: string;
  /** What to do. */
  readonly action: string;
}

/** A problem in a person's words: `account` is named where the words are about signing in. */
export function describeProblem(
  problem: Problem,
  account: WatchedAccount | undefined,
  { style }: Pick<Moment, 'style'>,
): ProblemWords {
  switch (problem.kind) {
    case 'auth': {
      const name = account === undefined ? 'Cloudflare' : visible(account.name);
      return problem.signedOut === true
        ? { label: t('Sign in to {0}', name), action: t('no credential is stored on this machine') }
        : { label: t('Credential refused'), action: t('update the credentials of {0}', name) };
    }
    case 'forbidden':
      return {
        label: t('No permission to read tunnels'),
        action: t('the token needs one of: {0}', sufficientPermissions.join(', ')),
      };
    case 'notFound':
      return { label: t('Not found'), action: t('deleted since the last refresh, or a wrong account ID') };
    case 'rateLimited':
      return {
        label: t('Too many requests'),
        action:
          problem.retryAt === undefined
            ? t('Cloudflare asks to wait a few minutes')
            : t('Cloudflare asks to wait until {0}', clockTime(problem.retryAt, style)),
      };
    case 'network':
      return {
        label: t('Cloudflare cannot be reached'),
        action: t('check the network and the proxy, then retry'),
      };
    case 'timeout':
      return { label: t('Cloudflare did not answer in time'), action: t('retry, or check the network') };
    case 'tls':
      return {
        label: t('No trusted connection to Cloudflare'),
        action: t('a proxy or a missing certificate stands in between'),
      };
    case 'badResponse':
      return {
        label: t('The answer cannot be read'),
        action:
          problem.field === undefined
            ? t('not what the Cloudflare API sends: see the log')
            : t('unexpected {0}: see the log', visible(problem.field)),
      };
    case 'server':
      return {
        label: t('Cloudflare has an error'),
        action:
          problem.status === undefined
            ? t('retry later')
            : t('HTTP {0}: retry later, or see cloudflarestatus.com', problem.status),
      };
    case 'blocked':
      return {
        label: t('Blocked on the way to Cloudflare'),
        action: t('a challenge page or an address filter: try another network'),
      };
    case 'settings':
      return {
        label: t('Setting {0} cannot be used', problem.setting ?? ''),
        action: visible(problem.detail),
      };
    case 'keychain':
      return {
        label: t('VS Code’s secret storage failed'),
        action: t('update the credentials to keep them for this window'),
      };
  }
}
