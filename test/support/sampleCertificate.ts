import { tagOf } from './cloudflare/ids.ts';

/** What `cloudflared tunnel login` puts into the token block of a `cert.pem`. */
export interface CertificateContent {
  readonly accountId: string;
  readonly token: string;
  /** `fed` for Cloudflare's FedRAMP API. */
  readonly endpoint?: string;
}

const zoneId = tagOf('zone', 'sample certificate');
const serviceKey = `v1.0-${tagOf('service key', 'sample certificate')}`;

/** A `cert.pem` as cloudflared writes it today. */
export function sampleCertificate({ accountId, token, endpoint }: CertificateContent): string {
  return tokenBlock(JSON.stringify({ zoneID: zoneId, accountID: accountId, apiToken: token, endpoint }));
}

/** A `cert.pem` of the time before API tokens; its key and its certificate are made up. */
export function oldCertificate(): string {
  const content = JSON.stringify({ zoneID: zoneId, serviceKey, accountID: tagOf('account', 'old') });
  return legacyBlocks() + tokenBlock(content);
}

/** A still older one, whose token block is two lines. */
export function oldestCertificate(): string {
  return legacyBlocks() + pemBlock('WARP TOKEN', `${zoneId}\n${serviceKey}`);
}

/** What old certificates have beside their token block. */
export function legacyBlocks(): string {
  return (
    pemBlock('PRIVATE KEY', 'not a key, only as long as one. '.repeat(38)) +
    pemBlock('CERTIFICATE', 'not a certificate, only as long as one. '.repeat(30))
  );
}

export function tokenBlock(content: string | Uint8Array): string {
  return pemBlock('ARGO TUNNEL TOKEN', content);
}

/** https://www.rfc-editor.org/rfc/rfc7468: lines of 64 characters. */
export function pemBlock(label: string, content: string | Uint8Array): string {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
