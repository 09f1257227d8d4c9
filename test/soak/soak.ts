import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { assertSound, soak } from './soakRun.ts';

/** `npm run soak -- --seed 7 --hours 8`: hours of watching in seconds, with all that goes wrong; the seed repeats a run. */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, hours: { type: 'string', default: '8' } },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(values.seed);
const hours = Number(values.hours);
assert.ok(Number.isInteger(seed) && hours >= 1, 'give a whole --seed, and --hours from 1 on');

console.log(`soak: ${hours} hours, 3 accounts, 200 tunnels, seed ${seed}`);
const startedAt = performance.now();
const figures = await soak({ seed, hours });
console.log(figures);
console.log(`took ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
assertSound(figures, { isLong: hours >= 8 });
