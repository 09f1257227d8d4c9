import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  certificateCandidates,
  findCertificate,
  parseCertificate,
  readCertificate,
} from '../../../src/cloudflare/originCert.ts';
import {
  legacyBlocks,
  oldCertificate,
  oldestCertificate,
  pemBlock,
  sampleCertificate,
  tokenBlock,
} from '../../support/sampleCertificate.ts';
import { sampleAccountId, sampleTokens } from '../../support/sampleCompany.ts';

const accountId = sampleAccountId;
const token = sampleTokens.user;
const sample = sampleCertificate({ accountId, token });
const signsIn = { accountId, token, fedRamp: false };

describe('The text of a certificate', () => {
  const content = { accountID: accountId, apiToken: token };
  const fed = (endpoint: string) => sampleCertificate({ accountId, token, endpoint });
  const good: [what: string, text: string, read: object][] = [
    ['as cloudflared writes it', sample, signsIn],
    ['for FedRAMP', fed('fed'), { ...signsIn, fedRamp: true }],
    ['for FedRAMP in capitals', fed('FED'), { ...signsIn, fedRamp: true }],
    ['for an endpoint without a name', fed(''), signsIn],
    ['for another endpoint', fed('federal'), signsIn],
    ['with null for what is not set', tokenBlock(JSON.stringify({ ...content, endpoint: null })), signsIn],
    ['with fields of a time to come', tokenBlock(JSON.stringify({ ...content, scope: [1] })), signsIn],
    ['with the older label', sample.replaceAll('ARGO TUNNEL', 'WARP'), signsIn],
    ['after a key and a certificate', legacyBlocks() + sample, signsIn],
    ['before a key and a certificate', sample + legacyBlocks(), signsIn],
    ['beside a block without an API token', oldCertificate() + sample, signsIn],
    ['beside a damaged block', tokenBlock('{') + sample, signsIn],
    ['beside a block that does not end', `-----BEGIN ARGO TUNNEL TOKEN-----\ne30=\n${sample}`, signsIn],
    ['with the line ends of Windows', sample.replaceAll('\n', '\r\n'), signsIn],
    ['with text before it', `\ufeffMade by cloudflared\n${sample}`, signsIn],
    ['with white space around its lines', `\n\n${sample.replaceAll('\n', ' \t\n  ')}\n`, signsIn],
    ['without a line end', sample.trimEnd(), signsIn],
    [
      'with its account in capitals',
      sampleCertificate({ accountId: accountId.toUpperCase(), token }),
      signsIn,
    ],
  ];
  for (const [what, text, read] of good) {
    it(`signs in: ${what}`, () => {
      assert.deepEqual(parseCertificate(text), read);
    });
  }

  const json = (value: unknown) => tokenBlock(JSON.stringify(value));
  const flawed: [what: string, text: string, flaw: string][] = [
    ['with a service key', oldCertificate(), 'noToken'],
    ['with a service key on a line of its own', oldestCertificate(), 'noToken'],
    ['the same without a key and a certificate', tokenBlock(`${accountId}\nv1.0-abc`), 'noToken'],
    ['the same with a line end of Windows', tokenBlock(`${accountId}\r\nv1.0-abc\r\n`), 'noToken'],
    ['with two lines of another kind', tokenBlock('some\ntext'), 'notACertificate'],
    ['with three lines', tokenBlock(`${accountId}\nv1.0-abc\nabc`), 'notACertificate'],
    ['only a key and a certificate', legacyBlocks(), 'noToken'],
    ['with an empty token', sampleCertificate({ accountId, token: '' }), 'noToken'],
    ['with a token that has a space', sampleCertificate({ accountId, token: 'a b' }), 'noToken'],
    ['with a token that has a line end', sampleCertificate({ accountId, token: 'a\nb' }), 'noToken'],
    ['with a token that is too long', sampleCertificate({ accountId, token: 'x'.repeat(1025) }), 'noToken'],
    ['with null for a token', json({ ...content, apiToken: null }), 'noToken'],
    ['with no field', json({}), 'noToken'],
    ['without an account', json({ apiToken: token }), 'noAccount'],
    ['with null for an account', json({ ...content, accountID: null }), 'noAccount'],
    ['with an empty account', sampleCertificate({ accountId: '', token }), 'noAccount'],
    ['with an account that is too short', sampleCertificate({ accountId: 'abc', token }), 'noAccount'],
    [
      'with an account that is too long',
      sampleCertificate({ accountId: `${accountId}0`, token }),
      'noAccount',
    ],
    [
      'with an account that is a path',
      sampleCertificate({ accountId: '../'.repeat(11), token }),
      'noAccount',
    ],
    ['with an account that is no hex', sampleCertificate({ accountId: 'g'.repeat(32), token }), 'noAccount'],
    [
      'with an account before a line end',
      sampleCertificate({ accountId: `${accountId}\n`, token }),
      'noAccount',
    ],
    ['with two tokens', sample + sample, 'notACertificate'],
    ['with a token that is a number', json({ ...content, apiToken: 5 }), 'notACertificate'],
    ['with a list', json([content]), 'notACertificate'],
    ['with null', json(null), 'notACertificate'],
    ['with half of its JSON', tokenBlock(JSON.stringify(content).slice(0, 40)), 'notACertificate'],
    ['with damaged base64', sample.replace(/^\w{4}/m, '*'), 'notACertificate'],
    ['with an empty block', tokenBlock(''), 'notACertificate'],
    ['cut off', sample.slice(0, 120), 'notACertificate'],
    ['with two labels', sample.replace('END ARGO TUNNEL', 'END WARP'), 'notACertificate'],
    ['with another label', pemBlock('PUBLIC KEY', JSON.stringify(content)), 'notACertificate'],
    ['JSON alone', JSON.stringify(content), 'notACertificate'],
    ['nothing', '', 'notACertificate'],
    ['white space', ' \r\n\t', 'notACertificate'],
    ['junk', '\u0000\ufffd\u0001-----BEGIN', 'notACertificate'],
  ];
  for (const [what, text, flaw] of flawed) {
    it(`has the flaw "${flaw}": ${what}`, () => {
      assert.deepEqual(parseCertificate(text), { flaw });
    });
  }

  it('gives a flaw or what can sign in, whatever it is', () => {
    const label = '-----BEGIN ARGO TUNNEL TOKEN-----';
    const marks = fc.constantFrom(label, label.replace('BEGIN', 'END'), '-----', '\n', 'e30=', sample);
    const field = fc.oneof(fc.constantFrom(accountId, token, 'fed', null), fc.string(), fc.integer());
    const object = fc.record({ accountID: field, apiToken: field, endpoint: field }, { requiredKeys: [] });
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(marks, fc.string())).map((parts) => parts.join('')),
      fc.uint8Array().map(tokenBlock),
      fc.oneof(object, fc.jsonValue({ maxDepth: 1 })).map(json),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const read = parseCertificate(text);
        if ('flaw' in read) return;
        assert.match(read.accountId, /^[0-9a-f]{32}$/);
        assert.match(read.token, /^[\x21-\x7e]+$/);
      }),
    );
  });

  it('takes a time that grows no faster than the text', () => {
    const half = '-----BEGIN ARGO TUNNEL TOKEN-----\n';
    const started = performance.now();
    for (const part of [half, '-', ' ', '\n']) parseCertificate(part.repeat(1_000_000 / part.length));
    assert.ok(performance.now() - started < 2000);
  });
});

