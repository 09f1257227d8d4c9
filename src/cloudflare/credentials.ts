import * as z from 'zod/mini';

/**
 * The two ways in which the API lets a caller sign in: an API token (user-owned or account-owned), sent as
 * `Authorization: Bearer`, or the older pair of `X-Auth-Email` and `X-Auth-Key` (Global API key).
 * https://developers.cloudflare.com/fundamentals/api/get-started/
 */
export type Credential = TokenCredential | KeyCredential;

export interface TokenCredential {
  readonly kind: 'token';
  readonly token: string;
}

export interface KeyCredential {
  readonly kind: 'key';
  readonly email: string;
  readonly key: string;
}

/** What a header can carry and a credential can be: printable ASCII without a space, of a sane length. */
const secretText = z.string().check(z.regex(/^[\x21-\x7e]{1,1024}$/));

/** The headers that carry it. */
export function credentialHeaders(credential: Credential): Readonly<Record<string, string>> {
  switch (credential.kind) {
    case 'token':
      return { authorization: `Bearer ${credential.token}` };
    case 'key':
      return { 'x-auth-email': credential.email, 'x-auth-key': credential.key };
  }
}

/** A credential as it is kept in the secret storage; checked when written and when read. */
export const credentialSchema: z.ZodMiniType<Credential> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), token: secretText }),
  z.object({ kind: z.literal('key'), email: secretText, key: secretText }),
]);

/** Why a pasted text cannot be a credential; decided without asking anyone. */
export type SecretFlaw = 'empty' | 'space' | 'notAscii' | 'tooLong' | 'keyForToken' | 'tokenForKey';

/**
 * Pasted text as a secret: what often comes along (white space around it, quotes, `Bearer ` in front) is taken off,
 * and what cannot be sent in a header, or is the other kind of secret, is named before a request is made.
 */
export function readSecret(
  pasted: string,
  kind: Credential['kind'],
): { readonly secret: string } | { readonly flaw: SecretFlaw } {
  const secret = unquoted(unquoted(pasted).replace(/^(?:authorization:\s*)?bearer(?:\s+|$)/i, ''));
  if (secret === '') return { flaw: 'empty' };
  if (/\s/.test(secret)) return { flaw: 'space' };
  if (/[^\x21-\x7e]/.test(secret)) return { flaw: 'notAscii' };
  if (!z.safeParse(secretText, secret).success) return { flaw: 'tooLong' };
  if (kind === 'token' && isGlobalKey(secret)) return { flaw: 'keyForToken' };
  if (kind === 'key' && ownerByPrefix(secret) !== undefined) return { flaw: 'tokenForKey' };
  return { secret };
}

/**
 * By their prefixes, or for the older form of a Global API key by its 37 hexadecimal digits.
 * https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
 */
function isGlobalKey(secret: string): boolean {
  return secret.startsWith('cfk_') || /^[0-9a-f]{37}$/.test(secret);
}

/** Whose a token is; older ones have no prefix: those only the API can tell. */
export function ownerByPrefix(secret: string): 'user' | 'account' | undefined {
  if (secret.startsWith('cfut_')) return 'user';
  return secret.startsWith('cfat_') ? 'account' : undefined;
}

/** What Cloudflare's login takes for an address is for it to say; this is what cannot be one. */
export function isEmailLike(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text) && /^[^@]+@[^@]+$/.test(text);
}

function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^(["'`])(.*)\1$/, '$2')
    .trim();
}
