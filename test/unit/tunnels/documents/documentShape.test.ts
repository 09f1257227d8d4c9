import assert from 'node:assert/strict';
import { auditDocument } from '../../../../src/tunnels/documents/auditDocument.ts';
import { compileAudit } from '../../../../src/tunnels/documents/auditedTunnels.ts';
import { changesDocument } from '../../../../src/tunnels/documents/changesDocument.ts';
import { detailsDocument } from '../../../../src/tunnels/documents/detailsDocument.ts';
import { detailedRow } from '../../../../src/tunnels/rows/detailedRow.ts';
import { fileNameOf } from '../../../../src/tunnels/documents/documentShape.ts';
import type { DocumentState } from '../../../../src/tunnels/documents/documentShape.ts';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { connectorOf, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';
import { hostileName, hour, sampleTime } from '../../../support/sampleCompany.ts';

const options = rowOptions();
const moment = { now: sampleTime, style: { timeZone: 'Europe/Berlin' } };

const rowsOf = (state: AccountState): readonly TreeNode[] => {
  const all = (nodes: readonly TreeNode[]): readonly TreeNode[] =>
    nodes.flatMap((node) => [node, ...all(childNodes(node, options))]);
  return all(rootNodes({ accounts: [state], problems: [] }, options));
};
/** The documents of the state's rows, by their kind. */
const documentsOf = (state: AccountState) =>
  new Map(
    rowsOf(state).flatMap((row) => {
      const detailed = detailedRow(row);
      return detailed === row ? [[row.kind, detailsDocument(detailed)] as const] : [];
    }),
  );
const documentState = (state: AccountState): DocumentState => ({
  rowOf: (id) => rowsOf(state).find((row) => row.id === id),
  changes: [],
  since: sampleTime,
  accounts: [state],
  names: [],
  moment,
  theme: 'dark',
});

const stateWith = (fields: Parameters<typeof tunnelOf>[0]) => {
  const tunnel = tunnelOf({ id: 'a4f95111-52a1', ...fields });
  const connectors = [connectorOf({ id: '7c0f4d6e-52a1' }, { dataCenters: ['dfw08'] })];
  return stateOf([tunnel], { connectors: new Map([[tunnel.key, known(connectors)]]) });
};
const web = stateWith({ name: 'web' });

describe('The document of a row', () => {
  it('has a title that tells it from that of another row', () => {
    const titles = [...documentsOf(web).values()].map(({ title }) => title);
    assert.equal(titles[0], 'web a4f95111');
    assert.equal(titles[1], 'Connector 7c0f4d6e 7c0f4d6e');
    assert.match(titles[2] ?? '', /^Dallas \(dfw08\) /);
    assert.equal(new Set([...documentsOf(web).values()].map(({ id }) => id)).size, 3);
  });

  it('has a title of which a long name is cut between two characters, not within one', () => {
    const [title = ''] = [...documentsOf(stateWith({ name: `a${'🚇'.repeat(80)}` })).values()].map(
      (document) => document.title,
    );
    assert.equal(title, `a${'🚇'.repeat(59)} a4f95111`);
  });

  it('is the same document when the row has another name', () => {
    const [before, after] = [web, stateWith({ name: 'shop' })].map((state) =>
      documentsOf(state).get('tunnel'),
    );
    assert.equal(before?.id, after?.id);
    assert.notEqual(before?.title, after?.title);
  });

  it('tells of the row as it is now, and of nothing where it is gone', () => {
    const document = documentsOf(web).get('tunnel');
    const renamed = documentState(stateWith({ name: 'shop' }));
    assert.match(document?.text(renamed) ?? '', /^# Tunnel `shop`\n/);
    assert.equal(document?.text(documentState(stateOf([]))), undefined);
  });

  it('follows the tunnel with its routes, where Cloudflare has them', () => {
    const followed = { accountId: 'a', tunnelKey: 'a4f95111-52a1' };
    for (const { follows } of documentsOf(web).values()) {
      assert.deepEqual(follows, { ...followed, routes: true });
    }
    const local = documentsOf(stateWith({ config_src: 'local' })).get('tunnel');
    assert.deepEqual(local?.follows, { ...followed, routes: false });
  });
});

describe('The document of an audit', () => {
  it('stays as it is, beside that of the next one', () => {
    const accounts = [{ id: 'a', name: 'A', tunnels: [] }];
    const [first, second] = [0, hour].map((later) =>
      auditDocument(compileAudit(accounts, { ...moment, now: sampleTime + later }), new Map()),
    );
    assert.equal(first?.title, 'Tunnel Audit 13.00.00');
    assert.notEqual(first.id, second?.id);
    const [text, later] = [web, stateOf([])].map((state) => first.text(documentState(state)));
    assert.match(text ?? '', /^# Tunnel audit, 24 Nov 2026 13:00:00 /);
    assert.equal(later, text);
  });

  it('has its pictures drawn for the theme of the window, and nothing else written anew', () => {
    const tunnels = ['down', 'healthy'].map((status) => ({
      tunnel: tunnelOf({ id: status, status }),
      connectors: { kind: 'canceled' } as const,
    }));
    const document = auditDocument(compileAudit([{ id: 'a', name: 'A', tunnels }], moment), new Map());
    const [dark, light] = (['dark', 'light'] as const).map((theme) =>
      document.text({ ...documentState(web), theme })?.split('\n'),
    );
    const others = dark?.filter((line, index) => line !== light?.[index]);
    assert.equal(others?.length, 1);
    assert.match(others[0] ?? '', /^!\[Tunnels by status: down 1, healthy 1\]\(data:/);
  });
});

describe('The document of the changes', () => {
  it('tells what is known when it is asked', () => {
    const since = sampleTime - hour;
    const text = changesDocument().text({ ...documentState(web), since });
    assert.match(text ?? '', /Nothing has changed since watching began \(24 Nov 2026 12:00:00 /);
  });
});

describe('A document’s file', () => {
  it('is named by the title, without what a path, an address or a reader would take for something else', () => {
    const nameOf = (title: string) => fileNameOf({ ...changesDocument(), title });
    assert.equal(nameOf('Recent Changes'), 'Recent Changes.md');
    assert.equal(nameOf('../a\\b:c?d#e%2f'), '.._a_b_c_d_e_2f.md');
    assert.doesNotMatch(nameOf(hostileName), /[/\\:?#%\p{Cc}\p{Cf}]/u);
  });
});
