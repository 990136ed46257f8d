import { at } from "./at.ts";

const TABLE_SIZE = 128;

const TABLE = new Float64Array(TABLE_SIZE);
for (let k = 2; k < TABLE_SIZE; k++) TABLE[k] = at(TABLE, k - 1) + Math.log(k);

const HALF_LOG_TWO_PI = 0.9189385332046727;

/**
 * `log k!` for a whole k ≥ 0. O(1).
 *
 * A table below 128, above it Stirling's series to the third term: `(k + ½) log k − k + ½ log 2π + 1/12k − 1/360k³ +
 * 1/1260k⁵`. The next term is under 10⁻¹⁷ there, so the error is that of double arithmetic.
 * Source: Abramowitz and Stegun (1964), 6.1.41.
 */
export function logFactorial(k: number): number {
  const known = TABLE[k];
  if (known !== undefined) return known;
  const inverse = 1 / k;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square / 1260));
  return (k + 0.5) * Math.log(k) - k + HALF_LOG_TWO_PI + series;
}
