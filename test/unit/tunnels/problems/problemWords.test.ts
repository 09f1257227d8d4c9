import assert from 'node:assert/strict';
import type { Problem, ProblemKind } from '../../../../src/tunnels/problems/problem.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import { describeRefusal } from '../../../../src/tunnels/problems/refusalWords.ts';
import { day, hostileName, sampleTime } from '../../../support/sampleCompany.ts';

const moment = { now: sampleTime, style: { timeZone: 'UTC' } };
const words = (problem: Problem, name?: string) => describeProblem(problem, name, moment);
const of = (kind: ProblemKind, fields: Partial<Problem> = {}): Problem => ({ kind, detail: 'x', ...fields });

describe('A problem in words', () => {
  type Case = [fields: Partial<Problem>, label: string, action: string];
  const noPermission = describeRefusal('noPermission', of('forbidden'), '', moment);
  const table: Readonly<Record<ProblemKind, readonly Case[]>> = {
    auth: [[{}, 'Credential rejected', 'update the credentials for Larkfield']],
    forbidden: [[{}, noPermission.label, noPermission.action]],
    notFound: [[{}, 'Not found', 'deleted since the last refresh, or the account ID is wrong']],
    rateLimited: [
      [{ retryAt: sampleTime }, 'Too many requests', 'Cloudflare asks you to wait until 12:00:00'],
      [{ retryAt: sampleTime + day }, 'Too many requests', 'Cloudflare asks you to wait until Wed 12:00'],
      [{}, 'Too many requests', 'Cloudflare asks you to wait a few minutes'],
    ],
    network: [[{}, 'Cloudflare cannot be reached', 'check your network and proxy, then retry']],
    timeout: [[{}, 'Cloudflare did not respond in time', 'retry, or check your network']],
    tls: [[{}, 'No trusted connection to Cloudflare', 'a proxy or a missing certificate is in the way']],
    badResponse: [
      [{ field: 'result[3].id' }, 'The response cannot be read', 'unexpected result[3].id: see the log'],
      [{}, 'The response cannot be read', 'not in the Cloudflare API’s format: see the log'],
    ],
    server: [
      [{ status: 503 }, 'Cloudflare server error', 'HTTP 503: retry later, or see cloudflarestatus.com'],
      [{}, 'Cloudflare server error', 'retry later'],
    ],
    blocked: [
      [
        {},
        'Blocked on the way to Cloudflare',
        'something in between is blocking requests: try another network or proxy',
      ],
    ],
    settings: [
      [
        { setting: 'tunnelExplorer.sortBy', detail: 'use name\u0007' },
        'Setting tunnelExplorer.sortBy is invalid',
        'use name\\u0007',
      ],
    ],
    keychain: [
      [{}, 'VS Code’s secret storage failed', 'update the credentials to keep them for this window'],
    ],
  };
  for (const [kind, cases] of Object.entries(table)) {
    for (const [fields, label, action] of cases) {
      it(`is "${label}: ${action}" for ${kind} with ${JSON.stringify(fields)}`, () => {
        const problem: Problem = { kind: kind as ProblemKind, detail: 'x', ...fields };
        assert.deepEqual(words(problem, 'Larkfield'), { label, action });
      });
    }
  }

  it('is that of the refusal where one is known, whatever the kind', () => {
    const problem = of('blocked', { refusal: 'challenge' });
    assert.deepEqual(words(problem), describeRefusal('challenge', problem, '', moment));
  });

  it('shows what the account’s name hides, and stands in for one that is not known', () => {
    for (const problem of [of('auth'), of('auth', { refusal: 'signedOut' })]) {
      const { label, action } = words(problem, hostileName);
      assert.match(`${label} ${action}`, /\\u202Egnp/);
      assert.doesNotMatch(`${label} ${action}`, /\u202E/);
    }
    assert.equal(words(of('auth')).action, 'update the credentials for Cloudflare');
  });
});
