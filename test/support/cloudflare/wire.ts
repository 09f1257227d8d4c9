import type { Account } from 'cloudflare/resources/accounts/accounts';
import type { CloudflareTunnel } from 'cloudflare/resources/shared';
import type { TokenVerifyResponse } from 'cloudflare/resources/user/tokens/tokens';
import type { ConfigurationGetResponse } from 'cloudflare/resources/zero-trust/tunnels/cloudflared/configurations';
import type { Client } from 'cloudflare/resources/zero-trust/tunnels/cloudflared/connections';

/**
 * What the API sends, made of the official SDK's types, so that a field which Cloudflare renames or retypes stops the
 * compiler here. Each deviation from the SDK says why.
 */

/** The SDK declares no `null`, the descriptions of its fields do ("If `null`, the tunnel is inactive"). */
type Nullable<T> = { [K in keyof T]?: T[K] | null };

/** A value that the API may extend before this SDK knows of it. */
type Open<T> = NonNullable<T> | (string & Record<never, never>) | null;

/** `connections` left this answer on 2026-10-05; the SDK still lists it, as deprecated. */
export type WireTunnel = Nullable<Omit<CloudflareTunnel, 'connections' | 'status'>> & {
  status?: Open<CloudflareTunnel['status']>;
};

export type WireConnection = Nullable<Client.Conn>;

export type WireConnector = Nullable<Omit<Client, 'conns'>> & { conns?: WireConnection[] | null };

type Config = ConfigurationGetResponse.Config;

/** The last rule of a list, the catch-all, has no hostname, though the SDK requires one. */
export type WireIngressRule = Omit<ConfigurationGetResponse.Config.Ingress, 'hostname'> & {
  hostname?: string;
};

/** `config` is `null` before the first publication; `warp-routing` is sent, but is not in the SDK. */
export type WireConfiguration = Nullable<Omit<ConfigurationGetResponse, 'config'>> & {
  config?:
    (Omit<Config, 'ingress'> & { ingress?: WireIngressRule[]; 'warp-routing'?: { enabled: boolean } }) | null;
};

export type WireAccount = Account;

export type WireTokenStatus = TokenVerifyResponse;
