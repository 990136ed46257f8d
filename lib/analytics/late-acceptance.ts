/** The curves read at the two ends of a span of days, and at the horizon H; all four are shares in [0, 1]. */
export interface SpanReading {
  /** Still pending at the sweep of day `from`. */
  readonly stillPending: number;
  /** Accepted before the sweep of day `from`. */
  readonly acceptedByStart: number;
  /** Accepted before the sweep of day `to`; where `to` is the horizon, up to its end. */
  readonly acceptedByEnd: number;
  /** `A(H)`. The same as `acceptedByEnd` when the span ends at the horizon. */
  readonly acceptedByHorizon: number;
}

/**
 * `(A(to) − A(from)) / S(from)`: the chance that an invitation still pending at the sweep of day `from` is accepted by `to`.
 * With `from = T` and `to = H` it is `L(T)`. O(1).
 * `null` when nothing is pending after `from`, because then the question has no subject. 0 for an empty span.
 */
export function lateAcceptance(reading: SpanReading): number | null {
  return reading.stillPending > 0 ? (reading.acceptedByEnd - reading.acceptedByStart) / reading.stillPending : null;
}

/**
 * `(A(to) − A(from)) / A(H)`: acceptances from the sweep of day `from` on as a share of all by H. With `from = T` and
 * `to = H` it is `F(T)`, what withdrawing at T gives up: also what comes on day T after the sweep. O(1).
 * `null` when nothing was accepted by H.
 */
export function shareGivenUp(reading: SpanReading): number | null {
  const { acceptedByStart, acceptedByEnd, acceptedByHorizon } = reading;
  return acceptedByHorizon > 0 ? (acceptedByEnd - acceptedByStart) / acceptedByHorizon : null;
}
