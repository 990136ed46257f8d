/**
 * The chance that a standard normal lies further from 0 than `z`, on either side. O(1).
 * Source: Abramowitz and Stegun (1964), formula 26.2.17, absolute error below 7.5e-8 on one side.
 */
export function twoSidedChance(z: number): number {
  const away = Math.abs(z);
  const t = 1 / (1 + 0.2316419 * away);
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = series.reduceRight((sum, factor) => (sum + factor) * t, 0);
  return Math.min(1, (2 * tail * Math.exp((-away * away) / 2)) / Math.sqrt(2 * Math.PI));
}
