import type { LifeTable } from "../../../lib/analytics/life-table.ts";

/** The estimate not to use: 1 − Kaplan–Meier of acceptance, with those gone treated as censored. */
export function oneMinusKaplanMeier(table: LifeTable): number[] {
  let notAccepted = 1;
  return Array.from(table.atRisk, (atRisk, age) => {
    if (atRisk > 0) notAccepted *= 1 - (table.accepted[age] ?? 0) / atRisk;
    return 1 - notAccepted;
  });
}
