/** Live calls that a whole workspace may make, by the vendor's plan: in any second, and in any minute. */
export const PLAN_RATES = {
  trial: { perSecond: 1, perMinute: 60 },
  bronze: { perSecond: 2, perMinute: 120 },
  silver: { perSecond: 10, perMinute: 600 },
  gold: { perSecond: 10, perMinute: 600 },
  platinum: { perSecond: 20, perMinute: 1_200 },
  diamond: { perSecond: 20, perMinute: 1_200 },
  titanium: { perSecond: 40, perMinute: 1_200 },
} as const;

export type EdgesPlan = keyof typeof PLAN_RATES;

export const EDGES_PLANS = Object.keys(PLAN_RATES).filter((name): name is EdgesPlan => Object.hasOwn(PLAN_RATES, name));

/**
 * A plan as an environment variable names it. Where none is named it is the slowest: no other is sure to allow as much.
 *
 * @throws TypeError for a word that is no plan
 */
export function readPlan(text: string | undefined): EdgesPlan {
  if (text === undefined || text === "") return "trial";
  const plan = EDGES_PLANS.find((name) => name === text);
  if (plan === undefined) throw new TypeError(`EDGES_PLAN is "${text}"; accepted: ${EDGES_PLANS.join(", ")}`);
  return plan;
}
