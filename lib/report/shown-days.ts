import type { Analysis } from "../analytics/analyse.ts";
import type { CandidateRow } from "../analytics/candidate-row.ts";
import type { CurvePoint } from "../analytics/curve-points.ts";

/** Days at which a table has a line on every surface, so that what one says of a day can be looked up on the other. */
const SHOWN_DAYS: ReadonlySet<number> = new Set([0, 1, 3, 7, 10, 14, 21, 30, 45, 60, 90]);

/** The curve up to the horizon, or as far as it was observed while there is none: nothing is shown past it. */
export function shownCurve({ curve, horizon }: Analysis): readonly CurvePoint[] {
  return curve.filter(({ age }) => horizon === null || age <= horizon);
}

/** Whether a day of `shown` has a line; the last day always has. */
export function hasLine({ age }: CurvePoint, shown: readonly CurvePoint[]): boolean {
  return SHOWN_DAYS.has(age) || age === shown.at(-1)?.age;
}

/** The waits that have a line: chosen days, the one in force, and the one that the verdict is about. */
export function shownRows({ rows, recommendation }: Analysis): readonly CandidateRow[] {
  const { currentThreshold, thresholdDays } = recommendation;
  return rows.filter(
    (row) =>
      SHOWN_DAYS.has(row.thresholdDays) ||
      row.thresholdDays === currentThreshold ||
      row.thresholdDays === thresholdDays,
  );
}

/** Whether the data suffice to act on a wait's estimates. No table shows them where they do not. */
export const canBeJudged = ({ missing }: CandidateRow): boolean => missing.length === 0;
