/**
 * Percentile of values sorted in ascending order, `share` from 0 to 1: linear between order statistics. O(1).
 * `null` for no values; the value itself for one. Source: Hyndman and Fan (1996), definition 7.
 */
export function percentile(sorted: Float64Array, share: number): number | null {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
}
