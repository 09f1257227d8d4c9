import assert from 'node:assert/strict';
import { accountIdPrompt } from '../../../../src/vscode/signIn/accountIdWords.ts';
import { sampleKey, sampleTokens } from '../../../support/sampleCompany.ts';

describe('Who has to type an account ID', () => {
  const form = 'The account ID: 32 hexadecimal digits, as in the dashboard URL.';
  const token = (secret: string) => ({ kind: 'token', token: secret }) as const;
  const account = { id: 'a', name: undefined };
  const may = `This credential lists no accounts, but may still have access to one. ${form}`;
  const either = `Cloudflare does not recognize this token as a user’s: it may belong to an account, or be mistyped. ${form}`;

  it('is told that the token may be an account’s or mistyped, where only an account could tell', () => {
    const older = { credential: token(sampleTokens.older), owner: 'unknown', seen: [] } as const;
    assert.equal(accountIdPrompt(older), either);
  });

  it('is told that there is no list where the token is known, or its prefix says whose it is', () => {
    const known = { credential: token(sampleTokens.older), owner: 'user', seen: [] } as const;
    const accounts = { credential: token(sampleTokens.account), owner: 'unknown', seen: [] } as const;
    const key = { credential: { kind: 'key', ...sampleKey }, owner: 'user', seen: [] } as const;
    for (const found of [known, accounts, key]) assert.equal(accountIdPrompt(found), may);
  });

  it('is told the form alone where there was a list to choose from', () => {
    const found = { credential: token(sampleTokens.older), owner: 'user', seen: [account] } as const;
    assert.equal(accountIdPrompt(found), form);
    assert.equal(accountIdPrompt(undefined), form);
  });
});
