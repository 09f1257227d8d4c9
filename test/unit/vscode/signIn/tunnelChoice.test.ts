import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../../../src/cloudflare/client.ts';
import { listTunnelsOrExplain } from '../../../../src/cloudflare/verify.ts';
import { chosenIds, settleChoice, tunnelChoices } from '../../../../src/vscode/signIn/tunnelChoice.ts';
import type { ChosenTunnel } from '../../../../src/vscode/signIn/tunnelChoice.ts';
import { sampleTokens, startCloudflareServer } from '../../../support/cloudflareServer.ts';
import { tunnelOf } from '../../../support/models.ts';
import { hostileName, sampleAccountId } from '../../../support/sampleCompany.ts';

const account = { accountId: 'a', name: 'Larkfield $(zap)' };
const web = tunnelOf({ id: 'web', name: 'web-prod', status: 'degraded' });
const lab = tunnelOf({ id: 'lab', name: hostileName, status: 'inactive' });
const choices = (chosen: readonly string[] | undefined, tunnels = [web, lab]) =>
  tunnelChoices({ ...account, tunnels, chosen });
const all: ChosenTunnel = { accountId: 'a', tunnelId: undefined };
const one: ChosenTunnel = { accountId: 'a', tunnelId: 'web' };
const two: ChosenTunnel = { accountId: 'a', tunnelId: 'lab' };
const allOfOther: ChosenTunnel = { accountId: 'b', tunnelId: undefined };
const oneOfOther: ChosenTunnel = { accountId: 'b', tunnelId: 'web' };

describe('The choice of tunnels', () => {
  it('is all, also new ones, or any of those that there are, with their status', () => {
    const items = choices(undefined).map(({ item, value }) => [item.label, item.description, value]);
    assert.deepEqual(items[0]?.[0], 'All tunnels, including new ones');
    assert.deepEqual(items[1], ['web-prod', 'degraded', one]);
    assert.deepEqual(items[2]?.slice(1), ['inactive', two]);
    assert.equal(items.length, 3);
  });

  const ticked: [chosen: readonly string[] | undefined, picked: readonly boolean[]][] = [
    [undefined, [true, false, false]],
    [[], [false, false, false]],
    [['lab'], [false, false, true]],
    [
      ['lab', 'web'],
      [false, true, true],
    ],
    [
      ['gone', 'web'],
      [false, true, false, true],
    ],
  ];
  for (const [chosen, picked] of ticked) {
    it(`has ticked what is chosen: ${chosen === undefined ? 'all' : JSON.stringify(chosen)}`, () => {
      assert.deepEqual(
        choices(chosen).map(({ item }) => item.picked),
        picked,
      );
    });
  }

  it('keeps a chosen tunnel that is not in the account, until it is unticked', () => {
    const last = choices(['gone']).at(-1);
    assert.deepEqual(last?.item, { label: 'Tunnel gone', description: 'not in the account', picked: true });
    assert.deepEqual(last.value, { accountId: 'a', tunnelId: 'gone' });
  });

  it('leaves out a tunnel without an id, which no setting could name', () => {
    assert.equal(choices(undefined, [tunnelOf({ id: null, name: 'odd' }), web]).length, 2);
  });

  it('shows no name as an icon', () => {
    for (const { item } of choices(undefined)) {
      assert.doesNotMatch(`${item.label} ${item.description ?? ''}`, /(?<!\\)\$\(/);
    }
  });

  it('says in words that an empty list does not mean that there are no tunnels', async () => {
    const server = await startCloudflareServer();
    try {
      const credential = { kind: 'token', token: sampleTokens.noTunnels } as const;
      const api = createCloudflareApi({ baseUrl: server.url, credential });
      const asking = { signal: new AbortController().signal, now: Date.now() };
      const tunnels = await listTunnelsOrExplain(api, credential, sampleAccountId, asking);
      const [only, ...more] = choices(undefined, [...tunnels]);
      assert.match(only?.item.detail ?? '', /none now, or the credential has no access to any/);
      assert.deepEqual(more, []);
      assert.ok(choices(undefined).every(({ item }) => item.detail === undefined));
    } finally {
      await server.close();
    }
  });
});

describe('All tunnels and single ones', () => {
  type Choice = readonly ChosenTunnel[];
  const table: [what: string, before: Choice, now: Choice, settled: Choice][] = [
    ['all takes back the single ones', [one, two], [all, one, two], [all]],
    ['a single one takes back all', [all], [all, one], [one]],
    ['all of both at once is all', [one], [all, one, two], [all]],
    ['single ones add up', [one], [one, two], [one, two]],
    ['nothing is taken back by taking one back', [one, two], [two], [two]],
    ['nothing may be left', [one], [], []],
    ['another account is another matter', [all], [all, oneOfOther], [all, oneOfOther]],
    ['each account for itself', [all, oneOfOther], [all, allOfOther, oneOfOther], [all, allOfOther]],
    ['nothing new, nothing changed', [all], [all], [all]],
  ];
  for (const [what, before, now, settled] of table) {
    it(`exclude each other: ${what}`, () => {
      assert.deepEqual(settleChoice(now, before), settled);
    });
  }
});

describe('The setting', () => {
  const third = tunnelOf({ id: 'third', name: 'third' });

  it('holds the ids of single tunnels, and none where it is all', () => {
    assert.deepEqual(chosenIds([one, two], [web, lab, third]), ['web', 'lab']);
    assert.equal(chosenIds([all], [web, lab]), undefined);
    assert.equal(chosenIds([], [web, lab]), undefined);
  });

  it('holds none where each tunnel was ticked: that means all, so that new ones show', () => {
    const odd = tunnelOf({ id: null, name: 'not to be chosen' });
    const gone: ChosenTunnel = { accountId: 'a', tunnelId: 'gone' };
    assert.equal(chosenIds([one, two], [web, lab]), undefined);
    assert.equal(chosenIds([one, two, gone], [web, lab, odd]), undefined);
    assert.deepEqual(chosenIds([gone], []), ['gone']);
  });
});
