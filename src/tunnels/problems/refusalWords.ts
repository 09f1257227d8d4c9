import { t } from '@vscode/l10n';
import { calendarDay } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import type { Problem, Refusal } from './problem.ts';
import { visible } from '../text/text.ts';

/** What is refused, and what to do. */
export interface RefusalWords {
  readonly label: string;
  readonly action: string;
}

/**
 * The permissions of which one suffices, as the API's page names them; each also as `Write` in place of `Read`.
 * https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/subresources/cloudflared/subresources/connections/methods/get/
 */
export const sufficientPermissions = [
  'Cloudflare Tunnel Read',
  'Cloudflare One Connectors Read',
  'Cloudflare One Connector: cloudflared Read',
] as const;

/** `name`: whose credential it is, to be shown as it is. */
export function describeRefusal(
  refusal: Refusal,
  { detail, validity }: Problem,
  name: string,
  { style }: Pick<Moment, 'style'>,
): RefusalWords {
  const at = validity === undefined ? undefined : calendarDay(validity, style);
  switch (refusal) {
    case 'signedOut':
      return { label: t('Sign in to {0}', name), action: t('no credential is stored on this machine') };
    case 'newAddress':
      return {
        label: t('Credential for {0} withheld', name),
        action: t(
          'it was added for a different API address: confirm that it may be sent to {0}',
          visible(detail),
        ),
      };
    case 'malformedToken':
      return {
        label: t('This is not an API token'),
        action: t('copy the whole token, without quotes; a Global API key has its own sign-in method'),
      };
    case 'malformedKey':
      return {
        label: t('This is not a Global API key'),
        action: t('copy the whole key; an API token has its own sign-in method'),
      };
    case 'malformedEmail':
      return {
        label: t('This is not an email address'),
        action: t('use the one you sign in to Cloudflare with'),
      };
    case 'unknownToken':
      return {
        label: t('Cloudflare does not recognize this token'),
        action: t('it was revoked, rolled or not copied in full: check it, or create a new one'),
      };
    case 'unknownKey':
      return {
        label: t('Cloudflare does not recognize this email address with this key'),
        action: t('check both, or use an API token'),
      };
    case 'expired':
      return {
        label: at === undefined ? t('The token has expired') : t('The token expired on {0}', at),
        action: t('create a new one and sign in with it'),
      };
    case 'disabled':
      return {
        label: t('The token is disabled'),
        action: t('enable it on Cloudflare’s API tokens page, or create another'),
      };
    case 'notYetValid':
      return {
        label:
          at === undefined ? t('The token is not valid yet') : t('The token is not valid before {0}', at),
        action: t('wait until it is valid, or create another'),
      };
    case 'accountToken':
      return {
        label: t('The token belongs to an account'),
        action: t('enter the account ID: an account-owned token cannot list accounts'),
      };
    case 'addressFilter':
      return {
        label: t('The token does not allow this network'),
        action: t('its IP filter rejects your address: use your usual network or VPN, or widen the filter'),
      };
    case 'challenge':
      return {
        label: t('Blocked by a challenge page'),
        action: t('a firewall expects a browser: try another network, or a proxy that lets the API through'),
      };
    case 'noPermission':
      return {
        label: t('No permission to read tunnels'),
        action: t(
          'the token needs one of these permissions: {0} (on the token page: Account, Cloudflare Tunnel, Read; in some accounts Argo Tunnel (Legacy)); if it has one, check the account ID',
          sufficientPermissions.join(', '),
        ),
      };
    case 'wrongAccount':
      return {
        label: t('The token has no access to this account'),
        action: t('check the account ID, or add the account to the token'),
      };
  }
}
