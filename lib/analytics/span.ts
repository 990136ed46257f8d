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
 * Reads the days after `from`, up to and including `to`. O(to + r) for r replicates.
 * `null` when there is no horizon, or an end of the span lies beyond it: nothing is claimed there.
 */
export function readSpan(curves: Curves, from: number, to: number): Span | null {
  const { table, survival, incidence, bootstrap, horizon } = curves;
  if (horizon === null) return null;
  const stillPending = bootstrap.stillPending.get(from);
  const [byStart, byEnd, byHorizon] = [from, to, horizon].map((age) => bootstrap.accepted.get(age));
  if (!stillPending || !byStart || !byEnd || !byHorizon) return null;
  return {
    reading: {
      stillPending: survival.estimate[from] ?? 0,
      acceptedByStart: incidence.accepted[from] ?? 0,
      acceptedByEnd: incidence.accepted[to] ?? 0,
      acceptedByHorizon: incidence.accepted[horizon] ?? 0,
    },
    replicates: Array.from(stillPending, (pending, replicate) => ({
      stillPending: pending,
      acceptedByStart: byStart[replicate] ?? 0,
      acceptedByEnd: byEnd[replicate] ?? 0,
      acceptedByHorizon: byHorizon[replicate] ?? 0,
    })),
    between: acceptancesBetween(table, survival.estimate, from, to),
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
