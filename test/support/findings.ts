import { findingsOf } from '../../src/tunnels/findings/rules.ts';
import type { FindingInput, FindingKind } from '../../src/tunnels/findings/finding.ts';
import { tunnelOf } from './models.ts';
import { sampleTime, wireTime } from './sampleCompany.ts';

/** Findings at the sample's time. */

const now = sampleTime;
export const before = (span: number) => wireTime(now - span);

type Given = Partial<FindingInput> & { readonly kind: FindingKind };

/** The findings of one kind, without what all of them have. */
export function found({ kind, ...given }: Given): readonly object[] {
  const findings = findingsOf({ tunnel: tunnelOf(), connectors: undefined, now, ...given });
  return findings
    .filter((finding) => finding.kind === kind)
    .map((finding) => Object.fromEntries(Object.entries(finding).filter(([field]) => field !== 'kind')));
}
