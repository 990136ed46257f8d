import { logFactorial } from "./log-factorial.ts";
import type { Random } from "./random.ts";

/** Below this mean, counting up through the distribution is cheaper than rejection, which needs a mean of 10 at least. */
const REJECTION_FROM = 10;

/**
 * A source of Poisson counts of one mean. What depends on the mean alone is worked out once, so that drawing many is
 * cheap: O(mean) below 10, O(1) on average from 10 on (about 2.3 uniforms a draw).
 *
 * A mean of 0 always gives 0 and uses no random number.
 * @throws RangeError for a mean that is negative or not finite.
 */
export function poissonSampler(mean: number, random: Random): () => number {
  if (!(mean >= 0 && mean < Number.POSITIVE_INFINITY)) throw new RangeError(`mean must be 0 or more: ${mean}`);
  if (mean === 0) return () => 0;
  return mean < REJECTION_FROM ? byInversion(mean, random) : byRejection(mean, random);
}

/** Sequential search: subtract P(0), P(1), … from one uniform until it runs out. Devroye (1986), section X.3.3. */
function byInversion(mean: number, random: Random): () => number {
  const none = Math.exp(-mean);
  return () => {
    let left = random();
    let probability = none;
    let count = 0;
    // Rounding can leave a crumb of the uniform when the probabilities have all been spent; the bound, far beyond
    // anything 32 random bits can reach at a mean of 10, keeps that from looping.
    while (left > probability && count < 200) {
      left -= probability;
      count += 1;
      probability *= mean / count;
    }
    return count;
  };
}

/**
 * Transformed rejection with squeeze, algorithm PTRS of Hörmann, "The transformed rejection method for generating
 * Poisson random variables", Insurance: Mathematics and Economics 12 (1993). The constants are the paper's.
 */
function byRejection(mean: number, random: Random): () => number {
  const logMean = Math.log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  return () => {
    for (;;) {
      const u = random() - 0.5;
      const v = random();
      const edge = 0.5 - Math.abs(u);
      const count = Math.floor(((2 * a) / edge + b) * u + mean + 0.43);
      if (edge >= 0.07 && v <= squeeze) return count;
      if (count < 0 || (edge < 0.013 && v > edge)) continue;
      const density = count * logMean - mean - logFactorial(count);
      if (Math.log((v * inverseAlpha) / (a / (edge * edge) + b)) <= density) return count;
    }
  };
}
