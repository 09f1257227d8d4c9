import assert from 'node:assert/strict';
import { hoverText } from '../../../../src/tunnels/rows/hoverText.ts';
import { parsed } from '../../../support/parsedMarkdown.ts';
import { hostileName, sampleTime } from '../../../support/sampleCompany.ts';

const facts = {
  kind: 'Tunnel',
  title: 'web',
  lines: [{ label: 'Tunnel ID', value: 'w' }],
  notes: ['A note.'],
};

const look = { now: sampleTime, style: {}, theme: 'dark' } as const;

describe('A hover', () => {
  it('has the findings first, each with the icon of its severity, then parts, facts and notes', () => {
    const text = hoverText(
      {
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
      },
      look,
    );
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

  it('has the past below the findings, as a picture and in words without markup', () => {
    const spans = [{ status: 'healthy', from: look.now - 1000, until: look.now } as const];
    const past = { spans, words: 'up *99%*' };
    const text = hoverText({ ...facts, findings: [{ severity: 'info', sentence: 'One' }], past }, look);
    const [found, strip = '', words] = text.split('\n\n');
    assert.deepEqual([found, words], ['$(info) One', 'up \\*99\\%\\*']);
    assert.match(
      strip,
      /^!\[Status of the last 24 hours: healthy 1 s, [^\]]*\]\(data:image\/svg\+xml[^ ]*\)$/,
    );
  });

  it('is facts alone where there is nothing more', () => {
    assert.deepEqual(hoverText({ ...facts, notes: [] }, look).split('\n\n').length, 1);
  });

  it('takes nothing from outside for markup, a cell or an icon', () => {
    const name = `${hostileName} $(zap) | x`;
    const text = hoverText(
      {
        kind: 'Tunnel',
        title: name,
        findings: [{ severity: 'warning', sentence: name, hint: name }],
        lines: [{ label: 'Account', value: name }],
        parts: { head: ['Connector'], rows: [[name]] },
        notes: [name],
      },
      look,
    );
    const { code, foreign } = parsed(text);
    assert.deepEqual([code, new Set(foreign)], [[], new Set(['hardbreak', 'em'])]);
    assert.deepEqual(text.match(/\$/g), ['$']);
    assert.ok(text.startsWith('$(warning) '));
    for (const line of text.split('\n').filter((one) => one.startsWith('|'))) {
      assert.ok([3, 2].includes(line.replaceAll('\\|', '').split('|').length - 1), line);
    }
  });
});
