import * as z from 'zod/mini';
import type { ApiError } from '../tunnels/problems/problem.ts';
import { readTolerantly } from './tolerant.ts';

/**
 * The frame of every answer: `{ success, errors, messages, result, result_info }`. In the wild `messages` and `result`
 * may be missing, and errors carry an `error_chain` that no schema declares.
 * https://developers.cloudflare.com/fundamentals/api/reference/
 */
export interface Envelope {
  readonly success: boolean;
  readonly errors: readonly ApiError[];
  readonly result: unknown;
  readonly info: ListInfo;
}

/** `result_info` of a list: `undefined` where the answer does not say. */
export interface ListInfo {
  /** How many items a page has, which may be less than was asked for. */
  readonly perPage: number | undefined;
  /** How many items there are, deleted ones too. */
  readonly total: number | undefined;
}

const link = z.object({ code: z.nullish(z.number()), message: z.nullish(z.string()) });

const apiError = z.pipe(
  z.object({
    ...link.shape,
    documentation_url: z.nullish(z.string()),
    source: z.nullish(z.object({ pointer: z.nullish(z.string()) })),
    error_chain: z.nullish(z.array(z.nullish(link))),
  }),
  z.transform((error): ApiError => ({
    code: error.code ?? undefined,
    message: error.message ?? '',
    documentationUrl: error.documentation_url ?? undefined,
    pointer: error.source?.pointer ?? undefined,
    chain: present(error.error_chain).map(({ code, message }) => ({
      code: code ?? undefined,
      message: message ?? '',
    })),
  })),
);

const envelope = z.object({
  success: z.nullish(z.boolean()),
  errors: z.nullish(z.array(z.nullish(apiError))),
  result: z.optional(z.unknown()),
  result_info: z.nullish(z.object({ per_page: z.nullish(z.number()), total_count: z.nullish(z.number()) })),
});

/** `undefined` where the text is not such a frame. Never throws. */
export function readEnvelope(body: unknown): Envelope | undefined {
  const { value } = readTolerantly(envelope, body, 'body');
  if (value === undefined || (value.success == null && value.errors == null)) return undefined;
  const { success, errors, result, result_info: info } = value;
  return {
    success: success === true,
    errors: present(errors),
    result,
    info: { perPage: wholeNumber(info?.per_page), total: wholeNumber(info?.total_count) },
  };
}

function wholeNumber(value: number | null | undefined): number | undefined {
  return value != null && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** The entries of a list that are there: the API may send `null` for the list and for each of them. */
export function present<T>(list: readonly (T | null | undefined)[] | null | undefined): readonly T[] {
  return (list ?? []).filter((item) => item != null);
}
