import { t } from '@vscode/l10n';
import { tunnelName } from '../model/names.ts';
import { factTable } from './factTable.ts';
import type { FactLine, Facts } from './factTable.ts';
import type { IngressRule } from '../model/tunnel.ts';
import type { RoutesNode } from './nodes.ts';
import { lacksCatchAll, originRequestInWords, routeName, skipsVerification } from '../model/routes.ts';

export function routesFacts({ configuration, parent }: RoutesNode): Facts {
  const known = configuration?.value;
  return {
    kind: t('Routes'),
    title: tunnelName(parent.tunnel),
    lines: factTable([
      [t('Rules'), known?.rules.length],
      [t('Configuration version'), known?.version],
    ]),
    notes:
      parent.tunnel.managedBy === 'local'
        ? [t('The rules are in cloudflared’s configuration file on its host.')]
        : known !== undefined && lacksCatchAll(known)
          ? [
              t(
                'There is no catch-all rule at the end: no response is defined for requests that match no rule.',
              ),
            ]
          : [],
  };
}

export function routeFacts(rule: IngressRule): Facts {
  return {
    kind: t('Route'),
    title: routeName(rule),
    lines: factTable([
      [t('Hostname'), rule.hostname, 'data'],
      [t('Path'), rule.path, 'data'],
      [t('Service'), rule.service, 'data'],
      ...originRequestInWords(rule).map(([label, value]): FactLine => [label, value, 'data']),
    ]),
    notes: skipsVerification(rule)
      ? [t('The service’s certificate is not verified: anyone in between can impersonate the service.')]
      : [],
  };
}
