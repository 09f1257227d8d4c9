import { isIPv4 } from 'node:net';

export const defaultBaseUrl = 'https://api.cloudflare.com/client/v4';

/**
 * The address of the API if a credential may be sent there: `https:`, or `http:` on this machine itself (loopback).
 * `undefined` for anything else, and for addresses that hold a user name, a query or a fragment.
 */
export function parseBaseUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return allowed ? url.href.replace(/\/+$/, '') : undefined;
}

/** `URL` has already turned every spelling of an IPv4 address into four decimal numbers. */
function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'))
  );
}