describe('Where cloudflared looks for its certificate', () => {
  const unix = { home: '/home/ada', variable: undefined };
  const unixFiles = [
    '/home/ada/.cloudflared/cert.pem',
    '/home/ada/.cloudflare-warp/cert.pem',
    '/home/ada/cloudflare-warp/cert.pem',
    '/etc/cloudflared/cert.pem',
    '/usr/local/etc/cloudflared/cert.pem',
  ];
  const windows = { platform: 'win32', home: 'C:\\Users\\Ada', variable: undefined } as const;

  it('is the home folder, then the system', () => {
    assert.deepEqual(certificateCandidates({ ...unix, platform: 'linux' }), unixFiles);
    assert.deepEqual(certificateCandidates({ ...unix, platform: 'darwin' }), unixFiles);
  });

  it('is the home folder alone on Windows', () => {
    assert.deepEqual(certificateCandidates(windows), [
      'C:\\Users\\Ada\\.cloudflared\\cert.pem',
      'C:\\Users\\Ada\\.cloudflare-warp\\cert.pem',
      'C:\\Users\\Ada\\cloudflare-warp\\cert.pem',
    ]);
  });

  it('is not below a home folder that is not known', () => {
    assert.deepEqual(
      certificateCandidates({ ...unix, home: '', platform: 'linux' }),
      unixFiles.filter((file) => !file.startsWith(unix.home)),
    );
  });

  const onUnix: [variable: string, files: readonly string[]][] = [
    ['/srv/my cert.pem', ['/srv/my cert.pem']],
    ['~/keys/cert.pem', ['/home/ada/keys/cert.pem']],
    ['~bob/cert.pem', []],
    ['cert.pem', []],
    ['./cert.pem', []],
    ['', unixFiles],
  ];
  for (const [variable, files] of onUnix) {
    it(`is ${files.join(', ') || 'nowhere'} with TUNNEL_ORIGIN_CERT=${variable}`, () => {
      assert.deepEqual(certificateCandidates({ ...unix, platform: 'linux', variable }), files);
    });
  }

  const onWindows: [variable: string, files: readonly string[]][] = [
    ['D:\\cert.pem', ['D:\\cert.pem']],
    ['~\\keys\\cert.pem', ['C:\\Users\\Ada\\keys\\cert.pem']],
    ['~/keys/cert.pem', ['C:\\Users\\Ada\\keys\\cert.pem']],
    ['keys\\cert.pem', []],
  ];
  for (const [variable, files] of onWindows) {
    it(`is ${files.join(', ') || 'nowhere'} on Windows with TUNNEL_ORIGIN_CERT=${variable}`, () => {
      assert.deepEqual(certificateCandidates({ ...windows, variable }), files);
    });
  }
});

