import assert from 'node:assert/strict';
import type { Connector, Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import type { FindingKind } from '../../../../src/tunnels/findings/finding.ts';
import { before, findingsIn, found } from '../../../support/findings.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { day, hour, minute, sampleTime as now } from '../../../support/sampleCompany.ts';

const a = { id: 'a', key: 'a' };
const b = { id: 'b', key: 'b' };
const full = connectorOf({ id: 'b' });
const pending = { is_pending_reconnect: true };

/** A connector with so many connections, to Dallas and Ashburn in turn. */
const having = (live: number, id = 'a', fields: object = {}) =>
  connectorOf(
    { id, ...fields },
    { dataCenters: ['dfw08', 'iad05', 'dfw08', 'iad05', 'dfw08'].slice(0, live) },
  );
/** Started so long ago. */
const aged = (age: number) => ({ run_at: before(age) });

describe('A connector with few connections', () => {
  const given = (status: Tunnel['status'], kind: FindingKind, ...connectors: readonly Connector[]) =>
    found({ kind, connectors, tunnel: tunnelOf({ status }) });
  const of = (...connectors: readonly Connector[]) => given('degraded', 'fewConnections', ...connectors);
  const warning = {
    severity: 'warning',
    connector: a,
    usual: 4,
    status: 'degraded',
    mayLackRegion: false,
  };

  it('has fewer than four, whatever another one of its tunnel has', () => {
    assert.deepEqual(of(having(3)), [{ ...warning, live: 3 }]);
    assert.deepEqual(of(having(4)), []);
    assert.deepEqual(of(having(4), having(5, 'b')), []);
  });

  it('is not helped by a connection that waits for its reconnect', () => {
    assert.deepEqual(of(connectorOf({ id: 'a', conns: [{}, {}, {}, pending] })), [{ ...warning, live: 3 }]);
    assert.deepEqual(of(connectorOf({ id: 'a', conns: [{}, {}, {}, {}, pending] })), []);
  });

  it('is none in the two minutes in which it may still open them', () => {
    assert.deepEqual(of(having(3, 'a', aged(2 * minute - 1))), []);
    assert.equal(of(having(3, 'a', aged(2 * minute))).length, 1);
    assert.equal(of(having(3, 'a', { run_at: null })).length, 1);
    // Two minutes of what was read, which no time since has added to.
    const read = { kind: 'fewConnections', connectors: [having(3, 'a', aged(hour))] } as const;
    assert.deepEqual(found({ ...read, readAt: now - hour + minute }), []);
  });

  it('is of note only where the tunnel is healthy and all have the same number: it can be set', () => {
    const note = { severity: 'info', connectors: [a], usual: 4 };
    assert.deepEqual(given('healthy', 'sameFewConnections', having(2)), [{ ...note, live: 2 }]);
    assert.deepEqual(given('healthy', 'fewConnections', having(2)), []);
    assert.deepEqual(given('healthy', 'sameFewConnections', having(1), having(1, 'b')), [
      { ...note, live: 1, connectors: [a, b] },
    ]);
    assert.deepEqual(given('healthy', 'sameFewConnections', having(4)), []);
    const apart = [having(2), having(3, 'b')];
    assert.deepEqual(given('healthy', 'sameFewConnections', ...apart), []);
    assert.equal(given('healthy', 'fewConnections', ...apart).length, 2);
    assert.equal(given('healthy', 'fewConnections', having(2), having(4, 'b')).length, 1);
    for (const status of ['degraded', 'unknown'] as const) {
      assert.deepEqual(given(status, 'sameFewConnections', having(2)), []);
      assert.equal(given(status, 'fewConnections', having(2)).length, 1);
    }
  });

  it('may lack a region of the edge where two of four are left, in one place, of a degraded tunnel', () => {
    const mayLack = (conns: readonly (string | null)[], status = 'degraded') => {
      const connector = connectorOf({ conns: conns.map((colo_name) => ({ colo_name })) });
      const few = findingsIn({ tunnel: tunnelOf({ status }), connectors: [connector] });
      return few.some((finding) => finding.kind === 'fewConnections' && finding.mayLackRegion);
    };
    assert.equal(mayLack(['lhr01', 'lhr14']), true);
    assert.equal(mayLack(['lhr01', 'man01']), false);
    assert.equal(mayLack(['lhr01', null]), false);
    assert.equal(mayLack(['lhr01']), false);
    assert.equal(mayLack(['lhr01', 'lhr01', 'lhr01']), false);
    assert.equal(mayLack(['lhr01', 'lhr14'], 'paused'), false);
  });
});

describe('A connector without a connection', () => {
  const of = (kind: FindingKind, ...connectors: readonly Connector[]) => found({ kind, connectors });

  it('is draining or lost, unless it has just started', () => {
    const lost = [{ severity: 'warning', connector: a }];
    assert.deepEqual(of('noConnections', having(0)), lost);
    assert.deepEqual(of('noConnections', connectorOf({ id: 'a', conns: [pending] })), lost);
    assert.deepEqual(of('noConnections', having(1)), []);
    assert.deepEqual(of('noConnections', having(0, 'a', aged(minute))), []);
    assert.deepEqual(of('fewConnections', having(0)), []);
  });

  it('does not make another one less alone', () => {
    const alone = [{ severity: 'info', connector: b }];
    assert.deepEqual(of('oneConnector', having(0), full), alone);
    assert.deepEqual(of('oneConnector', having(1), full), []);
    assert.deepEqual(of('oneConnector', having(0)), []);
    assert.equal(of('sameFewConnections', having(0), having(2, 'b')).length, 1);
  });
});

describe('A degraded tunnel', () => {
  const unexplained = (status: Tunnel['status'], ...connectors: readonly Connector[]) =>
    found({ kind: 'unexplained', tunnel: tunnelOf({ status }), connectors }).length;

  it('is not explained by connectors that all have four connections', () => {
    assert.equal(unexplained('degraded', having(4), having(5, 'b')), 1);
    assert.equal(unexplained('healthy', having(4)), 0);
  });

  it('is explained by one that has fewer, also while that one starts', () => {
    assert.equal(unexplained('degraded', having(4), having(3, 'b')), 0);
    assert.equal(unexplained('degraded', having(4), having(0, 'b')), 0);
    assert.equal(unexplained('degraded', having(4), having(3, 'b', aged(minute))), 0);
  });

  it('is not judged without its connectors', () => {
    const tunnel = tunnelOf({ status: 'degraded' });
    assert.deepEqual(findingsIn({ tunnel, connectors: undefined }), []);
    assert.deepEqual(findingsIn({ tunnel, connectors: [] }), []);
  });
});

describe('One connector', () => {
  it('has no second process beside it, two have', () => {
    const of = (...connectors: readonly Connector[]) => found({ kind: 'oneConnector', connectors });
    assert.deepEqual(of(full), [{ severity: 'info', connector: b }]);
    assert.deepEqual(of(full, connectorOf({ id: 'a' })), []);
    assert.deepEqual(of(), []);
  });
});

describe('Connections that lead to one place', () => {
  const of = (kind: FindingKind, ...lists: readonly (readonly (string | null)[])[]) =>
    found({
      kind,
      connectors: lists.map((codes, index) =>
        connectorOf({ id: `${index}`, conns: codes.map((colo_name) => ({ colo_name })) }),
      ),
    });

  it('lead to one data center', () => {
    const finding = { severity: 'warning', dataCenter: 'lhr01', live: 2 };
    assert.deepEqual(of('oneDataCenter', ['lhr01', 'lhr01']), [finding]);
    assert.deepEqual(of('oneDataCenter', ['lhr01'], ['lhr01']), [finding]);
    assert.deepEqual(of('oneDataCenter', ['lhr01', 'lhr14']), []);
  });

  it('lead to one city, which is of note where they are two data centers', () => {
    assert.deepEqual(of('oneCity', ['lhr14', 'lhr01', 'lhr14']), [
      { severity: 'info', dataCenters: ['lhr01', 'lhr14'], live: 3 },
    ]);
    assert.deepEqual(of('oneCity', ['lhr01', 'lhr01']), []);
    assert.deepEqual(of('oneCity', ['lhr01', 'man01']), []);
    assert.deepEqual(of('oneCity', ['lhr01', 'lhr14'], ['man01']), []);
  });

  it('lead to one location, where a code of three letters does not tell the data center', () => {
    for (const codes of [
      ['LHR', 'LHR'],
      ['LHR', 'lhr01'],
    ]) {
      assert.deepEqual(of('oneDataCenter', codes), []);
      const dataCenters = [...new Set(codes)];
      assert.deepEqual(of('oneCity', codes), [{ severity: 'info', dataCenters, live: 2 }]);
    }
    assert.deepEqual(of('oneCity', ['LHR', 'MAN']), []);
  });

  it('are two at least, and all of them known', () => {
    for (const kind of ['oneDataCenter', 'oneCity'] as const) {
      assert.deepEqual(of(kind, ['lhr01']), []);
      assert.deepEqual(of(kind, ['lhr01', 'lhr01', null]), []);
      assert.deepEqual(of(kind, ['lhr01', 'lhr14', null]), []);
    }
  });

  it('are those that carry traffic', () => {
    const conns = [{ colo_name: 'lhr01' }, { colo_name: 'lhr01' }, { colo_name: 'man01', ...pending }];
    assert.equal(found({ kind: 'oneDataCenter', connectors: [connectorOf({ conns })] }).length, 1);
    const lost = [{ colo_name: 'lhr01' }, { colo_name: 'lhr01', ...pending }];
    assert.equal(found({ kind: 'oneDataCenter', connectors: [connectorOf({ conns: lost })] }).length, 0);
  });
});

describe('Connections that opened anew', () => {
  interface Times {
    readonly run: number | undefined;
    readonly opened: readonly (number | undefined)[];
  }
  /** Times before now. */
  const of = ({ run, opened }: Times) => {
    const conns = opened.map((age) => ({ opened_at: age === undefined ? null : before(age) }));
    const connector = connectorOf({ id: 'b', run_at: run === undefined ? null : before(run), conns });
    return found({ kind: 'reconnected', connectors: [connector] });
  };
  const storm: Times = { run: 40 * minute, opened: [5 * minute, 10 * minute] };

  it('are told with the time of the first and that of the start', () => {
    const at = Date.parse(before(10 * minute));
    const startedAt = Date.parse(before(40 * minute));
    assert.deepEqual(of(storm), [{ severity: 'warning', connector: b, live: 2, reopened: 2, at, startedAt }]);
  });

  it('opened long after the start, close together, and of late', () => {
    assert.equal(of({ ...storm, run: 40 * minute - 1 }).length, 0);
    assert.equal(of({ ...storm, opened: [5 * minute - 1, 10 * minute] }).length, 0);
    assert.equal(of({ run: 5 * day, opened: [hour, hour] }).length, 1);
    assert.equal(of({ run: 5 * day, opened: [hour + 1, hour + 1] }).length, 0);
  });

  it('are three of four at least, before or after the fourth', () => {
    const three = [5 * minute, 6 * minute, 10 * minute];
    const run = 5 * day;
    for (const fourth of [2 * day, 30 * minute, 1, undefined]) {
      const [finding] = of({ run, opened: [...three, fourth] });
      assert.deepEqual(
        { ...finding },
        {
          severity: 'warning',
          connector: b,
          live: 4,
          reopened: 3,
          at: Date.parse(before(10 * minute)),
          startedAt: Date.parse(before(run)),
        },
      );
    }
    assert.equal(of({ run, opened: [2 * day, 5 * minute, 6 * minute, 11 * minute + 1] }).length, 0);
    assert.equal(of({ run, opened: [2 * day, 2 * day, 5 * minute, 6 * minute] }).length, 0);
  });

  it('are not those that opened at the start, where one was replaced since', () => {
    assert.equal(of({ run: 40 * minute, opened: [40 * minute, 40 * minute, 40 * minute, 1] }).length, 0);
  });

  it('are two at least', () => {
    assert.equal(of({ ...storm, opened: [5 * minute] }).length, 0);
    assert.equal(of({ ...storm, opened: [5 * minute, 5 * minute, undefined] }).length, 0);
    assert.equal(of({ ...storm, opened: [5 * minute, 5 * minute, 5 * day] }).length, 0);
    assert.equal(of({ ...storm, run: undefined }).length, 0);
  });

  it('are those that carry traffic', () => {
    const opened = [{}, {}].map(() => ({ opened_at: before(minute) }));
    const lost = { opened_at: before(5 * day), is_pending_reconnect: true };
    const connector = connectorOf({ run_at: before(5 * day), conns: [...opened, lost] });
    assert.equal(found({ kind: 'reconnected', connectors: [connector] }).length, 1);
  });
});
