import assert from 'node:assert/strict';
import { accountIdPrompt } from '../../../../src/vscode/signIn/accountIdWords.ts';
import { sampleKey, sampleTokens } from '../../../support/sampleCompany.ts';

describe('Who has to type an account ID', () => {
  const wanted = 'Paste the account’s ID or its dashboard address.';
  const token = (secret: string) => ({ kind: 'token', token: secret }) as const;
  const account = { id: 'a', name: undefined };
  const noList = 'Paste the account’s ID or its dashboard address: this token cannot list accounts.';
  const either = `Cloudflare does not recognize this token as a user’s: it may belong to an account, or be mistyped. ${wanted}`;

  it('is told that the token may be an account’s or mistyped, where only an account could tell', () => {
    const older = { credential: token(sampleTokens.older), owner: 'unknown', seen: [] } as const;
    assert.equal(accountIdPrompt(older), either);
  });

  it('is told that there is no list where the token is known, or its prefix says whose it is', () => {
    const known = { credential: token(sampleTokens.older), owner: 'user', seen: [] } as const;
    const accounts = { credential: token(sampleTokens.account), owner: 'unknown', seen: [] } as const;
    for (const found of [known, accounts]) assert.equal(accountIdPrompt(found), noList);
    const key = { credential: { kind: 'key', ...sampleKey }, owner: 'user', seen: [] } as const;
    assert.equal(accountIdPrompt(key), noList.replace('token cannot list', 'key lists no'));
  });

  it('is told only what to paste where there was a list to choose from', () => {
    const found = { credential: token(sampleTokens.older), owner: 'user', seen: [account] } as const;
    assert.equal(accountIdPrompt(found), wanted);
    assert.equal(accountIdPrompt(undefined), wanted);
  });
});
