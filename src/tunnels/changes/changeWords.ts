import { t } from '@vscode/l10n';
import type { Change, ConnectorSnapshot, DataCenterCode } from './change.ts';
import { describeDataCenter } from '../model/dataCenters.ts';
import { connectionCount, statusInWord } from '../model/names.ts';
import { fullTime } from '../text/time.ts';
import type { TimeStyle } from '../text/time.ts';
import { distinct } from '../model/tunnel.ts';
import { visible } from '../text/text.ts';

/** What words about changes depend on besides these. */
export interface ChangeWriting {
  /** How text from outside is made safe: `visible`, `inCode` and their like. */
  readonly safe: Safe;
  /** The name that the person gave to a connector, as raw text. */
  readonly called: (tunnelKey: string, connectorKey: string) => string | undefined;
  /** How times within a sentence are written. */
  readonly style: TimeStyle;
}

type Safe = (text: string) => string;

const plain: ChangeWriting = { safe: visible, called: () => undefined, style: {} };

/** A change in one plain sentence, `web-prod: healthy → degraded`. */
export function describeChange(change: Change, writing: ChangeWriting = plain): string {
  return `${changedTunnel(change, writing)}: ${whatHappened(change, writing)}`;
}

/** The tunnel's name as it was then. */
export function changedTunnel(
  { tunnelName, tunnelKey }: Pick<Change, 'tunnelName' | 'tunnelKey'>,
  { safe }: ChangeWriting,
): string {
  return tunnelName === null ? t('Tunnel {0}', safe(tunnelKey)) : safe(tunnelName);
}

/** As rows name a connector; its key is its id where it has one. */
export function changedConnector(
  { tunnelKey }: Pick<Change, 'tunnelKey'>,
  key: string,
  { safe, called }: ChangeWriting,
): string {
  return safe(called(tunnelKey, key) ?? shortKey(key));
}

/** What happened to a tunnel that was named before. */
export function whatHappened(change: Change, writing: ChangeWriting): string {
  const { safe } = writing;
  const named = (key: string) => changedConnector(change, key, writing);
  const textOr = (text: string | null) => (text === null ? t('unknown') : safe(text));
  switch (change.kind) {
    case 'tunnelCreated':
      return t('new tunnel, {0}', statusInWord(change.status, change.statusText, safe));
    case 'tunnelDeleted':
      return t('deleted, or no longer visible to this credential');
    case 'tunnelRenamed':
      return t('renamed, was {0}', change.from === null ? t('unnamed') : safe(change.from));
    case 'statusChanged':
      return `${statusInWord(change.from, change.fromText, safe)} → ${statusInWord(change.to, change.toText, safe)}`;
    case 'connectorJoined': {
      const { connector, since } = change;
      const [name, about] = [named(connector.key), aboutConnector(connector, safe)];
      const joined =
        connector.originIps.length === 0
          ? t('connector {0} joined ({1})', name, about)
          : t('connector {0} joined from {1} ({2})', name, addresses(connector.originIps, safe), about);
      return since === undefined
        ? joined
        : `${joined}, ${t('new since {0} (last look)', fullTime(since, writing.style))}`;
    }
    case 'connectorLeft': {
      const { connector } = change;
      const [name, about] = [named(connector.key), aboutConnector(connector, safe)];
      return connector.originIps.length === 0
        ? t('connector {0} left ({1})', name, about)
        : t('connector {0} left, was at {1} ({2})', name, addresses(connector.originIps, safe), about);
    }
    case 'connectorRestarted': {
      const [from, to] = [named(change.from), named(change.connector.key)];
      // A name outlasts a restart: what is new is the id.
      return t(
        'connector {0} restarted as {1}',
        from,
        from === to ? safe(shortKey(change.connector.key)) : to,
      );
    }
    case 'connectionMoved':
      return ofConnector(
        named(change.connectorKey),
        t('connection moved from {0} to {1}', place(change.from, safe), place(change.to, safe)),
      );
    case 'connectionCountChanged':
      return ofConnector(named(change.connectorKey), `${change.from} → ${connectionCount(change.to)}`);
    case 'originChanged': {
      const [from, to] = [addresses(change.from, safe), addresses(change.to, safe)];
      return ofConnector(named(change.connectorKey), t('origin IP {0} → {1}', from, to));
    }
    case 'versionChanged':
      return ofConnector(
        named(change.connectorKey),
        t('version {0} → {1}', textOr(change.from), textOr(change.to)),
      );
    case 'configVersionChanged':
      return ofConnector(
        named(change.connectorKey),
        t('configuration version {0} → {1}', change.from ?? t('unknown'), change.to ?? t('unknown')),
      );
  }
}

function ofConnector(name: string, happened: string): string {
  return t('connector {0}: {1}', name, happened);
}

function shortKey(key: string): string {
  return key.slice(0, 8);
}

/** `linux_amd64, 2026.8.2, 4 connections` */
function aboutConnector({ platform, version, dataCenters }: ConnectorSnapshot, safe: Safe): string {
  const said = distinct([platform ?? undefined, version ?? undefined]).map(safe);
  return [...said, connectionCount(dataCenters.length)].join(', ');
}

function addresses(ips: readonly string[], safe: Safe): string {
  return ips.length === 0 ? t('unknown') : ips.map(safe).join(', ');
}

function place(code: DataCenterCode, safe: Safe): string {
  return code === null ? t('an unknown data center') : safe(describeDataCenter(code));
}
