import assert from 'node:assert/strict';
import {
  isCatchAll,
  isOnTheHost,
  lacksCatchAll,
  originRequestInWords,
  routeName,
  routeUrl,
  skipsVerification,
} from '../../../../src/tunnels/model/routes.ts';
import type { IngressRule } from '../../../../src/tunnels/model/tunnel.ts';
import { configurationOf } from '../../../support/models.ts';

const rule = (fields: Partial<IngressRule> = {}): IngressRule => ({
  hostname: undefined,
  path: undefined,
  service: 'http://localhost:80',
  originRequest: {},
  json: undefined,
  ...fields,
});

describe('The name of a route', () => {
  const table: [hostname: string | undefined, path: string | undefined, name: string][] = [
    ['www.example.com', undefined, 'www.example.com'],
    ['www.example.com', '', 'www.example.com'],
    ['www.example.com', '/media', 'www.example.com/media'],
    ['www.example.com', '^/media/.*', 'www.example.com ^/media/.*'],
    ['*.example.com', undefined, '*.example.com'],
    ['*', '/x', '*/x'],
    [undefined, '/x', 'any hostname/x'],
    ['', 'x$', 'any hostname x$'],
    [undefined, undefined, 'everything else'],
    ['', '', 'everything else'],
    ['*', undefined, 'everything else'],
  ];
  for (const [hostname, path, name] of table) {
    it(`of ${hostname ?? '-'} and ${path ?? '-'} is ${name}`, () => {
      assert.equal(routeName(rule({ hostname, path })), name);
      assert.equal(isCatchAll(rule({ hostname, path })), name === 'everything else');
    });
  }
});

describe('A service on the host of cloudflared itself', () => {
  const is = (service: string | undefined) => isOnTheHost(rule({ service }));

  it('is one at localhost, 127.0.0.0/8 or ::1, by any protocol and however it is written', () => {
    for (const service of [
      'http://localhost:8080',
      'https://LOCALHOST',
      'http://localhost./x',
      'tcp://localhost:5432',
      'ssh://127.0.0.1:22',
      'http://127.255.0.9',
      'rdp://127.1:3389',
      'http://[::1]:80',
      'smb://[0:0:0:0:0:0:0:1]',
    ]) {
      assert.ok(is(service), service);
    }
  });

  it('is no other', () => {
    for (const service of [
      undefined,
      '',
      'localhost',
      'http_status:404',
      'hello_world',
      'http://',
      'http://localhost.example.com',
      'http://example.com/localhost',
      'http://localhost@example.com',
      'http://128.0.0.1',
      'http://127.0.0.1.example.com',
      'http://10.127.0.1',
      'http://[::2]',
      'http://web.internal:8080',
    ]) {
      assert.ok(!is(service), service);
    }
  });
});

describe('The address of a route', () => {
  const table: [hostname: string | undefined, path: string | undefined, url: string | undefined][] = [
    ['www.example.com', undefined, 'https://www.example.com/'],
    ['www.example.com', '/media/a-b_c', 'https://www.example.com/media/a-b_c'],
    ['www.example.com', 'media', 'https://www.example.com/media'],
    ['www.example.com', '^/media/.*$', 'https://www.example.com/'],
    ['bücher.example', undefined, 'https://xn--bcher-kva.example/'],
    ['*.example.com', undefined, undefined],
    [undefined, '/media', undefined],
    ['', undefined, undefined],
    ['evil.example/@www.example.com', undefined, undefined],
    ['user:secret@evil.example', undefined, undefined],
    ['www.example.com', '//evil.example', 'https://www.example.com/'],
    ['a b', undefined, undefined],
    ['[', undefined, undefined],
  ];
  for (const [hostname, path, url] of table) {
    it(`of ${hostname ?? '-'} and ${path ?? '-'} is ${url ?? 'not one'}`, () => {
      assert.equal(routeUrl(rule({ hostname, path })), url);
    });
  }
});

describe('The catch-all', () => {
  const host = { hostname: 'www.example.com', service: 'http://localhost' };
  const last = { service: 'http_status:404' };

  it('is missed where the last rule has a hostname or a path', () => {
    assert.equal(lacksCatchAll(configurationOf([host, last])), false);
    assert.equal(lacksCatchAll(configurationOf([host])), true);
    assert.equal(lacksCatchAll(configurationOf([last, host])), true);
    assert.equal(lacksCatchAll(configurationOf([{ ...last, path: '/x' }])), true);
  });

  it('is not missed where there are no rules at all', () => {
    assert.equal(lacksCatchAll(configurationOf([])), false);
  });
});

describe('A certificate that is not verified', () => {
  it('is one for which the option says so, and nothing else', () => {
    assert.equal(skipsVerification(rule({ originRequest: { noTLSVerify: true } })), true);
    for (const noTLSVerify of [false, null, 'true', 1, undefined]) {
      assert.equal(skipsVerification(rule({ originRequest: { noTLSVerify } })), false);
    }
  });

  it('is also one for which the options of all rules say so, unless the rule says otherwise', () => {
    const service = 'https://localhost';
    const [inherits, differs] = configurationOf([], {
      config: {
        ingress: [{ service }, { service, originRequest: { noTLSVerify: false } }],
        originRequest: { noTLSVerify: true },
      },
    }).rules.map(skipsVerification);
    assert.deepEqual([inherits, differs], [true, false]);
  });
});

describe('The options of a route', () => {
  const words = (originRequest: Record<string, unknown>) => originRequestInWords(rule({ originRequest }));
  const table: [name: string, value: unknown, label: string, text: string][] = [
    ['connectTimeout', 10, 'Connect timeout', '10 seconds'],
    ['connectTimeout', 1, 'Connect timeout', '1 second'],
    ['tlsTimeout', 0, 'TLS timeout', '0 seconds'],
    ['tcpKeepAlive', 30, 'TCP keep-alive', '30 seconds'],
    ['keepAliveTimeout', 90, 'Idle connection timeout', '90 seconds'],
    ['keepAliveTimeout', '1m30s', 'Idle connection timeout', '1m30s'],
    ['keepAliveConnections', 100, 'Maximum idle connections', '100'],
    ['noTLSVerify', true, 'Certificate not verified', 'yes'],
    ['http2Origin', false, 'HTTP/2 to the service', 'no'],
    ['httpHostHeader', 'media.internal', 'Host header', 'media.internal'],
    [
      'access',
      { required: true, teamName: 'lark' },
      'Cloudflare Access',
      'a valid token is required, team lark',
    ],
    ['access', { required: false, teamName: '' }, 'Cloudflare Access', 'tokens are not required'],
    ['access', { required: 'true', teamName: 5 }, 'Cloudflare Access', 'tokens are not required'],
    ['access', 'odd', 'Cloudflare Access', 'odd'],
    ['ipRules', [{ prefix: '::/0' }], 'ipRules', '[{"prefix":"::/0"}]'],
    ['newOption', 3, 'newOption', '3'],
    ['constructor', 3, 'constructor', '3'],
  ];
  for (const [name, value, label, text] of table) {
    it(`say ${name}: ${JSON.stringify(value)} as ${label}: ${text}`, () => {
      assert.deepEqual(words({ [name]: value }), [[label, text]]);
    });
  }

  it('come in a fixed order, without those that are not set', () => {
    const labels = words({
      tlsTimeout: 5,
      caPool: null,
      access: null,
      connectTimeout: 2,
      proxyType: undefined,
    });
    assert.deepEqual(
      labels.map(([label]) => label),
      ['Connect timeout', 'TLS timeout'],
    );
  });
});
