import { t } from '@vscode/l10n';
import { recentTime } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import type { Problem } from './problem.ts';
import { describeRefusal } from './refusalWords.ts';
import type { RefusalWords } from './refusalWords.ts';
import { visible } from '../text/text.ts';

/** A problem in a person's words; those about signing in say whose credential it is, by the account's name. */
export function describeProblem(
  problem: Problem,
  accountName: string | undefined,
  { now, style }: Moment,
): RefusalWords {
  const name = accountName === undefined ? 'Cloudflare' : visible(accountName);
  if (problem.refusal !== undefined) return describeRefusal(problem.refusal, problem, name, { style });
  switch (problem.kind) {
    case 'auth':
      return { label: t('Credential rejected'), action: t('update the credentials for {0}', name) };
    case 'forbidden':
      return describeRefusal('noPermission', problem, name, { style });
    case 'notFound':
      return {
        label: t('Not found'),
        action: t('deleted since the last refresh, or the account ID is wrong'),
      };
    case 'rateLimited':
      return {
        label: t('Too many requests'),
        action:
          problem.retryAt === undefined
            ? t('Cloudflare asks you to wait a few minutes')
            : t('Cloudflare asks you to wait until {0}', recentTime(problem.retryAt, now, style)),
      };
    case 'network':
      return {
        label: t('Cloudflare cannot be reached'),
        action: t('check your network and proxy, then retry'),
      };
    case 'timeout':
      return { label: t('Cloudflare did not respond in time'), action: t('retry, or check your network') };
    case 'tls':
      return {
        label: t('No trusted connection to Cloudflare'),
        action: t('a proxy or a missing certificate is in the way'),
      };
    case 'badResponse':
      return {
        label: t('The response cannot be read'),
        action:
          problem.field === undefined
            ? t('not in the Cloudflare API’s format: see the log')
            : t('unexpected {0}: see the log', visible(problem.field)),
      };
    case 'server':
      return {
        label: t('Cloudflare server error'),
        action:
          problem.status === undefined
            ? t('retry later')
            : t('HTTP {0}: retry later, or see cloudflarestatus.com', problem.status),
      };
    case 'blocked':
      return {
        label: t('Blocked on the way to Cloudflare'),
        action: t('something in between is blocking requests: try another network or proxy'),
      };
    case 'settings':
      return {
        label: t('Setting {0} is invalid', problem.setting ?? ''),
        action: visible(problem.detail),
      };
    case 'keychain':
      return {
        label: t('VS Code’s secret storage failed'),
        action: t('update the credentials to keep them for this window'),
      };
  }
}
