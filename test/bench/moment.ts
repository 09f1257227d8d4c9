import type { Moment } from '../../src/tunnels/text/time.ts';
import { sampleTime } from '../support/sampleCompany.ts';

/** Written in the machine's own zone, as the extension does. */
export const moment: Moment = { now: sampleTime, style: { locale: 'en' } };
