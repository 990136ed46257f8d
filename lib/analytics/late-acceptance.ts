/** The curves read at the two ends of a span of days, and at the horizon H; all four are shares in [0, 1]. */
export interface SpanReading {
  /** `S(from)`: still pending after day `from`. */
  readonly stillPending: number;
  /** `A(from)`: accepted up to and including day `from`. */
  readonly acceptedByStart: number;
  /** `A(to)`: accepted up to and including day `to`. */
  readonly acceptedByEnd: number;
  /** `A(H)`. The same as `acceptedByEnd` when the span ends at the horizon. */
  readonly acceptedByHorizon: number;
}

/**
 * `(A(to) − A(from)) / S(from)`: the chance that an invitation still pending after day `from` is accepted by day `to`.
 * With `from = T` and `to = H` it is `L(T)`. O(1).
 * `null` when nothing is pending after `from`, because then the question has no subject. 0 for an empty span.
 */
export function lateAcceptance(reading: SpanReading): number | null {
  return reading.stillPending > 0 ? (reading.acceptedByEnd - reading.acceptedByStart) / reading.stillPending : null;
}

/**
 * `(A(to) − A(from)) / A(H)`: acceptances after day `from`, up to and including day `to`, as a share of all by H. With
 * `from = T` and `to = H` it is `F(T)`, what withdrawing at T gives up. O(1).
 *
 * A day-T acceptance counts as kept. A sweep a day withdraws some time during day T, so F is low by part of one day's
 * acceptances. `null` when nothing was accepted by H.
 */
export function shareGivenUp(reading: SpanReading): number | null {
  const { acceptedByStart, acceptedByEnd, acceptedByHorizon } = reading;
  return acceptedByHorizon > 0 ? (acceptedByEnd - acceptedByStart) / acceptedByHorizon : null;
}
