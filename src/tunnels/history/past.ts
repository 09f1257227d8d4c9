import type { Instant } from '../text/time.ts';
import type { StatusSpan } from './statusSpan.ts';

/** What was observed of a tunnel in a time. */
export interface Past {
  readonly watchedMs: number;
  /** Healthy or degraded. What is inactive or unknown is not up, and no outage either. */
  readonly upMs: number;
  /** Oldest first. Those that began or ended within the time, whole. */
  readonly outages: readonly Outage[];
}

/**
 * A time in which a tunnel was seen to be down and nothing else. One on both sides of a gap counts once, as long as no
 * other status was seen between: nobody saw it end.
 */
export interface Outage {
  readonly from: Instant;
  readonly until: Instant;
  /** How long it was watched: without gaps. */
  readonly watchedMs: number;
  /** Another status was seen after it. */
  readonly isOver: boolean;
}

/** What the spans tell of the time between these two. A gap counts for nothing, nor does what a clock said that was ahead. */
export function pastOf(spans: readonly StatusSpan[], from: Instant, until: Instant): Past {
  const within = ({ from: start, until: end }: StatusSpan) =>
    Math.max(0, Math.min(end, until) - Math.max(start, from));
  const sum = (some: readonly StatusSpan[]) => some.reduce((ms, span) => ms + within(span), 0);
  return {
    watchedMs: sum(spans),
    upMs: sum(spans.filter(({ status }) => status === 'healthy' || status === 'degraded')),
    outages: outagesIn(spans.filter((span) => span.from <= until)).filter((outage) => outage.until > from),
  };
}

function outagesIn(spans: readonly StatusSpan[]): readonly Outage[] {
  const outages: Outage[] = [];
  let isDown = false;
  for (const { status, from, until } of spans) {
    const before = isDown ? outages.pop() : undefined;
    isDown = status === 'down';
    if (before !== undefined && !isDown) outages.push({ ...before, isOver: true });
    if (!isDown) continue;
    const watchedMs = until - from + (before?.watchedMs ?? 0);
    outages.push({ from: before?.from ?? from, until, watchedMs, isOver: false });
  }
  return outages;
}
