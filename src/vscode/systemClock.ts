import type { Clock } from '../watch/ports.ts';

export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  startTimer: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  random: Math.random,
};
