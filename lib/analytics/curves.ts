import { type BootstrapCurves, bootstrapCurves } from "./bootstrap.ts";
import { type CombinedCurves, combineCurves } from "./combined-curves.ts";
import { horizon } from "./horizon.ts";
import type { LifeTable } from "./life-table.ts";
import { type Part, partsOf } from "./parts.ts";
import { type StratumTable, sumOf } from "./strata.ts";

/** What curves are made from. */
export interface CurveSource {
  /** Those the figures are about. */
  readonly strata: readonly Pick<StratumTable, "table" | "cohorts">[];
  /** All together, from which a stratum borrows: of these strata, or of more. */
  readonly all: LifeTable;
  /** Which ages were watched enough to speak of: the same, or a part of it. */
  readonly reach: LifeTable;
}

/** Everything estimated once, before any threshold is looked at. */
export interface Curves extends CombinedCurves {
  readonly parts: readonly Part[];
  /** Which ages were watched enough: the table of all that is borrowed from. */
  readonly reach: LifeTable;
  /** Of the strata alone, nothing borrowed: for counts. */
  readonly table: LifeTable;
  /** H in days; `null` when there is none. */
  readonly horizon: number | null;
  /** Resampled at the horizon and at every threshold before it; at nothing without a horizon. */
  readonly bootstrap: BootstrapCurves;
}

/** O(strata × (weeks × oldest age + days with events × replicates)). Thresholds in days; those beyond the horizon are left out. */
export function estimateCurves(
  { strata, all, reach }: CurveSource,
  thresholds: readonly number[],
  seed: number,
  replicates: number,
): Curves {
  const horizonAge = horizon(reach);
  const ages = horizonAge === null ? [] : [...thresholds.filter((days) => days < horizonAge), horizonAge];
  const parts = partsOf(strata, all);
  return {
    parts,
    reach,
    table: strata.length === 1 && strata[0] !== undefined ? strata[0].table : sumOf(strata.map(({ table }) => table)),
    ...combineCurves(parts),
    horizon: horizonAge,
    bootstrap: bootstrapCurves(parts, ages, seed, replicates),
  };
}
