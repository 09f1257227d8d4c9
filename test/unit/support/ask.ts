import type { ResultInfo, WireError } from '../../support/cloudflare/answers.ts';
import { sampleTokens } from '../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../support/cloudflareServer.ts';
import { sampleAccountId } from '../../support/sampleCompany.ts';

export interface Envelope {
  readonly success: boolean;
  readonly errors: readonly WireError[];
  readonly messages: readonly unknown[];
  readonly result: unknown;
  readonly result_info?: ResultInfo;
}

export const tunnelsPath = `/accounts/${sampleAccountId}/cfd_tunnel`;

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

export async function get(
  server: CloudflareServer,
  path: string,
  headers: Record<string, string> = bearer(sampleTokens.user),
) {
  const response = await fetch(server.url + path, { headers });
  const json = (await response.json()) as Envelope;
  return { status: response.status, headers: response.headers, json };
}
