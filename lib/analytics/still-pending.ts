import type { AnalysisInput } from "./analysis-input.ts";
import { basisOf } from "./basis.ts";
import { horizon } from "./horizon.ts";
import { partsOf, weighted } from "./parts.ts";

/**
 * The share still pending by whole days of age, from 0 to the horizon: the curve of `analyse` without its limits, which
 * are most of its cost. Null without a horizon. O(strata × oldest age).
 */
export function stillPendingByAge(input: AnalysisInput): readonly number[] | null {
  const { strata, all, reach } = basisOf(input).source;
  const horizonAge = horizon(reach);
  return horizonAge === null
    ? null
    : [...weighted(partsOf(strata, all), horizonAge + 1, ({ stillPending }) => stillPending)];
}
