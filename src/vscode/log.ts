import type * as vscode from 'vscode';
import type { AnswerSummary } from '../cloudflare/sender.ts';
import { describeChange } from '../tunnels/changes/changeWords.ts';
import type { Change } from '../tunnels/changes/change.ts';
import { ProblemError } from '../tunnels/problems/problem.ts';
import type { Problem } from '../tunnels/problems/problem.ts';
import { visible } from '../tunnels/text/text.ts';
import type { SecretFilter } from './secretFilter.ts';

/**
 * Writes the log. A line is built from fields that are named here, never from an error's text or an object as it is,
 * so that nothing gets in that was not meant to: no credential, no header, no body. A filter that knows the secrets in
 * use has the last look.
 */
export class Log {
  readonly #channel: vscode.LogOutputChannel;
  readonly #filter: SecretFilter;

  constructor(channel: vscode.LogOutputChannel, filter: SecretFilter) {
    this.#channel = channel;
    this.#filter = filter;
  }

  show(): void {
    this.#channel.show();
  }

  answer({ method, path, status, ms, ray }: AnswerSummary): void {
    this.#write('info', [method, path, String(status ?? 'no answer'), `${ms} ms`, field('cf-ray', ray)]);
  }

  unreadable(path: string, fields: readonly string[]): void {
    const named = fields.slice(0, 20).join(', ');
    this.#write('warn', [path, `${fields.length} unreadable fields left out:`, named]);
  }

  problem(about: string, problem: Problem): void {
    const { kind, detail, refusal, api, status, ray, field: path, setting } = problem;
    const chain = api?.chain.map(({ code, message }) => `${message} (${code})`).join('; ');
    this.#write('warn', [
      `${about}:`,
      `${kind}:`,
      detail,
      field('refusal', refusal),
      field('http', status),
      field('code', api?.code),
      field('message', api?.message),
      field('because', chain),
      field('pointer', api?.pointer),
      field('documentation', api?.documentationUrl),
      field('field', path),
      field('setting', setting),
      field('cf-ray', ray),
    ]);
  }

  change(change: Change): void {
    this.#write('info', [`${change.accountName}:`, describeChange(change)]);
  }

  /** `name`: what the file is called now. */
  unusableFile(accountId: string, name: string): void {
    this.#write('warn', [accountId, 'kept by another version, or broken; put away as', name]);
  }

  failure(about: string, error: unknown): void {
    if (error instanceof ProblemError) this.problem(about, error.problem);
    else this.#defect(about, error);
  }

  /** For what should not happen: where it did is said, what the error says is not. */
  #defect(about: string, error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    const frames =
      error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
    this.#write('error', [`${about}: unexpected ${name}`, ...frames.slice(0, 10)], '\n');
  }

  #write(level: 'info' | 'warn' | 'error', fields: readonly string[], separator = ' '): void {
    const given = fields.filter((text) => text !== '');
    this.#channel[level](this.#filter.clean(given.map(shown).join(separator)));
  }
}

function field(name: string, value: string | number | undefined): string {
  return value === undefined || value === '' ? '' : `${name}=${value}`;
}

const longestField = 2_000;

/**
 * A field that anyone may read, of a length that can be read: the filter looks at every character. It is not cut within
 * what may be a secret, since the filter would not know its beginning: see `credentialSchema` for what one can be.
 */
function shown(text: string): string {
  if (text.length <= longestField) return visible(text);
  return `${visible(text.slice(0, longestField).replace(/[\x21-\x7e]{1,1024}$/, ''))}…`;
}
