import { certificateFileWay, certificateWay } from './certificateWays.ts';
import { environmentWay } from './environmentWay.ts';
import type { Method, Way } from './steps.ts';
import { keyWay, tokenWay } from './typedWays.ts';

/** Every way to sign in, in the order in which they are offered. */
export const ways: Readonly<Record<Method['kind'], Way>> = {
  token: tokenWay,
  key: keyWay,
  certificate: certificateWay,
  certificateFile: certificateFileWay,
  environment: environmentWay,
};
