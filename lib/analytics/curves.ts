import { type BootstrapCurves, bootstrapCurves } from "./bootstrap.ts";
import { type CumulativeIncidence, cumulativeIncidence } from "./cumulative-incidence.ts";
import { horizon } from "./horizon.ts";
import type { LifeTable } from "./life-table.ts";
import { type SurvivalCurve, survival } from "./survival.ts";

/** Everything estimated once from a life table, before any threshold is looked at. */
export interface Curves {
  readonly table: LifeTable;
  readonly survival: SurvivalCurve;
  readonly incidence: CumulativeIncidence;
  /** H in days; `null` when there is none. */
  readonly horizon: number | null;
  /** Resampled at the horizon and at every threshold before it; at nothing without a horizon. */
  readonly bootstrap: BootstrapCurves;
}

/** O(oldest age + days with events × replicates). Thresholds in days; those beyond the horizon are left out. */
export function estimateCurves(
  table: LifeTable,
  thresholds: readonly number[],
  seed: number,
  replicates: number,
): Curves {
  const horizonAge = horizon(table);
  const ages = horizonAge === null ? [] : [...thresholds.filter((days) => days < horizonAge), horizonAge];
  return {
    table,
    survival: survival(table),
    incidence: cumulativeIncidence(table),
    horizon: horizonAge,
    bootstrap: bootstrapCurves(table, ages, seed, replicates),
  };
}
