import { t } from '@vscode/l10n';
import { statusWord } from '../model/names.ts';
import type { Notice } from './notices.ts';
import { visible } from '../text/text.ts';

/** A message of VS Code is a line or two. */
const namesAtMost = 5;

/** A notice in one sentence: `web-prod is degraded`. */
export function describeNotice({ kind, tunnels }: Notice): string {
  const names = tunnels.map(({ tunnelName, tunnelKey }) => visible(tunnelName ?? t('Tunnel {0}', tunnelKey)));
  const [first, ...others] = tunnels;
  const list = names.slice(0, namesAtMost).join(', ');
  const all = names.length > namesAtMost ? t('{0} and {1} more', list, names.length - namesAtMost) : list;
  const isOne = first !== undefined && others.length === 0;
  switch (kind) {
    case 'trouble':
      return isOne
        ? t('{0} is {1}', all, statusWord(first.status))
        : t('{0} tunnels are degraded or down: {1}', names.length, all);
    case 'flapping':
      return isOne
        ? t('{0} is flapping: its status keeps changing', all)
        : t('{0} tunnels are flapping: {1}', names.length, all);
    case 'recovered':
      return isOne
        ? t('{0} is healthy again', all)
        : t('{0} tunnels are healthy again: {1}', names.length, all);
  }
}
