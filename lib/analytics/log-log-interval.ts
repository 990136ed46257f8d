/** Φ⁻¹(0.975): a two-sided 95% interval leaves 2.5% on either side. */
export const Z_95 = 1.959963984540054;

/** A pair of confidence limits. */
export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/**
 * 95% limits of a probability p on the log(−log) scale: `p^exp(±z·se / (p·|log p|))`, where `se` is the square root
 * of `variance`. O(1).
 *
 * They stay inside [0, 1] without clipping, which the plain interval does not. At p = 0 and p = 1 the transformation
 * is undefined and the limits are p itself: there, they carry no information about the uncertainty.
 * Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data (1980), section 1.3; `conf.type =
 * "log-log"` of R's survival package.
 */
export function logLogInterval(probability: number, variance: number): Limits {
  if (probability <= 0 || probability >= 1) return { lower: probability, upper: probability };
  const spread = Math.exp((Z_95 * Math.sqrt(variance)) / (probability * -Math.log(probability)));
  return { lower: probability ** spread, upper: probability ** (1 / spread) };
}
