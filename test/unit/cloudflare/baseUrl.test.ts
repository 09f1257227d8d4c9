import assert from 'node:assert/strict';
import { defaultBaseUrl, parseBaseUrl } from '../../../src/cloudflare/baseUrl.ts';

describe('The base URL', () => {
  const allowed: [text: string, used: string][] = [
    [defaultBaseUrl, defaultBaseUrl],
    ['https://api.cloudflare.com/client/v4/', 'https://api.cloudflare.com/client/v4'],
    ['https://api.cloudflare.com/client/v4//', 'https://api.cloudflare.com/client/v4'],
    ['HTTPS://API.Cloudflare.COM/client/v4', 'https://api.cloudflare.com/client/v4'],
    ['  https://proxy.example:8443/cf  ', 'https://proxy.example:8443/cf'],
    ['https://proxy.example', 'https://proxy.example'],
    ['https://192.0.2.1/client/v4', 'https://192.0.2.1/client/v4'],
    ['http://127.0.0.1:8787/client/v4', 'http://127.0.0.1:8787/client/v4'],
    ['http://127.255.0.3', 'http://127.255.0.3'],
    ['http://127.1', 'http://127.0.0.1'],
    ['http://2130706433', 'http://127.0.0.1'],
    ['http://0x7f.1', 'http://127.0.0.1'],
    ['http://[::1]:8787', 'http://[::1]:8787'],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]'],
    ['http://localhost:8787/client/v4', 'http://localhost:8787/client/v4'],
    ['http://LOCALHOST', 'http://localhost'],
  ];
  for (const [text, used] of allowed) {
    it(`may be ${JSON.stringify(text)}`, () => {
      assert.equal(parseBaseUrl(text), used);
    });
  }

  const refused = [
    '',
    'api.cloudflare.com/client/v4',
    '/client/v4',
    'http://example.com',
    'http://api.cloudflare.com/client/v4',
    'http://127.0.0.1.evil.com',
    'http://127.evil.com',
    'http://localhost.evil.com',
    'http://notlocalhost',
    'http://128.0.0.1',
    'http://0.0.0.0',
    'http://10.0.0.1',
    'http://[::2]',
    'http://[::ffff:10.0.0.1]',
    'https://user@api.cloudflare.com',
    'https://user:secret@api.cloudflare.com',
    'http://127.0.0.1@evil.com',
    'https://api.cloudflare.com/client/v4?key=1',
    'https://api.cloudflare.com/client/v4#part',
    'ftp://localhost',
    'file:///client/v4',
    'javascript:alert(1)',
    'https://',
  ];
  for (const text of refused) {
    it(`is refused: ${JSON.stringify(text)}`, () => {
      assert.equal(parseBaseUrl(text), undefined);
    });
  }
});
