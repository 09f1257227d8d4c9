import assert from 'node:assert/strict';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import { tailCommand } from '../../../../src/tunnels/rows/tailCommand.ts';
import { connectorOf, firstBelow, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';

const tunnelId = '3f2a9c1e-5b7d-4e21-9c3a-0d8e7f6a5b4c';
const connectorId = 'a4f95111-2d3c-4b5a-8e9f-7a6b5c4d3e2f';

function commandsOf(tunnel: string, connector: string): readonly (string | undefined)[] {
  const state = stateOf([tunnelOf({ id: tunnel })], {
    connectors: new Map([[tunnel, known([connectorOf({ id: connector })])]]),
  });
  const [row] = rootNodes({ accounts: [state], problems: [] }, rowOptions());
  assert.ok(row !== undefined);
  const below = firstBelow(row);
  assert.ok(below !== undefined);
  return [row, below, ...childNodes(below, rowOptions()).slice(0, 1)].map(tailCommand);
}

describe('The command that follows a log', () => {
  it('names the tunnel, and the connector where it is of one', () => {
    assert.deepEqual(commandsOf(tunnelId, connectorId), [
      `cloudflared tail ${tunnelId}`,
      `cloudflared tail --connector-id ${connectorId} ${tunnelId}`,
      undefined,
    ]);
  });

  it('is none where an id is not a UUID: it could be a command of its own', () => {
    assert.deepEqual(commandsOf(tunnelId, '$(reboot)'), [
      `cloudflared tail ${tunnelId}`,
      undefined,
      undefined,
    ]);
    assert.deepEqual(commandsOf(`${tunnelId}; reboot`, connectorId), [undefined, undefined, undefined]);
  });
});
