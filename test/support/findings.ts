import type { Finding, FindingInput, FindingKind } from '../../src/tunnels/findings/finding.ts';
import { findingsOf } from '../../src/tunnels/findings/rules.ts';
import { newestRelease } from '../../src/tunnels/model/versions.ts';
import type { Newest } from '../../src/tunnels/model/versions.ts';
import { tunnelOf } from './models.ts';
import { sampleTime, wireTime } from './sampleCompany.ts';

/** What versions are measured against where an account runs nothing newer. */
export const newest: Newest = { version: newestRelease, from: 'release' };

/** So long before the sample's time. */
export const before = (span: number) => wireTime(sampleTime - span);

/** The findings about a healthy tunnel at the sample's time, but for what is given. */
export function findingsIn(given: Partial<FindingInput>): readonly Finding[] {
  return findingsOf({ tunnel: tunnelOf(), connectors: undefined, newest, now: sampleTime, ...given });
}

/** Those of one kind, without what all of them have. */
export function found({
  kind,
  ...given
}: Partial<FindingInput> & { readonly kind: FindingKind }): readonly object[] {
  return findingsIn(given)
    .filter((finding) => finding.kind === kind)
    .map((finding) => Object.fromEntries(Object.entries(finding).filter(([field]) => field !== 'kind')));
}