describe('A certificate on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnel-explorer-certificate-'));
  const limit = 64 * 1024;
  const at = (name: string) => join(folder, name);
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(at(name), content);
    return at(name);
  };
  const file = write('cert.pem', sample);
  mkdirSync(at('folder'));

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('is read', async () => {
    assert.deepEqual(await readCertificate(file), signsIn);
    assert.deepEqual(await readCertificate(write('filled.pem', sample.padEnd(limit))), signsIn);
  });

  const flawed: [what: string, file: string, flaw: string][] = [
    ['a file of an old certificate', write('old.pem', oldCertificate()), 'noToken'],
    ['an empty file', write('empty.pem', ''), 'notACertificate'],
    [
      'binary junk',
      write(
        'junk.pem',
        Uint8Array.from({ length: 4096 }, (_, i) => i),
      ),
      'notACertificate',
    ],
    ['a file that is a byte too large', write('large.pem', sample.padEnd(limit + 1)), 'tooLarge'],
    ['a folder', at('folder'), 'unreadable'],
    ['a path through a file', join(file, 'cert.pem'), 'unreadable'],
    ['a path that no file can have', at('cert\u0000.pem'), 'unreadable'],
    ['a file that is not there', at('none.pem'), 'missing'],
    ['a file in a folder that is not there', join(folder, 'none', 'cert.pem'), 'missing'],
    ['no path', '', 'missing'],
  ];
  for (const [what, path, flaw] of flawed) {
    // Windows says ENOENT for it, which is as true.
    if (process.platform === 'win32' && path.startsWith(join(file, '/'))) continue;
    it(`has the flaw "${flaw}": ${what}`, async () => {
      assert.deepEqual(await readCertificate(path), { flaw });
    });
  }

  it('is the first that exists as a file', async () => {
    const old = at('old.pem');
    const none = [at('none.pem'), at('folder'), at('cert\u0000.pem'), ''];
    assert.equal(await findCertificate([...none, file, old]), file);
    assert.equal(await findCertificate([old, file]), old);
    assert.equal(await findCertificate(none), undefined);
    assert.equal(await findCertificate([]), undefined);
  });

  if (process.platform === 'win32') return;

  it('is not a device that never ends', async () => {
    assert.deepEqual(await readCertificate('/dev/zero'), { flaw: 'unreadable' });
    assert.equal(await findCertificate(['/dev/zero']), undefined);
  });

  it('is not a pipe, and nobody waits for its writer', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', at('pipe.pem')]);
    assert.deepEqual(await readCertificate(at('pipe.pem')), { flaw: 'unreadable' });
    assert.equal(await findCertificate([at('pipe.pem'), file]), file);
  });

  it('may be behind a link', async () => {
    symlinkSync(file, at('link.pem'));
    symlinkSync(at('none.pem'), at('dangling.pem'));
    assert.equal(await findCertificate([at('dangling.pem'), at('link.pem')]), at('link.pem'));
    assert.deepEqual(await readCertificate(at('link.pem')), signsIn);
    assert.deepEqual(await readCertificate(at('dangling.pem')), { flaw: 'missing' });
  });
});
