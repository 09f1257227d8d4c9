import assert from 'node:assert/strict';
import { findingsOf } from '../../../../src/tunnels/findings/rules.ts';
import type { Connector } from '../../../../src/tunnels/model/tunnel.ts';
import type { FindingKind } from '../../../../src/tunnels/findings/finding.ts';
import { before, found } from '../../../support/findings.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { day, hour, minute, sampleTime as now } from '../../../support/sampleCompany.ts';

const a = { id: 'a', key: 'a' };
const b = { id: 'b', key: 'b' };
const pending = { is_pending_reconnect: true };

describe('A connector with few connections', () => {
  const of = (...connectors: readonly Connector[]) => found({ kind: 'fewConnections', connectors });
  const having = (conns: readonly object[], id = 'a') => connectorOf({ id, conns: [...conns] });
  const warning = { severity: 'warning', connector: a, expected: 4, status: 'healthy' };

  it('has fewer than four, or none', () => {
    assert.deepEqual(of(having([{}, {}, {}])), [{ ...warning, live: 3 }]);
    assert.deepEqual(of(having([])), [{ ...warning, live: 0 }]);
    assert.deepEqual(of(having([{}, {}, {}, {}])), []);
  });

  it('has fewer than another one of its tunnel', () => {
    const five = having([{}, {}, {}, {}, {}], 'b');
    assert.deepEqual(of(having([{}, {}, {}, {}]), five), [{ ...warning, live: 4, expected: 5 }]);
    assert.deepEqual(of(five), []);
  });

  it('is not helped by a connection that waits for its reconnect', () => {
    assert.deepEqual(of(having([{}, {}, {}, pending])), [{ ...warning, live: 3 }]);
    assert.deepEqual(of(having([{}, {}, {}, {}, pending])), []);
  });

  it('explains the status, which explains nothing by itself', () => {
    const tunnel = tunnelOf({ status: 'degraded' });
    const few = found({ kind: 'fewConnections', tunnel, connectors: [having([{}])] });
    assert.deepEqual(few, [{ ...warning, live: 1, status: 'degraded' }]);
    assert.deepEqual(findingsOf({ tunnel, connectors: undefined, now }), []);
    assert.deepEqual(findingsOf({ tunnel, connectors: [], now }), []);
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

  it('lead to one city', () => {
    assert.deepEqual(of('oneCity', ['lhr14', 'lhr01', 'LHR']), [
      { severity: 'warning', dataCenters: ['LHR', 'lhr01', 'lhr14'], live: 3 },
    ]);
    assert.deepEqual(of('oneCity', ['lhr01', 'lhr01']), []);
    assert.deepEqual(of('oneCity', ['lhr01', 'man01']), []);
    assert.deepEqual(of('oneCity', ['lhr01', 'lhr14'], ['man01']), []);
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

describe('Connections that all opened anew', () => {
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
    assert.deepEqual(of(storm), [{ severity: 'warning', connector: b, live: 2, at, startedAt }]);
  });

  it('opened long after the start, close together, and of late', () => {
    assert.equal(of({ ...storm, run: 40 * minute - 1 }).length, 0);
    assert.equal(of({ ...storm, opened: [5 * minute - 1, 10 * minute] }).length, 0);
    assert.equal(of({ run: 5 * day, opened: [hour, hour] }).length, 1);
    assert.equal(of({ run: 5 * day, opened: [hour + 1, hour + 1] }).length, 0);
  });

  it('are two at least, all with their times', () => {
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
