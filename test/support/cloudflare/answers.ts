/** An answer before it is sent: the stand-in decides on it as a value, a fault may change it, delivery sends it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An entry of the envelope's `errors`; `error_chain` is in no schema, but is sent. */
export interface WireError {
  readonly code: number;
  readonly message: string;
  readonly documentation_url?: string;
  readonly source?: { readonly pointer?: string };
  readonly error_chain?: readonly { readonly code: number; readonly message: string }[];
}

/** The frame of every answer. https://developers.cloudflare.com/fundamentals/api/reference/ */
export interface WireEnvelope {
  readonly success: boolean;
  readonly errors: readonly WireError[];
  readonly messages: readonly unknown[];
  readonly result: unknown;
  readonly result_info?: ResultInfo;
}

/** Tunnels come without `total_pages`; `total_count` leaves the filters out of account. */
export interface ResultInfo {
  readonly count: number;
  readonly page: number;
  readonly per_page: number;
  readonly total_count: number;
  readonly total_pages?: number;
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

export function success(result: unknown, more: Partial<WireEnvelope> = {}): Answer {
  return jsonAnswer(200, {
    success: true,
    errors: [],
    messages: [],
    result,
    ...more,
  } satisfies WireEnvelope);
}

export function refusal(
  status: number,
  error: WireError,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return jsonAnswer(
    status,
    { success: false, errors: [error], messages: [], result: null } satisfies WireEnvelope,
    headers,
  );
}

/** The gateway's word for a missing permission, an account of somebody else's, a token that is not valid (now). */
export const authenticationError = (status: 401 | 403) =>
  refusal(status, { code: 10000, message: 'Authentication error' });

export const noRoute = () => refusal(404, { code: 7003, message: 'No route for the URI' });

/** The code of a tunnel that is not there is documented nowhere: only the status can be relied on. */
export const notFound = (what: string) => refusal(404, { code: 10000, message: `${what} not found` });
