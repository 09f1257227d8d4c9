import assert from 'node:assert/strict';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import { rowIcon } from '../../../../src/vscode/view/rowIcon.ts';
import { connectorOf, firstBelow, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';

const rowOf = (status: string, version?: string) => {
  const tunnel = tunnelOf({ id: 'w', status });
  const connectors = new Map([['w', known([connectorOf(version === undefined ? {} : { version })])]]);
  return rootNodes({ accounts: [stateOf([tunnel], { connectors })], problems: [] }, rowOptions())[0]!;
};

describe('The icon of a row', () => {
  for (const [status, icon, color, warned] of [
    ['healthy', 'pass-filled', 'testing.iconPassed', 'list.warningForeground'],
    ['inactive', 'circle-outline', 'disabledForeground', 'list.warningForeground'],
    ['paused', 'question', undefined, 'list.warningForeground'],
    ['degraded', 'warning', 'problemsWarningIcon.foreground', 'problemsWarningIcon.foreground'],
    ['down', 'error', 'problemsErrorIcon.foreground', 'problemsErrorIcon.foreground'],
  ] as const) {
    it(`keeps the shape of ${status} where something was found, and takes the warning’s colour unless it tells of trouble`, () => {
      assert.deepEqual(rowIcon(rowOf(status), false), { icon, color });
      assert.deepEqual(rowIcon(rowOf(status), true), { icon, color: warned });
    });
  }

  it('takes the warning’s colour for a connector too', () => {
    const connector = firstBelow(rowOf('healthy'))!;
    assert.deepEqual(rowIcon(connector, true), { icon: 'server-process', color: 'list.warningForeground' });
  });

  it('is by the worst for the group of findings, and by its severity for each', () => {
    const shapes = (version?: string) => {
      const [group] = childNodes(rowOf('healthy', version), rowOptions());
      return [group!, ...childNodes(group!, rowOptions())].map((row) => rowIcon(row, false).icon);
    };
    assert.deepEqual(shapes(), ['info', 'info']);
    assert.deepEqual(shapes('2024.1.0'), ['warning', 'warning', 'info']);
  });
});
