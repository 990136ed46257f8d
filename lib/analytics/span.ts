import { type AcceptancesBetween, acceptancesBetween } from "./acceptances-between.ts";
import type { Curves } from "./curves.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { upperShare } from "./few-events.ts";
import { lateAcceptance, type SpanReading, shareGivenUp } from "./late-acceptance.ts";

/** A span of days, read from the estimated curves and from every resampled one. */
export interface Span {
  readonly reading: SpanReading;
  readonly replicates: readonly SpanReading[];
  readonly between: AcceptancesBetween;
}

/**
 * Reads the days from the sweep of day `from` on, up to that of day `to`, or to the end of the horizon. O(parts × to + r)
 * for r replicates. `null` when there is no horizon, or an end of the span lies beyond it: nothing is claimed there.
 */
export function readSpan(curves: Curves, from: number, to: number | "horizon"): Span | null {
  const { parts, reach, bySweep, incidence, bootstrap, horizon } = curves;
  if (horizon === null) return null;
  const isToHorizon = to === "horizon";
  const last = isToHorizon ? horizon : to;
  const [start, end, whole] = [from, last, horizon].map((age) => bootstrap.get(age));
  if (!start || !end || !whole) return null;
  const byEnd = isToHorizon ? end.accepted : end.acceptedBySweep;
  return {
    reading: {
      stillPending: bySweep.stillPending[from] ?? 0,
      acceptedByStart: bySweep.accepted[from] ?? 0,
      acceptedByEnd: (isToHorizon ? incidence.accepted : bySweep.accepted)[last] ?? 0,
      acceptedByHorizon: incidence.accepted[horizon] ?? 0,
    },
    replicates: Array.from(start.pendingAtSweep, (pending, replicate) => ({
      stillPending: pending,
      acceptedByStart: start.acceptedBySweep[replicate] ?? 0,
      acceptedByEnd: byEnd[replicate] ?? 0,
      acceptedByHorizon: whole.accepted[replicate] ?? 0,
    })),
    between: acceptancesBetween(parts, reach, { from, to: last, isToHorizon }),
  };
}

/** `lateAcceptance` of the span with its interval; `null` where it is undefined. O(r log r) for r replicates. */
export function estimateLateAcceptance(span: Span): Estimate | null {
  const { reading, between } = span;
  return estimateOf(span, lateAcceptance, upperShare(between) / reading.stillPending);
}

/** `shareGivenUp` of the span with its interval; `null` where it is undefined. O(r log r) for r replicates. */
export function estimateShareGivenUp(span: Span): Estimate | null {
  const { reading, between } = span;
  const upper = upperShare(between);
  // More acceptances in the span would be more acceptances in all, too.
  return estimateOf(span, shareGivenUp, upper / (reading.acceptedByHorizon - between.share + upper));
}

function estimateOf(span: Span, share: (reading: SpanReading) => number | null, upperLimit: number): Estimate | null {
  const value = share(span.reading);
  if (value === null) return null;
  return estimate({ value, replicates: span.replicates.map(share), count: span.between.count, upperLimit });
}
