import assert from 'node:assert/strict';
import { acrossAccount, acrossTunnels } from '../../../../src/tunnels/findings/acrossTunnels.ts';
import { acrossInLine, acrossInWords } from '../../../../src/tunnels/findings/acrossWords.ts';
import type { Connector, Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import { visible } from '../../../../src/tunnels/text/text.ts';
import { connectorOf, known, stateOf, tunnelOf } from '../../../support/models.ts';

const tunnel = (id: string, status = 'healthy') => tunnelOf({ id, name: id, status });
const from = (originIp: string, ...dataCenters: readonly string[]) =>
  connectorOf({ id: `${originIp} ${dataCenters.join()}` }, { originIp, dataCenters });
const at = (...dataCenters: readonly string[]) =>
  connectorOf({ conns: dataCenters.map((colo_name) => ({ colo_name })) });

type Given = readonly [tunnel: Tunnel, connectors: readonly Connector[] | undefined];
const inWords = (...given: readonly Given[]) =>
  acrossInWords(acrossTunnels(given.map(([one, connectors]) => ({ tunnel: one, connectors }))), visible);
const sentences = (...given: readonly Given[]) =>
  inWords(...given).map(({ severity, sentence }) => `${severity}: ${sentence}`);
const stateWith = (...given: readonly Given[]) =>
  stateOf(
    given.map(([one]) => one),
    {
      connectors: new Map(
        given.flatMap(([{ key }, connectors]) =>
          connectors === undefined ? [] : [[key, known(connectors)] as const],
        ),
      ),
    },
  );

const [a, b, c] = [tunnel('a'), tunnel('b'), tunnel('c')];

describe('All tunnels through one place', () => {
  it('is a warning where two go through one data center', () => {
    assert.deepEqual(sentences([a, [at('iad05')]], [b, [at('iad05')]]), [
      'warning: All connected tunnels (2) go through one data center: Ashburn (iad05)',
    ]);
  });

  it('is a note where it is one city, or a code that does not tell how many data centers', () => {
    assert.deepEqual(sentences([a, [at('lhr01')]], [b, [at('lhr14')]]), [
      'info: All connected tunnels (2) go through one city: London (lhr01, lhr14)',
    ]);
    assert.deepEqual(sentences([a, [at('LHR')]], [b, [at('LHR')]]), [
      'info: All connected tunnels (2) go through one location: London (LHR)',
    ]);
  });

  it('is not said of one tunnel, nor where one connection goes elsewhere or nobody knows where', () => {
    assert.deepEqual(sentences([a, [at('iad05')]], [b, []], [tunnel('down', 'down'), [at('iad05')]]), []);
    assert.deepEqual(sentences([a, [at('iad05', 'dfw08')]], [b, [at('iad05')]]), []);
    const unknown = connectorOf({ conns: [{ colo_name: 'iad05' }, {}] });
    assert.deepEqual(sentences([a, [unknown]], [b, [at('iad05')]]), []);
  });

  it('is said of those that were read, where not all were', () => {
    const given: readonly Given[] = [
      [a, [at('iad05')]],
      [b, [at('iad05')]],
    ];
    assert.deepEqual(sentences(...given, [c, undefined]), [
      'warning: Of the 2 tunnels that were read: All connected tunnels (2) go through one data center: Ashburn (iad05)',
    ]);
    // One that never had a connector is not to be read.
    assert.match(
      sentences(...given, [tunnel('new', 'inactive'), undefined])[0] ?? '',
      /^warning: All connected/,
    );
  });
});

describe('Tunnels that depend on one host', () => {
  const host = from('203.0.113.7', 'dfw08', 'iad05');
  const elsewhere = from('203.0.113.8', 'dfw08', 'iad05');

  it('are told of from two on', () => {
    assert.deepEqual(sentences([a, [host]], [b, [host]], [c, [elsewhere]]), [
      'info: 2 tunnels are served only from 203.0.113.7: a, b; if that host or its network fails, they all go down',
    ]);
  });

  it('are not those that another host serves too', () => {
    assert.deepEqual(sentences([a, [host]], [b, [host, elsewhere]]), []);
  });

  it('are told of once where the host has two addresses', () => {
    const conns = ['203.0.113.7', '2001:db8::7'].map((origin_ip) => ({ origin_ip }));
    const both = connectorOf({ conns });
    assert.deepEqual(
      inWords([a, [both]], [b, [both]]).map(({ short }) => short),
      ['2 tunnels served only from 203.0.113.7, 2001:db8::7'],
    );
  });

  it('come with the most first, and five by name', () => {
    const many = 'cdefghi'.split('').map((id): Given => [tunnel(id), [elsewhere]]);
    const said = sentences([a, [host]], [b, [host]], ...many);
    assert.match(said[0] ?? '', /^info: 7 tunnels .*: c, d, e, f, g, and 2 more; /);
    assert.equal(said.length, 2);
  });
});

describe('What an only account’s tunnels have in common', () => {
  const one = from('203.0.113.7', 'iad05');
  const state = stateWith([a, [one]], [b, [one]]);

  it('is told in short above the rows', () => {
    assert.deepEqual(acrossInLine({ accounts: [state], problems: [] }), [
      'all connected tunnels through Ashburn (iad05)',
      '2 tunnels served only from 203.0.113.7',
    ]);
    const partly = stateWith([a, [one]], [b, [one]], [c, undefined]);
    assert.equal(
      acrossInLine({ accounts: [partly], problems: [] })[0],
      'all 2 connected tunnels read so far through Ashburn (iad05)',
    );
  });

  it('is left to the accounts’ rows where there are several', () => {
    assert.deepEqual(acrossInLine({ accounts: [state, state], problems: [] }), []);
  });

  it('counts the hosts where there are several, and cannot become a link', () => {
    const link = from('[x](command:y)', 'dfw08');
    const [line] = acrossInLine({ accounts: [stateWith([a, [link]], [b, [link]])], problems: [] }).slice(-1);
    assert.match(line ?? '', /\[x\] \(command:y\)$/);
    const four = stateWith([a, [one]], [b, [one]], [c, [link]], [tunnel('d'), [link]]);
    assert.deepEqual(acrossInLine({ accounts: [four], problems: [] }), [
      '2 hosts that several tunnels depend on',
    ]);
  });

  it('is not told by what was read before a tunnel lost its connections', () => {
    const lost = { ...a, inactiveSince: Number.MAX_SAFE_INTEGER };
    assert.deepEqual(acrossAccount(stateWith([lost, [one]], [b, [one]])).findings, []);
  });
});
