import { t } from '@vscode/l10n';
import type { Change, ConnectorSnapshot, DataCenterCode } from './change.ts';
import { describeDataCenter } from '../model/dataCenters.ts';
import { connectionCount, statusWord } from '../model/names.ts';
import { fullTime } from '../text/time.ts';
import type { Moment, TimeStyle } from '../text/time.ts';
import { distinct } from '../model/tunnel.ts';
import { inCode, visible } from '../text/text.ts';

/** How text from outside is made safe: `visible`, `inCode` and their like. */
type Safe = (text: string) => string;

/** A change in one plain sentence, `web-prod: healthy → degraded`. */
export function describeChange(change: Change, safe: Safe = visible, style: TimeStyle = {}): string {
  const name = change.tunnelName === null ? t('Tunnel {0}', safe(change.tunnelKey)) : safe(change.tunnelName);
  return `${name}: ${whatHappened(change, safe, style)}`;
}

function whatHappened(change: Change, safe: Safe, style: TimeStyle): string {
  const textOr = (text: string | null) => (text === null ? t('unknown') : safe(text));
  switch (change.kind) {
    case 'tunnelCreated':
      return t('new tunnel, {0}', statusWord(change.status));
    case 'tunnelDeleted':
      return t('deleted, or no longer visible to this credential');
    case 'tunnelRenamed':
      return t('renamed, was {0}', change.from === null ? t('unnamed') : safe(change.from));
    case 'statusChanged':
      return `${statusWord(change.from)} → ${statusWord(change.to)}`;
    case 'connectorJoined': {
      const { connector, since } = change;
      const [name, about] = [shortKey(connector.key, safe), aboutConnector(connector, safe)];
      const joined =
        connector.originIps.length === 0
          ? t('connector {0} joined ({1})', name, about)
          : t('connector {0} joined from {1} ({2})', name, addresses(connector.originIps, safe), about);
      return since === undefined
        ? joined
        : `${joined}, ${t('new since {0} (last look)', fullTime(since, style))}`;
    }
    case 'connectorLeft': {
      const { connector } = change;
      const [name, about] = [shortKey(connector.key, safe), aboutConnector(connector, safe)];
      return connector.originIps.length === 0
        ? t('connector {0} left ({1})', name, about)
        : t('connector {0} left, was at {1} ({2})', name, addresses(connector.originIps, safe), about);
    }
    case 'connectorRestarted':
      return t(
        'connector {0} restarted as {1}',
        shortKey(change.from, safe),
        shortKey(change.connector.key, safe),
      );
    case 'connectionMoved':
      return ofConnector(
        change,
        t('connection moved from {0} to {1}', place(change.from, safe), place(change.to, safe)),
        safe,
      );
    case 'connectionCountChanged':
      return ofConnector(change, `${change.from} → ${connectionCount(change.to)}`, safe);
    case 'originChanged': {
      const [from, to] = [addresses(change.from, safe), addresses(change.to, safe)];
      return ofConnector(change, t('origin IP {0} → {1}', from, to), safe);
    }
    case 'versionChanged':
      return ofConnector(change, t('version {0} → {1}', textOr(change.from), textOr(change.to)), safe);
    case 'configVersionChanged':
      return ofConnector(
        change,
        t('configuration version {0} → {1}', change.from ?? t('unknown'), change.to ?? t('unknown')),
        safe,
      );
  }
}

function ofConnector(
  { connectorKey }: { readonly connectorKey: string },
  happened: string,
  safe: Safe,
): string {
  return t('connector {0}: {1}', shortKey(connectorKey, safe), happened);
}

/** As rows name a connector; its key is its id where it has one. */
function shortKey(key: string, safe: Safe): string {
  return safe(key.slice(0, 8));
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

/** The changes as items of a Markdown list, newest first, with day and clock. */
export function changeLines(changes: readonly Change[], { style }: Pick<Moment, 'style'>): readonly string[] {
  return changes
    .toSorted((a, b) => b.at - a.at)
    .map((change) => `- ${fullTime(change.at, style)} ${describeChange(change, inCode, style)}`);
}
