import { t } from '@vscode/l10n';
import { distinct } from './tunnel.ts';
import type { Configuration, IngressRule } from './tunnel.ts';
import { compareText } from '../text/text.ts';

/** A request that no rule matches, and that no catch-all answers. */
export function lacksCatchAll({ rules }: Configuration): boolean {
  const last = rules.at(-1);
  return last !== undefined && !isCatchAll(last);
}

/** A rule without a hostname and path matches every request. */
export function isCatchAll({ hostname, path }: IngressRule): boolean {
  return (
    (hostname === undefined || hostname === '' || hostname === '*') && (path === undefined || path === '')
  );
}

/** `www.example.com/media`; what is asked for, in words for the catch-all. */
export function routeName(rule: IngressRule): string {
  if (isCatchAll(rule)) return t('everything else');
  const { hostname, path } = rule;
  const host = hostname === undefined || hostname === '' ? t('any hostname') : hostname;
  if (path === undefined || path === '') return host;
  return path.startsWith('/') ? `${host}${path}` : `${host} ${path}`;
}

/** The public hostnames that a tunnel serves, each once, in the order of its rules. */
export function hostnamesOf({ rules }: Configuration): readonly string[] {
  return distinct(rules.map(({ hostname }) => hostname)).filter((hostname) => hostname !== '');
}

/**
 * Where a browser finds the route: `https://www.example.com/media`. `undefined` where its hostname is not one address. A
 * path is a regular expression to cloudflared, so only a plain one is part of the address.
 * https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/do-more-with-tunnels/local-management/configuration-file/
 */
export function routeUrl({ hostname, path = '' }: IngressRule): string | undefined {
  if (hostname === undefined || !/^[^\s*/?#@:\\]+$/.test(hostname)) return undefined;
  const address = `https://${hostname}`;
  if (!URL.canParse(address)) return undefined;
  return new URL(/^\/?[\w-]+(?:\/[\w-]+)*$/.test(path) ? path : '', address).href;
}

/** Whether the service is one on the host that cloudflared runs on: `localhost`, `127.0.0.0/8` or `::1`. */
export function isOnTheHost({ service = '' }: Pick<IngressRule, 'service'>): boolean {
  const [, rest] = /^[a-z][a-z\d+.-]*:\/\/(.*)$/is.exec(service) ?? [];
  // As one of the web, whatever it is: only of those is the host brought into one form.
  const address = `http://${rest ?? ''}`;
  if (!URL.canParse(address)) return false;
  return /^(?:localhost\.?|127(?:\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
}

/** Whether cloudflared takes any certificate of the service's: whoever is in between could pass for it. */
export function skipsVerification({ originRequest }: IngressRule): boolean {
  return originRequest['noTLSVerify'] === true;
}

/**
 * The options in words, with their values; an option that this version does not know is told as it is.
 * https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/configure-tunnels/origin-parameters/
 */
export function originRequestInWords({
  originRequest,
}: IngressRule): readonly (readonly [label: string, value: string])[] {
  return Object.entries(originRequest)
    .filter(([, value]) => value !== null && value !== undefined)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([name, value]) => [optionLabel(name), optionValue(name, value)] as const);
}

function optionLabel(name: string): string {
  const labels = new Map([
    ['access', t('Cloudflare Access')],
    ['caPool', t('Certificate authorities')],
    ['connectTimeout', t('Connect timeout')],
    ['disableChunkedEncoding', t('No chunked encoding')],
    ['http2Origin', t('HTTP/2 to the service')],
    ['httpHostHeader', t('Host header')],
    ['keepAliveConnections', t('Maximum idle connections')],
    ['keepAliveTimeout', t('Idle connection timeout')],
    ['matchSNItoHost', t('Server name from the hostname')],
    ['noHappyEyeballs', t('No fallback between IPv4 and IPv6')],
    ['noTLSVerify', t('Certificate not verified')],
    ['originServerName', t('Expected server name')],
    ['proxyType', t('Proxy type')],
    ['tcpKeepAlive', t('TCP keep-alive')],
    ['tlsTimeout', t('TLS timeout')],
  ]);
  return labels.get(name) ?? name;
}

const durations = new Set(['connectTimeout', 'keepAliveTimeout', 'tcpKeepAlive', 'tlsTimeout']);

function optionValue(name: string, value: unknown): string {
  if (name === 'access' && typeof value === 'object') return accessInWords(value);
  if (typeof value === 'number' && durations.has(name)) {
    return value === 1 ? t('1 second') : t('{0} seconds', value);
  }
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function accessInWords(access: object | null): string {
  const required = access !== null && 'required' in access && access.required === true;
  const team = access !== null && 'teamName' in access ? access.teamName : undefined;
  const words = required ? t('a valid token is required') : t('tokens are not required');
  return typeof team === 'string' && team !== '' ? t('{0}, team {1}', words, team) : words;
}
