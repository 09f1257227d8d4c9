// The stand-in for the API in a process of its own, so that what it does is not counted as ours. Tells its parent where.
import { startCloudflareServer } from '../support/cloudflareServer.ts';
import { sampleTime } from '../support/sampleCompany.ts';
import { fleet } from './fleet.ts';

const options = { company: fleet(), now: () => sampleTime, rateLimit: { requests: 1e9 } };
void startCloudflareServer(options).then(({ url }) => process.send?.(url));
process.once('disconnect', () => process.exit());
