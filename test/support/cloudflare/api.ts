import { authenticationError, noRoute, notFound, refusal, success } from './answers.ts';
import type { Answer } from './answers.ts';
import { hindrance, isOver, senderOf, wrongAddress } from './authenticate.ts';
import type { ApiRequest } from './authenticate.ts';
import type { Company, CompanyAccount, CompanyTunnel } from './company.ts';
import { paged } from './pages.ts';
import type { Principal } from './principals.ts';
import type { WireConfiguration, WireTokenStatus, WireTunnel } from './wire.ts';

/** What the API answers, by the company's state at that moment. Pure: faults and delivery are not its business. */
export function answerOf(request: ApiRequest, company: Company, now: number): Answer {
  if (request.method !== 'GET') {
    return refusal(405, { code: 10405, message: 'Method not allowed for this authentication scheme' });
  }
  const sender = senderOf(request, company.principals);
  if ('refusal' in sender) return sender.refusal;
  const { principal } = sender;
  const route = routeOf(request.path);
  if (route === undefined) return noRoute();
  if (route.kind === 'verify') {
    // Verification is for tokens only. https://developers.cloudflare.com/api/resources/user/subresources/tokens/
    return sender.kind === 'key'
      ? refusal(400, { code: 9106, message: 'Authentication failed (status: 400)' })
      : verification(principal, route.accountId, now);
  }
  const refused = hindrance(principal, now, { userLevel: route.kind === 'accounts' });
  if (refused !== undefined || principal === undefined) return refused ?? authenticationError(401);
  if (route.kind === 'accounts') return accountList(principal, company, request);
  const account = company.accounts.find(
    (one) => one.account.id === route.accountId && principal.accounts.includes(route.accountId),
  );
  if (account === undefined || !principal.readsTunnels) return authenticationError(403);
  return route.kind === 'tunnels'
    ? tunnelList(visibleTunnels(account, principal), request)
    : aboutTunnel(route, account, principal);
}

type Route =
  | { readonly kind: 'verify'; readonly accountId?: string }
  | { readonly kind: 'accounts' }
  | { readonly kind: 'tunnels'; readonly accountId: string }
  | TunnelRoute;

interface TunnelRoute {
  readonly kind: 'tunnel';
  readonly accountId: string;
  readonly tunnelId: string;
  readonly part: string | undefined;
  readonly partId: string | undefined;
}

const id = '([0-9a-f]{32})';
const uuid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const accountVerify = new RegExp(`^/accounts/${id}/tokens/verify$`);
const tunnelsOf = new RegExp(`^/accounts/${id}/cfd_tunnel$`);
const tunnelPart = new RegExp(
  `^/accounts/${id}/cfd_tunnel/${uuid}(?:/(connections|configurations|connectors/${uuid}))?$`,
);

function routeOf(path: string): Route | undefined {
  if (path === '/user/tokens/verify') return { kind: 'verify' };
  if (path === '/accounts') return { kind: 'accounts' };
  const verifyAt = accountVerify.exec(path)?.[1];
  if (verifyAt !== undefined) return { kind: 'verify', accountId: verifyAt };
  const tunnelsAt = tunnelsOf.exec(path)?.[1];
  if (tunnelsAt !== undefined) return { kind: 'tunnels', accountId: tunnelsAt };
  const [, accountId, tunnelId, part, partId] = tunnelPart.exec(path) ?? [];
  if (accountId === undefined || tunnelId === undefined) return undefined;
  return { kind: 'tunnel', accountId, tunnelId, part, partId };
}

/**
 * `/user/tokens/verify` knows the tokens of persons only, `/accounts/{id}/tokens/verify` those of that account only:
 * each refuses the other's with 1000. A token that is known but not in force is a success with that status.
 */
