import type { Instant } from './model.ts';

/**
 * What went wrong, sorted by what the person can do about it:
 *
 * - `auth`: the credential is missing or refused: sign in.
 * - `forbidden`: it is valid, but lacks the permission.
 * - `notFound`: what was asked for is gone.
 * - `rateLimited`: wait, until `retryAt` where the API says so.
 * - `network`, `timeout`, `tls`: Cloudflare was not reached.
 * - `badResponse`: an answer that cannot be read; `field` names where.
 * - `server`: an error of Cloudflare's.
 * - `blocked`: a challenge page or an IP filter in between.
 * - `settings`: a setting cannot be used; `setting` names it.
 * - `keychain`: the secret storage failed.
 */
export type ProblemKind =
  | 'auth'
  | 'forbidden'
  | 'notFound'
  | 'rateLimited'
  | 'network'
  | 'timeout'
  | 'tls'
  | 'badResponse'
  | 'server'
  | 'blocked'
  | 'settings'
  | 'keychain';

/** A problem as a value: it is kept in the state, shown as a row, and written to the log. Holds no credential. */
export interface Problem {
  readonly kind: ProblemKind;
  /** One technical phrase for the hover and the log; the row's words come from `kind`. */
  readonly detail: string;
  /** What the API itself said. */
  readonly api?: ApiError;
  /** HTTP status. */
  readonly status?: number;
  /** Cloudflare's id of the request, from the `cf-ray` header: what its support asks for. */
  readonly ray?: string;
  readonly retryAt?: Instant;
  /** Path of the field that could not be read, `result[3].created_at`. */
  readonly field?: string;
  /** Full id of the setting that cannot be used. */
  readonly setting?: string;
  /** No credential is stored, so none was sent. */
  readonly signedOut?: true;
}

/**
 * The first entry of the envelope's `errors`, with what it may carry besides its code and message.
 * https://developers.cloudflare.com/fundamentals/api/reference/ (response envelope)
 */
export interface ApiError {
  readonly code: number | undefined;
  readonly message: string;
  readonly documentationUrl: string | undefined;
  readonly pointer: string | undefined;
  readonly chain: readonly { readonly code: number | undefined; readonly message: string }[];
}

/** Carries a problem through code that throws. Its message is safe to show and to log. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}
