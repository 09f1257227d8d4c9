import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { countText } from '../../tunnels/text/numbers.ts';
import { withoutLinks } from '../../tunnels/text/text.ts';
import { recentTime } from '../../tunnels/text/time.ts';
import type { AuditCost, AuditPace } from '../../watch/auditPlan.ts';
import type { AuditProgress } from '../../watch/auditReader.ts';
import { style } from '../style.ts';

/** Says what the audit costs, and lets the person choose. `undefined`: rather not. */
export async function askForPace({ requests, gapMs }: AuditCost): Promise<AuditPace | undefined> {
  const slowly = t('Read Slowly ({0})', minutes(requests * gapMs));
  const atOnce = t('Read at Once');
  const answer = await vscode.window.showInformationMessage(
    withoutLinks(t('This audit makes {0} requests.', countText(requests, style))),
    {
      modal: true,
      detail: t(
        'That is more than a quarter of what Cloudflare allows you in five minutes, in the dashboard and with all your tokens together. Read slowly, the audit stays within that quarter.',
      ),
    },
    slowly,
    atOnce,
  );
  return answer === slowly ? 'slowly' : answer === atOnce ? 'atOnce' : undefined;
}

export function progressInWords({ done, total, waitingUntil, leftMs }: AuditProgress): string {
  const count = t('{0} of {1} tunnels', countText(done, style), countText(total, style));
  if (waitingUntil !== undefined) {
    return t(
      '{0}, waiting until {1}: Cloudflare’s request limit is nearly reached',
      count,
      recentTime(waitingUntil, Date.now(), style),
    );
  }
  return leftMs === undefined ? count : t('{0}, about {1} left', count, minutes(leftMs));
}

function minutes(ms: number): string {
  const count = Math.max(1, Math.round(ms / 60_000));
  return count === 1 ? t('1 minute') : t('{0} minutes', countText(count, style));
}