function verification(principal: Principal | undefined, accountId: string | undefined, now: number): Answer {
  const isOwners =
    principal?.kind === 'token' &&
    (accountId === undefined
      ? principal.owner === 'user'
      : principal.owner === 'account' && principal.accounts[0] === accountId);
  if (!isOwners) return refusal(401, { code: 1000, message: 'Invalid API Token' });
  if (principal.otherAddressesOnly) return wrongAddress();
  const status = principal.disabled ? 'disabled' : isOver(principal, now) ? 'expired' : 'active';
  const result: WireTokenStatus = {
    id: principal.id,
    status,
    ...(principal.expiresOn === undefined ? {} : { expires_on: principal.expiresOn }),
    ...(principal.notBefore === undefined ? {} : { not_before: principal.notBefore }),
  };
  // 10000 among the messages is good news; among the errors it would be a refusal.
  const valid = { code: 10000, message: 'This API Token is valid and active', type: null };
  return success(result, { messages: status === 'active' ? [valid] : [] });
}

function accountList(principal: Principal, company: Company, { query }: ApiRequest): Answer {
  if (principal.accountList === 'refused') {
    const message = 'List accounts endpoint does not support account owned tokens.';
    return refusal(400, { code: 1001, message });
  }
  const accounts = company.accounts
    .map(({ account }) => account)
    .filter((account) => principal.accountList === 'its accounts' && principal.accounts.includes(account.id));
  return paged(accounts, accounts.length, query, { maximum: 50, totalPages: true });
}

function visibleTunnels({ tunnels }: CompanyAccount, { onlyTunnels }: Principal): readonly CompanyTunnel[] {
  // A list holds what its reader may see, and does not say that there is more.
  return onlyTunnels === undefined
    ? tunnels
    : tunnels.filter(({ tunnel }) => onlyTunnels.includes(tunnel.id ?? ''));
}

/** https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/subresources/cloudflared/methods/list/ */
function tunnelList(visible: readonly CompanyTunnel[], { query }: ApiRequest): Answer {
  const tunnels = visible.map(({ tunnel }) => tunnel);
  // Deleted tunnels are left out unless asked for, and then come alone (since December 2025).
  const deleted = query['is_deleted'] === 'true';
  const all = tunnels.filter((tunnel) => isDeleted(tunnel) === deleted);
  const { name, status, uuid: wanted, include_prefix: start, exclude_prefix: not } = query;
  const found = all.filter(
    (tunnel) =>
      (name === undefined || tunnel.name === name) &&
      (status === undefined || tunnel.status === status) &&
      (wanted === undefined || tunnel.id === wanted) &&
      (start === undefined || (tunnel.name ?? '').startsWith(start)) &&
      (not === undefined || !(tunnel.name ?? '').startsWith(not)),
  );
  return paged(found, all.length, query, { maximum: 1000, totalPages: false });
}

function isDeleted({ deleted_at: deletedAt }: WireTunnel): boolean {
  return deletedAt !== undefined && deletedAt !== null;
}

function aboutTunnel(route: TunnelRoute, account: CompanyAccount, principal: Principal): Answer {
  const found = account.tunnels.find(({ tunnel }) => tunnel.id === route.tunnelId);
  if (found === undefined) return notFound('Tunnel');
  if (!visibleTunnels(account, principal).includes(found)) return authenticationError(403);
  const { part, partId } = route;
  if (part === undefined) return success(found.tunnel);
  if (part === 'connections') return success(found.connectors);
  if (part === 'configurations') return success(found.configuration ?? neverPublished(account, found));
  const connector = found.connectors.find((one) => one.id === partId);
  return connector === undefined ? notFound('Connector') : success(connector);
}

/** `config: null` is what cloudflared logs for such a tunnel; for a locally managed one it is a guess. */
function neverPublished({ account }: CompanyAccount, { tunnel }: CompanyTunnel): WireConfiguration {
  return {
    account_id: account.id,
    tunnel_id: tunnel.id ?? null,
    version: 0,
    source: tunnel.config_src ?? null,
    created_at: tunnel.created_at ?? null,
    config: null,
  };
}
