import { withName } from '../../src/tunnels/model/connectorNames.ts';
import type { ConnectorName } from '../../src/tunnels/model/connectorNames.ts';
import type { Change } from '../../src/tunnels/changes/change.ts';
import type { Problem } from '../../src/tunnels/problems/problem.ts';
import type { AccountState, Loaded } from '../../src/tunnels/model/state.ts';
import { configurationOf, connectorOf, known, seenSince, stateOf, tunnelOf } from './models.ts';
import { hour, sampleTime } from './sampleCompany.ts';

/** An account in which every field of text that the API or a person may fill holds the same. */
export function accountOf(text: string): { state: AccountState; names: readonly ConnectorName[] } {
  const account = { id: text, name: text, tunnels: undefined };
  const tunnel = tunnelOf({ id: text, name: text, status: text as 'healthy', account_tag: text });
  const connection = {
    id: text,
    client_id: text,
    client_version: text,
    colo_name: text,
    origin_ip: text,
  };
  const connector = connectorOf({
    id: text,
    version: text,
    arch: text,
    features: [text],
    conns: [connection, { ...connection, id: `${text} 2` }],
  });
  const other = { ...connectorOf({ id: `other ${text}`, arch: `x ${text}` }), features: [`x ${text}`] };
  const originRequest = {
    [text]: text,
    httpHostHeader: text,
    access: { required: true, teamName: text, audTag: [text] },
  };
  const configuration = configurationOf([
    { hostname: text, path: text, service: text, originRequest },
    { service: text },
  ]);
  const state = stateOf([tunnel], {
    account,
    connectors: new Map([[tunnel.key, known([connector, other])]]),
    configurations: new Map([[tunnel.key, known(configuration)]]),
    seen: new Map([[tunnel.key, { lastLook: sampleTime, connectors: seenSince(sampleTime, connector.key) }]]),
  });
  return { state, names: withName([], tunnel.key, connector, text) };
}

/** A failure whose every text is the same, and whose words name the account. */
export function problemOf(text: string): Problem {
  return {
    kind: 'auth',
    refusal: 'signedOut',
    detail: text,
    ray: text,
    field: text,
    api: {
      code: 10_000,
      message: text,
      documentationUrl: text,
      pointer: text,
      chain: [{ code: undefined, message: text }],
    },
  };
}

/** The latest reading failed. */
export function failing<T>(value: Loaded<T>, text: string): Loaded<T> {
  return { ...value, problem: problemOf(text) };
}

/** Changes of the account above, with the same text. */
export function changesOf(text: string): readonly Change[] {
  const facts = {
    key: text,
    version: text,
    platform: text,
    configVersion: 1,
    originIps: [text],
    dataCenters: [text],
  };
  const context = {
    at: sampleTime - hour,
    accountId: text,
    accountName: text,
    tunnelKey: text,
    tunnelName: text,
  };
  return [
    { ...context, kind: 'tunnelRenamed', from: text, to: text },
    { ...context, kind: 'connectorJoined', connector: facts },
    { ...context, kind: 'connectorLeft', connector: facts },
    { ...context, kind: 'connectorRestarted', from: text, connector: facts },
    { ...context, kind: 'versionChanged', connectorKey: text, from: text, to: null },
    { ...context, kind: 'originChanged', connectorKey: text, from: [text], to: [text] },
    { ...context, kind: 'connectionMoved', connectorKey: text, from: text, to: null },
  ];
}
