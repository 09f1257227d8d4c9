import { tagOf } from './ids.ts';
import { day, wireTime } from './payloads.ts';

/** Someone who can sign in, with what the API lets them see. */
export type Principal = TokenPrincipal | KeyPrincipal;

interface Rights {
  /** Ids of the accounts that it can act on. */
  accounts: string[];
  /** What `GET /accounts` gives: those accounts, none though they can be read, or the refusal of before 2026. */
  accountList: 'its accounts' | 'empty' | 'refused';
  /** Whether it has one of the permissions that reading tunnels takes. */
  readsTunnels: boolean;
  /** Ids of the only tunnels that it can see; left out, all of its accounts'. */
  onlyTunnels?: string[];
}

export interface TokenPrincipal extends Rights {
  kind: 'token';
  id: string;
  secret: string;
  /** Owned by a person, or by the (first of its) accounts. */
  owner: 'user' | 'account';
  disabled: boolean;
  expiresOn?: string;
  notBefore?: string;
  /** An address filter that this machine does not pass. */
  otherAddressesOnly: boolean;
}

export interface KeyPrincipal extends Rights {
  kind: 'key';
  email: string;
  key: string;
}

/**
 * One token per state. Obviously made up, but of the real form: a prefix that tells the kind, 40 characters, a
 * checksum. https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
 */
export const sampleTokens = {
  /** Owned by a person, sees the first account. */
  user: madeUp('cfut_', 'sampleUser', '0a1b2c3d'),
  /** Owned by a person, sees every account. */
  several: madeUp('cfut_', 'sampleSeveralAccounts', '1a1b2c3d'),
  /** Owned by a person, of the time before prefixes. */
  older: madeUp('', 'sampleOlderForm', ''),
  /** Owned by the first account. */
  account: madeUp('cfat_', 'sampleAccountOwned', '2a1b2c3d'),
  /** Owned by the first account, from a time when such a token could not list accounts (code 1001). */
  accountWithoutList: madeUp('cfat_', 'sampleAccountOwnedNoList', '3a1b2c3d'),
  expired: madeUp('cfut_', 'sampleExpired', '4a1b2c3d'),
  /** Has five days left. */
  expiringSoon: madeUp('cfut_', 'sampleExpiringSoon', '5a1b2c3d'),
  notYetValid: madeUp('cfut_', 'sampleNotYetValid', '6a1b2c3d'),
  disabled: madeUp('cfut_', 'sampleDisabled', '7a1b2c3d'),
  /** Of the right form, but the API does not know it (any more). */
  revoked: madeUp('cfut_', 'sampleRevoked', '8a1b2c3d'),
  /** Good, but not from this machine's address. */
  ipFiltered: madeUp('cfut_', 'sampleAddressFilter', '9a1b2c3d'),
  /** Valid, lists its account, may not read tunnels. */
  withoutTunnelPermission: madeUp('cfut_', 'sampleWithoutTunnels', 'aa1b2c3d'),
  /** Reads the first account's tunnels, but its list of accounts is empty. */
  emptyAccountList: madeUp('cfut_', 'sampleEmptyAccountList', 'ba1b2c3d'),
  /** Has rights on the first two tunnels only. */
  someTunnels: madeUp('cfut_', 'sampleSomeTunnels', 'ca1b2c3d'),
  /** Has rights on no tunnel: its list is empty, though there are tunnels. */
  noTunnels: madeUp('cfut_', 'sampleNoTunnels', 'da1b2c3d'),
} as const;

/** The older way in: the Global API key of a person, who sees every account. */
export const sampleKey = {
  email: 'sample.person@larkfield.example',
  key: '5a3b1e'.repeat(7).slice(0, 37),
} as const;

/** What `cloudflared tunnel run --token` takes: an account, a tunnel and its secret; no token of the API. */
export const sampleTunnelToken = Buffer.from(
  JSON.stringify({
    a: '5a3b1e00a11ce0bb5a3b1e00a11ce0bb',
    t: '7c0f4d6e-52a1-4f0b-9b1e-2f6f0d5f8a11',
    s: Buffer.from('sample tunnel secret, of 32 bytes').toString('base64'),
  }),
).toString('base64');

function madeUp(prefix: string, words: string, checksum: string): string {
  return prefix + words.padEnd(40, '0123456789') + checksum;
}

/** The owners of the sample credentials, with rights on these accounts and tunnels. */
export function samplePrincipals(now: number, accounts: string[], firstTunnels: string[]): Principal[] {
  const first = accounts.slice(0, 1);
  const token = (secret: string, fields: Partial<TokenPrincipal> = {}): TokenPrincipal => ({
    kind: 'token',
    id: tagOf('token', secret),
    secret,
    owner: 'user',
    disabled: false,
    otherAddressesOnly: false,
    accounts: first,
    accountList: 'its accounts',
    readsTunnels: true,
    ...fields,
  });
  const t = sampleTokens;
  return [
    token(t.user),
    token(t.several, { accounts }),
    token(t.older),
    token(t.account, { owner: 'account' }),
    token(t.accountWithoutList, { owner: 'account', accountList: 'refused' }),
    token(t.expired, { expiresOn: wireTime(now - 2 * day) }),
    token(t.expiringSoon, { expiresOn: wireTime(now + 5 * day) }),
    token(t.notYetValid, { notBefore: wireTime(now + 3 * day) }),
    token(t.disabled, { disabled: true }),
    token(t.ipFiltered, { otherAddressesOnly: true }),
    token(t.withoutTunnelPermission, { readsTunnels: false }),
    token(t.emptyAccountList, { accountList: 'empty' }),
    token(t.someTunnels, { onlyTunnels: firstTunnels }),
    token(t.noTunnels, { onlyTunnels: [] }),
    { kind: 'key', ...sampleKey, accounts, accountList: 'its accounts', readsTunnels: true },
  ];
}
