import { Buffer } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import type { Answer } from './answers.ts';
import type { Fault } from './faults.ts';

/** Runs an action later, unless the server is closed before. */
export type Later = (action: () => void, ms: number) => void;

/** Sends an answer, or fails to, as the fault says. `onStatus` is told when the status line goes out. */
export function deliver(
  response: ServerResponse,
  answer: Answer,
  fault: Fault | undefined,
  { later, onStatus }: { readonly later: Later; readonly onStatus: (status: number) => void },
): void {
  const body = Buffer.from(answer.body);
  const start = () => {
    if (response.destroyed) return false;
    onStatus(answer.status);
    response.writeHead(answer.status, { ...answer.headers, 'content-length': body.byteLength });
    return true;
  };
  const send = () => {
    if (start()) response.end(body);
  };
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'hangInBody':
      if (start()) response.write(firstPart(body));
      return;
    case 'resetInBody':
      // An orderly end of the socket: what was sent before is sure to arrive, which a reset does not promise.
      if (start()) response.write(firstPart(body), () => response.socket?.destroy());
      return;
    case 'held':
      void fault.until.then(send, send);
      return;
    case 'slow': {
      const { beforeMs = 0, betweenMs } = fault;
      later(() => {
        if (betweenMs === undefined) send();
        else if (start()) drip(response, body, { later, betweenMs });
      }, beforeMs);
      return;
    }
    case undefined:
    case 'truncated':
    case 'emptyBody':
    case 'challenge':
    case 'html':
    case 'refusal':
    case 'rateLimited':
    case 'redirect':
    case 'wrongEnvelope':
    case 'nullResult':
    case 'wrongShape':
    case 'samePage':
    case 'smallPages':
    case 'changedResult':
      send();
  }
}

function firstPart(body: Buffer): Buffer {
  return body.subarray(0, Math.min(64, Math.ceil(body.byteLength / 2)));
}

function drip(
  response: ServerResponse,
  body: Buffer,
  { later, betweenMs }: { readonly later: Later; readonly betweenMs: number },
): void {
  const size = Math.max(1, Math.ceil(body.byteLength / 10));
  const next = (from: number) => {
    if (response.destroyed) return;
    const to = from + size;
    response.write(body.subarray(from, to));
    if (to >= body.byteLength) response.end();
    else
      later(() => {
        next(to);
      }, betweenMs);
  };
  next(0);
}
