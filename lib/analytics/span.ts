import { type AcceptancesBetween, acceptancesBetween } from "./acceptances-between.ts";
import { at } from "./at.ts";
import type { Curves } from "./curves.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { upperShare } from "./few-events.ts";
import { lateAcceptance, type SpanReading, shareGivenUp } from "./late-acceptance.ts";

/** A span of days, read from the estimated curves and from every resampled one. */
export interface Span {
  readonly reading: SpanReading;
  /** The same readings of every replicate; the same index is the same replicate. */
  readonly replicates: { readonly [Name in keyof SpanReading]: Float64Array };
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
      stillPending: at(bySweep.stillPending, from),
      acceptedByStart: at(bySweep.accepted, from),
      acceptedByEnd: at(isToHorizon ? incidence.accepted : bySweep.accepted, last),
      acceptedByHorizon: at(incidence.accepted, horizon),
    },
    replicates: {
      stillPending: start.pendingAtSweep,
      acceptedByStart: start.acceptedBySweep,
      acceptedByEnd: byEnd,
      acceptedByHorizon: whole.accepted,
    },
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
  return estimate({ value, replicates: sharesOf(span, share), count: span.between.count, upperLimit });
}

/** The share in each replicate in which it is defined. One reading is used for all: a report makes a million of them. */
function sharesOf({ replicates }: Span, share: (reading: SpanReading) => number | null): Float64Array {
  const { stillPending, acceptedByStart, acceptedByEnd, acceptedByHorizon } = replicates;
  const shares = new Float64Array(stillPending.length);
  const reading = { stillPending: 0, acceptedByStart: 0, acceptedByEnd: 0, acceptedByHorizon: 0 };
  let defined = 0;
  for (let replicate = 0; replicate < shares.length; replicate++) {
    reading.stillPending = at(stillPending, replicate);
    reading.acceptedByStart = at(acceptedByStart, replicate);
    reading.acceptedByEnd = at(acceptedByEnd, replicate);
    reading.acceptedByHorizon = acceptedByHorizon[replicate] ?? 0;
    const one = share(reading);
    if (one !== null) shares[defined++] = one;
  }
  return shares.subarray(0, defined);
}
