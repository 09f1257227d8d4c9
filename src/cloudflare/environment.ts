import { isEmailLike, readSecret } from './credentials.ts';
import type { Credential, SecretFlaw } from './credentials.ts';
import { accountIdForm } from './ids.ts';

/** The variables that Cloudflare's own tools read. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentCredential {
  /** The variable that it stands in, to be named to the person. */
  readonly variable: 'CLOUDFLARE_API_TOKEN' | 'CLOUDFLARE_API_KEY';
  readonly found: { readonly credential: Credential } | { readonly flaw: SecretFlaw };
  /** From `CLOUDFLARE_ACCOUNT_ID`, where that has the form of one. */
  readonly accountId: string | undefined;
}

/**
 * The credentials that the environment offers: `CLOUDFLARE_API_TOKEN`, and `CLOUDFLARE_API_KEY` where
 * `CLOUDFLARE_EMAIL` is set too.
 */
export function environmentCredentials(environment: Environment): readonly EnvironmentCredential[] {
  const value = (name: string) => environment[name]?.trim() ?? '';
  const id = value('CLOUDFLARE_ACCOUNT_ID').toLowerCase();
  const accountId = accountIdForm.test(id) ? id : undefined;
  const offers: EnvironmentCredential[] = [];
  const token = value('CLOUDFLARE_API_TOKEN');
  if (token !== '') {
    const read = readSecret(token, 'token');
    const found =
      'flaw' in read ? read : { credential: { kind: 'token', token: read.secret } satisfies Credential };
    offers.push({ variable: 'CLOUDFLARE_API_TOKEN', found, accountId });
  }
  const email = value('CLOUDFLARE_EMAIL');
  const key = value('CLOUDFLARE_API_KEY');
  if (isEmailLike(email) && key !== '') {
    const read = readSecret(key, 'key');
    const found =
      'flaw' in read ? read : { credential: { kind: 'key', email, key: read.secret } satisfies Credential };
    offers.push({ variable: 'CLOUDFLARE_API_KEY', found, accountId });
  }
  return offers;
}
