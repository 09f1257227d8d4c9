import assert from 'node:assert/strict';
import type { FindingKind } from '../../../../src/tunnels/findings/finding.ts';
import { describeFinding, plainWriting } from '../../../../src/tunnels/findings/findingWords.ts';
import { describeRow } from '../../../../src/tunnels/rows/rowWords.ts';
import { withName } from '../../../../src/tunnels/model/connectorNames.ts';
import type { ConnectorName } from '../../../../src/tunnels/model/connectorNames.ts';
import type { Connector, Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { detailedRow } from '../../../../src/tunnels/rows/detailedRow.ts';
import { factsOf } from '../../../../src/tunnels/rows/facts.ts';
import type { TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import { findingsIn, newest } from '../../../support/findings.ts';
import {
  configurationOf,
  connectorOf,
  firstBelow,
  known,
  rowOptions,
  stateOf,
  tunnelOf,
} from '../../../support/models.ts';
import { sampleTime } from '../../../support/sampleCompany.ts';

const moment = { now: sampleTime, style: { timeZone: 'Europe/Berlin' } };
const rowOf = (
  tunnel: Tunnel,
  connectors: readonly Connector[],
  change: Partial<AccountState> = {},
  names: readonly ConnectorName[] = [],
) => {
  const state = stateOf([tunnel], { connectors: new Map([[tunnel.key, known(connectors)]]), ...change });
  return rootNodes({ accounts: [state], problems: [] }, rowOptions({ names }))[0]!;
};
const description = (...given: Parameters<typeof rowOf>) => describeRow(rowOf(...given), moment).description;

/** A finding of that kind as the row is to say it. */
function short(kind: FindingKind, tunnel: Tunnel, connectors: readonly Connector[], more = {}): string {
  const finding = findingsIn({ tunnel, connectors, ...more }).find((one) => one.kind === kind);
  assert.ok(finding !== undefined);
  return describeFinding(finding, plainWriting(moment)).short;
}

const web = tunnelOf({ id: 'w', name: 'web' });
const degraded = tunnelOf({ id: 'w', name: 'web', status: 'degraded' });
const one = connectorOf({ id: 'one' });
const two = connectorOf({ id: 'two' });
const few = connectorOf({ id: 'few' }, { dataCenters: ['dfw08', 'iad05', 'iad07'] });

describe('The row of a tunnel', () => {
  it('says its worst warning after the status, and no other', () => {
    const worst = `degraded · ${short('fewConnections', degraded, [few])} · 1 connector · 3 connections`;
    assert.equal(description(degraded, [few]), worst);
    const configurations = new Map([['w', known(configurationOf([], { version: 2 }))]]);
    assert.equal(description(degraded, [few], { configurations }), worst);
    const behind = short('configurationBehind', web, [one, two], { published: 2 });
    assert.equal(
      description(web, [one, two], { configurations }),
      `healthy · ${behind} · 2 connectors · 8 connections`,
    );
  });

  it('says nothing that is merely of note', () => {
    // One connector; and two versions, one of them older.
    assert.equal(description(web, [one]), 'healthy · 1 connector · 4 connections');
    const other = connectorOf({ id: 'two', version: '2026.7.0' });
    assert.equal(description(web, [one, other]), 'healthy · 2 connectors · 8 connections');
  });

  it('measures against the newest version of the account, or the newest release', () => {
    const old = connectorOf({ id: 'old', version: '2025.1.0' });
    const newer = connectorOf({ id: 'newer', version: '2026.10.0' });
    const newerVersion = { ...newest.version, month: 10, patch: 0 };
    const connectors = (others: readonly Connector[]) =>
      new Map([
        ['w', known([one, old].slice(1))],
        ['x', known(others)],
      ]);
    assert.equal(
      description(web, [], { connectors: connectors([]) }),
      `healthy · ${short('outdated', web, [old])} · 1 connector · 4 connections`,
    );
    const than = { newest: { version: newerVersion, from: 'account' } };
    assert.equal(
      description(web, [], { connectors: connectors([newer]) }),
      `healthy · ${short('outdated', web, [old], than)} · 1 connector · 4 connections`,
    );
  });

  it('calls a connector by the name that the person gave it', () => {
    const state = stateOf([degraded], { connectors: new Map([['w', known([few])]]) });
    const [row] = rootNodes(
      { accounts: [state], problems: [] },
      rowOptions({ names: withName([], 'w', few, 'rack 4') }),
    );
    const said = short('fewConnections', degraded, [few]).replace('few', 'rack 4');
    assert.ok(describeRow(row!, moment).description.startsWith(`degraded · ${said} · `));
  });

  it('says what a degraded tunnel’s connectors do not show, and that one that is down has connections', () => {
    assert.equal(
      description(degraded, [one]),
      `degraded · ${short('unexplained', degraded, [one])} · 1 connector · 4 connections`,
    );
    const down = tunnelOf({ id: 'w', status: 'down' });
    assert.equal(description(down, [one]), short('down', down, [one]));
  });

  it('says of one that is down since when, once', () => {
    const down = tunnelOf({ id: 'w', status: 'down' });
    assert.match(description(down, []), /^down since [^·]*$/);
  });
});

describe('A row about which more than a note was found', () => {
  const old = connectorOf({ id: 'old', version: '2024.1.0' });
  const rows = (connectors: readonly Connector[]) => {
    const tunnel = rowOf(web, connectors);
    return [tunnel, ...childNodes(tunnel, rowOptions())].filter(
      ({ kind }) => kind === 'tunnel' || kind === 'connector',
    );
  };

  it('is the tunnel, and of its connectors the one that it is about', () => {
    const said = rows([one, two, old]).map((node) => [node.id, describeRow(node, moment).warning]);
    const [outdated] = findingsIn({ tunnel: web, connectors: [old] });
    const { sentence } = describeFinding(outdated!, plainWriting(moment));
    assert.deepEqual(said, [
      ['a/w', sentence],
      ['a/w/old', sentence],
      ['a/w/one', undefined],
      ['a/w/two', undefined],
    ]);
  });

  it('is none where there are only notes', () => {
    const said = rows([one]).map((node) => describeRow(node, moment).warning);
    assert.deepEqual(said, [undefined, undefined]);
  });

  it('says it before all else on the connector’s row too, and to a screen reader', () => {
    const { description: said, sentence } = describeRow(rows([few, one])[1]!, moment);
    assert.match(said, /^3 of 4 connections · 203\.0\.113\.7 · .* · 3 connections$/);
    assert.match(sentence, /^few, connector, 3 of 4 connections, 203\.0\.113\.7, /);
  });

  it('tells it first in the hover of the connector', () => {
    const [, row] = rows([few, one]);
    assert.ok(row?.kind === 'connector');
    const { findings } = factsOf(row, moment);
    assert.deepEqual(
      findings?.map(({ severity }) => severity),
      ['warning'],
    );
  });
});

describe('The group of findings', () => {
  const below = (connectors: readonly Connector[], names: readonly ConnectorName[] = []) => {
    const [group, ...others] = childNodes(rowOf(degraded, connectors, {}, names), rowOptions());
    return { group, others, rows: childNodes(group!, rowOptions()) };
  };
  const two2026 = connectorOf({ id: 'two', version: '2026.7.0' });

  it('stands first below a tunnel, and counts what it holds', () => {
    const { group } = below([few, two2026]);
    const { label, description: said, sentence } = describeRow(group!, moment);
    assert.deepEqual(
      [group?.id, label, said, sentence],
      ['a/w/!findings', 'Findings', '1 warning · 2 notes', 'Findings, 1 warning, 2 notes'],
    );
  });

  it('is not there where nothing was found', () => {
    const [first] = childNodes(rowOf(web, [one, two]), rowOptions());
    assert.equal(first?.kind, 'connector');
  });

  it('has a row for each, the worst first, by paths that stay the same', () => {
    const { rows } = below([few, two2026]);
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['fewConnections/few', 'outdated/two', 'versionsDiffer'].map((end) => `a/w/!findings/${end}`),
    );
    assert.deepEqual(describeRow(rows[0]!, moment), {
      label: 'Degraded: connector few has 3 of 4 connections',
      description: '',
      sentence: 'Warning: Degraded: connector few has 3 of 4 connections',
    });
  });

  it('has rows that lead to the connector that they are about, or to the tunnel', () => {
    const { rows, group } = below([few, two2026]);
    assert.deepEqual(
      [...rows, group!].map((row) => detailedRow(row)?.id),
      ['a/w/few', 'a/w/two', 'a/w', 'a/w'],
    );
  });

  it('tells all in its hover, and each row the one with its hint', () => {
    const { rows, group } = below([connectorOf({ id: 'half' }, { dataCenters: ['dfw08', 'dfw08'] })]);
    const found = (node: TreeNode | undefined) => {
      assert.ok(node?.kind === 'findings' || node?.kind === 'finding');
      return factsOf(node, moment).findings ?? [];
    };
    assert.equal(found(group).length, rows.length);
    assert.match(found(rows[0])[0]?.hint ?? '', /7844/);
    assert.deepEqual(rows.flatMap(found), found(group));
  });

  it('calls a connector by its name', () => {
    const { rows } = below([few], withName([], 'w', few, 'rack 4'));
    assert.match(describeRow(rows[0]!, moment).label, /connector rack 4 has/);
  });
});

describe('The row of a connector with a name', () => {
  const of = (names: readonly ConnectorName[], connectors: readonly Connector[] = [one]) => {
    const row = firstBelow(rowOf(web, connectors, {}, names));
    return describeRow(row!, moment);
  };

  it('has the name first, then the id', () => {
    const { label, description: said } = of(withName([], 'w', one, 'rack 4'));
    assert.equal(label, 'rack 4');
    assert.match(said, /^one · 203\.0\.113\.7 · /);
  });

  it('keeps it over a restart, and has its id alone where several would fit', () => {
    const names = withName([], 'w', connectorOf({ id: 'before' }), 'rack 4');
    assert.equal(of(names).label, 'rack 4');
    assert.equal(of(names, [one, two]).label, 'one');
  });

  it('shows what a name hides', () => {
    assert.equal(of(withName([], 'w', one, '\u202Egnp')).label, '\\u202Egnp');
  });
});
