import type { Instant } from '../text/time.ts';

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
  /** Of the kinds that are about signing in: what exactly is refused, as far as the API tells. */
  readonly refusal?: Refusal;
  /** For `expired`, when it did; for `notYetValid`, when it becomes valid. */
  readonly validity?: Instant;
}

/**
 * What is wrong with a credential or its rights, as exactly as the API lets it be told:
 *
 * - `signedOut`: none is stored, so none was sent.
 * - `newAddress`: it was given for another API address, so it was not sent; `detail` names the new one.
 * - `malformedToken`, `malformedKey`, `malformedEmail`: cannot be one, whoever it belongs to.
 * - `unknownToken`, `unknownKey`: of the right form, but revoked, rolled or mistyped.
 * - `expired`, `disabled`, `notYetValid`: a token that is known, but not in force.
 * - `accountToken`: owned by an account, on a route for tokens of persons.
 * - `addressFilter`: good, but not from this network.
 * - `challenge`: a page that asks for a browser stands in between.
 * - `noPermission`: good, but may not read the tunnels.
 * - `wrongAccount`: good, but the account is not among those that it sees.
 */
export type Refusal =
  | 'signedOut'
  | 'newAddress'
  | 'malformedToken'
  | 'malformedKey'
  | 'malformedEmail'
  | 'unknownToken'
  | 'unknownKey'
  | 'expired'
  | 'disabled'
  | 'notYetValid'
  | 'accountToken'
  | 'addressFilter'
  | 'challenge'
  | 'noPermission'
  | 'wrongAccount';

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
