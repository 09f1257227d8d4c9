import assert from 'node:assert/strict';
import { hoverText } from '../../../../src/tunnels/rows/hoverText.ts';
import { parsed } from '../../../support/parsedMarkdown.ts';
import { hostileName } from '../../../support/sampleCompany.ts';

const facts = {
  kind: 'Tunnel',
  title: 'web',
  lines: [{ label: 'Tunnel ID', value: 'w' }],
  notes: ['A note.'],
};

describe('A hover', () => {
  it('has the findings first, each with the icon of its severity, then parts, facts and notes', () => {
    const text = hoverText({
      ...facts,
      findings: [
        { severity: 'error', sentence: 'Down' },
        { severity: 'warning', sentence: 'Few', hint: 'Look there.' },
        { severity: 'info', sentence: 'One' },
      ],
      parts: {
        head: ['Connector', 'Started'],
        rows: [
          ['c', '23 Nov 22:14'],
          ['d', ''],
        ],
      },
    });
    assert.deepEqual(text.replaceAll('&nbsp;', '_').split('\n'), [
      '$(error) Down  ',
      '$(warning) Few  ',
      '*Look there\\.*  ',
      '$(info) One',
      '',
      '| Connector__ | Started__ |',
      '|:---|:---|',
      '| c__ | 23_Nov_22\\:14__ |',
      '| d__ | __ |',
      '',
      '| Tunnel__ | web |',
      '|:---|:---|',
      '| Tunnel_ID__ | w |',
      '',
      '*A note\\.*',
    ]);
  });

  it('has the words of the past below the findings, and no markup in them', () => {
    const text = hoverText({ ...facts, findings: [{ severity: 'info', sentence: 'One' }], past: 'up *99%*' });
    assert.deepEqual(text.split('\n\n').slice(0, 2), ['$(info) One', 'up \\*99\\%\\*']);
  });

  it('is facts alone where there is nothing more', () => {
    assert.deepEqual(hoverText({ ...facts, notes: [] }).split('\n\n').length, 1);
  });

  it('takes nothing from outside for markup, a cell or an icon', () => {
    const name = `${hostileName} $(zap) | x`;
    const text = hoverText({
      kind: 'Tunnel',
      title: name,
      findings: [{ severity: 'warning', sentence: name, hint: name }],
      lines: [{ label: 'Account', value: name }],
      parts: { head: ['Connector'], rows: [[name]] },
      notes: [name],
    });
    const { code, foreign } = parsed(text);
    assert.deepEqual([code, new Set(foreign)], [[], new Set(['hardbreak', 'em'])]);
    assert.deepEqual(text.match(/\$/g), ['$']);
    assert.ok(text.startsWith('$(warning) '));
    for (const line of text.split('\n').filter((one) => one.startsWith('|'))) {
      assert.ok([3, 2].includes(line.replaceAll('\\|', '').split('|').length - 1), line);
    }
  });
});
