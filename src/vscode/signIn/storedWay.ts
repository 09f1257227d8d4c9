import { t } from '@vscode/l10n';
import type { Account } from '../../tunnels/model/tunnel.ts';
import { withoutIcons } from '../../tunnels/text/text.ts';
import { shortName } from '../storage/accountsSetting.ts';
import type { SharedCredentials } from './sharedCredentials.ts';
import type { Way } from './steps.ts';
import { identifyOrTell, tellRefused } from './verifying.ts';

/** The credential of an account that is there already; `only`: the account that a credential is wanted for. */
export function storedWay(shared: SharedCredentials, only: Account | undefined): Way {
  return {
    offers: () => [],
    moreOffers: async (signal) =>
      (await shared.find(only, signal)).map(({ of: account, sees }) => ({
        item: {
          label: withoutIcons(t('Use the credential of {0}', account.name)),
          detail: withoutIcons(
            t('It also sees {0}.', sees.map(({ id, name }) => name ?? shortName(id)).join(', ')),
          ),
        },
        value: { kind: 'stored', account },
      })),
    steps: [
      {
        silent: true,
        ask: async ({ method }, { title }, identify) => {
          if (method.kind !== 'stored') return 'back';
          const { id, name } = method.account;
          const credential = await shared.credentialOf(id);
          if (credential === undefined) return tellRefused(name, t('Its credential is no longer stored.'));
          const progress = t('{0}: verifying the credential of {1}…', title, name);
          return identifyOrTell(name, progress, (signal) => identify(credential, signal));
        },
      },
    ],
  };
}
