import assert from 'node:assert/strict';
import { describeRow } from '../../../../src/tunnels/rows/rowWords.ts';
import { factsOf } from '../../../../src/tunnels/rows/facts.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import type { Configuration, Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { RoutesNode, TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import type { Loaded } from '../../../../src/tunnels/model/state.ts';
import type { WireIngressRule } from '../../../support/cloudflare/wire.ts';
import {
  configurationOf,
  connectorOf,
  known,
  rowOptions,
  stateOf,
  tunnelOf,
} from '../../../support/models.ts';
import { sampleTime } from '../../../support/sampleCompany.ts';

const options = rowOptions();
const moment = { now: sampleTime, style: { timeZone: 'Europe/Berlin' } };
const forbidden = { kind: 'forbidden', detail: 'HTTP 403' } as const;
const web = tunnelOf({ id: 'w', name: 'web' });
const host: WireIngressRule = { hostname: 'www.example.com', service: 'http://localhost:80' };
const catchAll: WireIngressRule = { service: 'http_status:404' };

function routesOf(configuration?: Loaded<Configuration>, tunnel: Tunnel = web): RoutesNode {
  const [row] = rootNodes(
    {
      accounts: [
        stateOf([tunnel], {
          connectors: new Map([['w', known([connectorOf({ id: '!routes' })])]]),
          configurations: new Map(configuration === undefined ? [] : [['w', configuration]]),
        }),
      ],
      problems: [],
    },
    options,
  );
  const last = childNodes(row!, options).at(-1);
  assert.ok(last?.kind === 'routes');
  return last;
}

const rows = (node: RoutesNode) => childNodes(node, options);
const said = (node: TreeNode) => {
  const { label, description } = describeRow(node, moment);
  return `${label} | ${description}`;
};
const loaded = (...ingress: readonly WireIngressRule[]) => routesOf(known(configurationOf(ingress)));

describe('The group of routes', () => {
  it('stands last below its tunnel, with an id that no connector can have', () => {
    const { id, parent } = routesOf();
    assert.equal(id, 'a/w/!routes');
    const ids = childNodes(parent, options).map((node) => node.id);
    assert.deepEqual(ids, ['a/w/!findings', 'a/w/%21routes', 'a/w/!routes']);
  });

  it('counts the rules as soon as they are known', () => {
    assert.equal(said(routesOf()), 'Routes | ');
    assert.equal(said(loaded(catchAll)), 'Routes | 1 rule');
    assert.equal(said(loaded(host, catchAll)), 'Routes | 2 rules');
  });

  it('has nothing below it before they are asked for', () => {
    assert.deepEqual(rows(routesOf()), []);
  });

  it('has the rules below it in their order, with ids that stay', () => {
    const second = { ...host, path: '/x' };
    const nodes = rows(loaded(host, host, second, catchAll));
    assert.deepEqual(
      nodes.map(({ id }) => id),
      [0, 1, 2, 3].map((index) => `a/w/!routes/${index}`),
    );
    assert.deepEqual(nodes.map(said), [
      'www.example.com | → http://localhost:80',
      'www.example.com | → http://localhost:80',
      'www.example.com/x | → http://localhost:80',
      'everything else | → http_status:404',
    ]);
    const again = rows(loaded({ ...host, service: 'ssh://localhost' }, host, second, catchAll));
    assert.deepEqual(
      again.map(({ id }) => id),
      nodes.map(({ id }) => id),
    );
  });

  it('points out a certificate that is not verified', () => {
    const [row] = rows(loaded({ ...host, originRequest: { noTLSVerify: true } }, catchAll));
    assert.equal(said(row!), 'www.example.com | → http://localhost:80 · certificate not verified');
    const { sentence } = describeRow(row!, moment);
    assert.equal(sentence, 'www.example.com, route, → http://localhost:80, certificate not verified');
  });

  it('points out that there is no catch-all, and that there is no rule', () => {
    assert.deepEqual(rows(loaded(host)).map(said), [
      'www.example.com | → http://localhost:80',
      'No catch-all rule | the last rule should match everything else',
    ]);
    assert.deepEqual(rows(loaded()).map(said), ['No routes | no public hostnames are published']);
    assert.deepEqual(rows(routesOf(known(configurationOf([], { config: null })))).map(said), [
      'No routes | no public hostnames are published',
    ]);
  });

  it('says of a tunnel that is managed locally that its rules are on the host, whatever the API has', () => {
    const local = tunnelOf({ id: 'w', config_src: 'local' });
    for (const node of [routesOf(undefined, local), routesOf(known(configurationOf([host])), local)]) {
      assert.equal(said(node), 'Routes | managed on the host');
      assert.deepEqual(rows(node).map(said), ['Rules are on the host | in cloudflared’s configuration file']);
      assert.match(factsOf(node, moment).notes.join(), /cloudflared’s configuration file on its host/);
    }
  });

  it('has a missing permission as a row, above what was known', () => {
    const unread = routesOf({ value: undefined, at: undefined, problem: forbidden });
    assert.deepEqual(
      rows(unread).map(({ id, kind }) => [id, kind]),
      [['a/w/!routes/!forbidden', 'problem']],
    );
    const { label, action } = describeProblem(forbidden, undefined, moment);
    assert.equal(said(rows(unread)[0]!), `${label} | ${action}`);
    const stale = routesOf({ ...known(configurationOf([host])), problem: forbidden });
    assert.deepEqual(
      rows(stale).map(({ kind }) => kind),
      ['problem', 'route'],
    );
  });
});

describe('The hover of routes', () => {
  const facts = (node: Exclude<TreeNode, { readonly kind: 'empty' }>) => {
    const { title, lines, notes } = factsOf(node, moment);
    return { title, notes, lines: lines.map(({ label, value }) => `${label}: ${value}`) };
  };

  it('counts rules, tells the version and points out a missing catch-all', () => {
    const node = routesOf(known(configurationOf([host], { version: 9 })));
    const { title, lines, notes } = facts(node);
    assert.deepEqual([title, lines], ['web', ['Rules: 1', 'Configuration version: 9']]);
    assert.match(notes.join(), /no catch-all rule at the end/);
    assert.deepEqual(facts(loaded(host, catchAll)).notes, []);
  });

  it('has every field of a route, its options in words', () => {
    const originRequest = { noTLSVerify: true, connectTimeout: 10 };
    const [row] = rows(loaded({ ...host, path: '/x', originRequest }, catchAll));
    assert.ok(row?.kind === 'route');
    const { title, lines, notes } = facts(row);
    assert.equal(title, 'www.example.com/x');
    assert.deepEqual(lines, [
      'Hostname: www.example.com',
      'Path: /x',
      'Service: http://localhost:80',
      'Connect timeout: 10 seconds',
      'Certificate not verified: yes',
    ]);
    assert.match(notes.join(), /service’s certificate is not verified/);
  });

  it('tells when they were read', () => {
    const state = stateOf([web], { configurations: new Map([['w', known(configurationOf([host]))]]) });
    const node = routesOf(known(configurationOf([host])));
    const labels = [node, rows(node)[0]!].map((one) => {
      assert.ok(one.kind === 'routes' || one.kind === 'route');
      return factsOf(one, moment, state).lines.at(-1)?.label;
    });
    assert.deepEqual(labels, ['Updated', 'Updated']);
  });
});
