/**
 * Pending slots that a threshold of T days keeps occupied: `sendsPerDay × Σ_{t<T} S(t)`, in invitations. O(T).
 *
 * Little's law: the number pending is the rate of sending times the mean stay, and the mean stay of an invitation that
 * is withdrawn at T is the area under S up to T. The rate is that of invitations still pending when first listed,
 * because S is about those. T = 0 gives 0; ages before the first observed one count as still pending.
 *
 * `null` when a day before T lies beyond the curve, because nothing is extrapolated.
 * Source: Little (1961); restricted mean survival time.
 */
export function pendingSlots(stillPending: Float64Array, thresholdDays: number, sendsPerDay: number): number | null {
  if (thresholdDays > stillPending.length) return null;
  let meanStay = 0;
  for (let age = 0; age < thresholdDays; age++) meanStay += stillPending[age] ?? 0;
  return sendsPerDay * meanStay;
}
