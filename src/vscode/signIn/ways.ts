import { certificateFileWay, certificateWay } from './certificateWays.ts';
import { environmentWay } from './environmentWay.ts';
import type { Method, Way } from './steps.ts';
import { keyWay, tokenWay } from './typedWays.ts';

export type Ways = Readonly<Record<Method['kind'], Way>>;

/** Every way to sign in, in the order in which they are offered; `stored` depends on the accounts that are there. */
export function waysWith(stored: Way): Ways {
  return {
    token: tokenWay,
    key: keyWay,
    certificate: certificateWay,
    certificateFile: certificateFileWay,
    environment: environmentWay,
    stored,
  };
}
