/** Smallest k with P(X ≤ k) ≥ share for X ~ Binomial(trials, chance), 0 < chance < 1: summed from its definition. */
export function binomialQuantile(share: number, trials: number, chance: number): number {
  // In logarithms, because P(X = 0) is too small for a double already at a few hundred trials.
  let logProbability = trials * Math.log(1 - chance);
  let cumulative = Math.exp(logProbability);
  let k = 0;
  while (cumulative < share && k < trials) {
    logProbability += Math.log(((trials - k) / (k + 1)) * (chance / (1 - chance)));
    cumulative += Math.exp(logProbability);
    k += 1;
  }
  return k;
}
