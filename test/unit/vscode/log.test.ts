import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Log } from '../../../src/vscode/log.ts';
import { reportProblems } from '../../../src/vscode/problemLog.ts';
import { SecretFilter } from '../../../src/vscode/secretFilter.ts';
import { configurationOf } from '../../support/models.ts';
import { hostileName, sampleTime, sampleTokens } from '../../support/sampleCompany.ts';
import { accountOf, failure, load, tunnelsOf, useBench } from '../../support/watchBench.ts';

let filter: SecretFilter;
let lines: string[];
let log: Log;
beforeEach(() => {
  filter = new SecretFilter();
  lines = [];
  const write = (line: string) => lines.push(line);
  const channel = { info: write, warn: write, error: write } as Partial<vscode.LogOutputChannel>;
  log = new Log(channel as vscode.LogOutputChannel, filter);
});

describe('A line of the log', () => {
  it('has no more than 2,000 characters of a field, and says where it was cut', () => {
    const long = 'a word '.repeat(100_000);
    const api = { code: 1, message: long, documentationUrl: long, pointer: long, chain: [] };
    log.problem(long, { kind: 'server', detail: long, ray: long, field: long, setting: long, api });
    log.answer({ method: 'GET', path: long, status: 200, ms: 1, ray: long, rateLimit: undefined });
    log.unreadable(long, [long, long]);
    log.change({
      ...{ at: sampleTime, accountId: 'a', accountName: long, tunnelKey: 't', tunnelName: long },
      ...{ kind: 'tunnelRenamed', from: long, to: long },
    });
    assert.equal(lines.length, 4);
    for (const line of lines) {
      assert.ok(line.length < 20_000, `${line.length}`);
      for (const field of line.split('…')) assert.ok(field.length <= 2_040, `${field.length}`);
      assert.match(line, /a …/);
    }
  });

  it('is never cut within a secret, of which a part would pass the filter', () => {
    const secret = sampleTokens.user;
    filter.learn(secret);
    for (let before = 1_940; before <= 2_001; before += 3) {
      for (const fill of ['x', 'x ']) {
        log.problem('a', { kind: 'server', detail: fill.repeat(before).slice(0, before) + secret.repeat(2) });
      }
    }
    for (const line of lines) assert.doesNotMatch(line, new RegExp(secret.slice(0, 8)));
  });

  it('shows what a name hides', () => {
    log.problem(hostileName, { kind: 'server', detail: hostileName, ray: hostileName });
    assert.match(lines[0] ?? '', /\\u202E.*: server: .*\\u202E.* cf-ray=.*\\u202E/);
    assert.doesNotMatch(lines[0] ?? '', /[\p{Cc}\p{Cf}]/u);
  });

  it('is one for each frame of a defect, of which the text is not told', () => {
    log.failure('refresh', new TypeError('a secret text'));
    const [first, ...frames] = (lines[0] ?? '').split('\n');
    assert.equal(first, 'refresh: unexpected TypeError');
    assert.ok(frames.length > 0 && frames.every((frame) => /^\s+at /.test(frame)));
  });
});

describe('A problem that is met', () => {
  const bench = useBench();

  it('is in the log once: of the settings, of a list, of connectors and of routes', async () => {
    const leave = reportProblems(bench.watch, log);
    await load(bench, 'web');
    const { watch, fake } = bench;
    const routes = watch.openRoutes('a', 'web');
    await fake.fail('getConfiguration', failure({ detail: 'the routes' }));
    await routes;
    const connectors = watch.open('a', 'web');
    await fake.fail('listConnectors', failure({ detail: 'the connectors' }));
    await connectors;
    void watch.refresh();
    await fake.fail('listTunnels', failure({ detail: 'the list' }));
    watch.setAccounts([accountOf('a')], [{ kind: 'settings', detail: 'the setting', setting: 's' }]);
    assert.deepEqual(lines, [
      'A, routes of tunnel web: network: the routes',
      'A, tunnel web: network: the connectors',
      'A: network: the list',
      'settings: settings: the setting setting=s',
    ]);

    void watch.refresh();
    await fake.answer('listTunnels', tunnelsOf('web'));
    await fake.answer('getConfiguration', configurationOf([]));
    await fake.answer('listConnectors', []);
    leave();
    void watch.refresh();
    await fake.fail('listTunnels', failure({ detail: 'not heard' }));
    assert.equal(lines.length, 4);
  });
});
