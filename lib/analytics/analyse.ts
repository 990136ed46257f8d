import { DEFAULT_REPLICATES } from "./bootstrap.ts";
import { type CandidateRow, candidateRow, type Setting } from "./candidate-row.ts";
import { type CurvePoint, curvePoints } from "./curve-points.ts";
import { estimateCurves } from "./curves.ts";
import type { DayGrid } from "./day-grid.ts";
import { deepFreeze } from "./deep-freeze.ts";
import type { Drift } from "./drift.ts";
import type { ExpectedAnswer } from "./expected-answer.ts";
import { type LifeTable, lifeTable } from "./life-table.ts";
import { MAX_AGE_DAYS } from "./observation.ts";
import { type PlausibleThresholds, plausibleThresholds } from "./plausible-thresholds.ts";
import { type Recommendation, recommend } from "./recommendation.ts";

/** Thresholds tried when none are given, in days. */
const DEFAULT_CANDIDATES: readonly number[] = [7, 10, 14, 21, 30, 45];

export interface AnalysisOptions extends Setting {
  /** Greatest share of acceptances to give up, from 0 up to but not including 1. */
  readonly acceptableLoss: number;
  /** Of the bootstrap: a whole number from 0 to 2³² − 1. The same grid, options and seed give the same result. */
  readonly seed: number;
  /** Thresholds to try, in days. The one in force is always added. */
  readonly candidates?: readonly number[];
  readonly replicates?: number;
}

/** Observations by how they ended. */
interface Counts {
  readonly observed: number;
  readonly accepted: number;
  readonly gone: number;
  readonly censored: number;
  /** Censorings that may say something about acceptance: part of `censored`, to be shown beside the curve. */
  readonly informativeCensorings: number;
}

export interface Analysis {
  /** Whom every figure is about. Those answered before a listing first showed them were never seen. */
  readonly population: "invitations still pending when first listed";
  readonly counts: Counts;
  /** Ages in days; `null` when nothing was observed, or no age has 30 at risk. Nothing is claimed past the horizon. */
  readonly firstAge: number | null;
  readonly lastAge: number | null;
  readonly horizon: number | null;
  /** One point per day from 0 to the last age. */
  readonly curve: readonly CurvePoint[];
  /** One row per candidate, in ascending order, the threshold in force among them. */
  readonly rows: readonly CandidateRow[];
  readonly recommendation: Recommendation;
  /** The smallest acceptable threshold with its interval, over the candidates that could be judged. */
  readonly plausible: PlausibleThresholds;
  /** Of the last 30 days against those before; null where there is not enough of either. */
  readonly drift: Drift | null;
  /** What the curve, the rows and the recommendation rest on: `recent` are the last 30 days alone, when drift rings. */
  readonly basis: "all" | "recent";
  /** Null when there is an answer, or when nothing is sent. */
  readonly expected: ExpectedAnswer | null;
  readonly seed: number;
  readonly replicates: number;
}

/**
 * From counts per day of age to curves, a row per candidate threshold, and a recommendation. Pure, frozen, JSON-ready.
 *
 * O(oldest age × candidates + days with events × replicates), whatever the number of invitations. An empty grid gives
 * an empty curve and a recommendation that says what is missing.
 * @throws RangeError for an option out of range.
 */
export function analyse(grid: DayGrid, options: AnalysisOptions): Analysis {
  const { acceptableLoss, currentThreshold, seed, replicates = DEFAULT_REPLICATES } = options;
  const thresholds = [...new Set([...(options.candidates ?? DEFAULT_CANDIDATES), currentThreshold])];
  thresholds.sort((a, b) => a - b);
  check(options, thresholds, replicates);

  const table = lifeTable(grid);
  const curves = estimateCurves(table, thresholds, seed, replicates);
  const rows = thresholds.map((days) => candidateRow(curves, days, options));
  return deepFreeze({
    population: "invitations still pending when first listed",
    counts: countsOf(table, grid.informativeCensorings),
    firstAge: table.firstAge < 0 ? null : table.firstAge,
    lastAge: table.lastAge < 0 ? null : table.lastAge,
    horizon: curves.horizon,
    curve: curvePoints(curves),
    rows,
    recommendation: recommend(rows, curves.horizon, { acceptableLoss, currentThreshold }),
    plausible: plausibleThresholds(rows, acceptableLoss),
    drift: null,
    basis: "all",
    expected: null,
    seed,
    replicates,
  });
}

function countsOf(table: LifeTable, informativeCensorings: number): Counts {
  const sum = (column: Float64Array) => column.reduce((total, count) => total + count, 0);
  return {
    observed: sum(table.entries),
    accepted: sum(table.accepted),
    gone: sum(table.gone),
    censored: sum(table.censored),
    informativeCensorings,
  };
}

function check(options: AnalysisOptions, thresholds: readonly number[], replicates: number): void {
  const { acceptableLoss, sendsPerDay } = options;
  const whole = (value: number, from: number, to: number) => Number.isInteger(value) && value >= from && value <= to;
  if (!thresholds.every((days) => whole(days, 1, MAX_AGE_DAYS))) {
    throw new RangeError(`thresholds must be whole days from 1 to ${MAX_AGE_DAYS}: ${thresholds.join(", ")}`);
  }
  if (!(acceptableLoss >= 0 && acceptableLoss < 1)) {
    throw new RangeError(`acceptableLoss must be from 0 up to, not including, 1: ${acceptableLoss}`);
  }
  if (!(sendsPerDay >= 0 && Number.isFinite(sendsPerDay))) {
    throw new RangeError(`sendsPerDay must be 0 or more: ${sendsPerDay}`);
  }
  if (!whole(replicates, 1, 100_000)) {
    throw new RangeError(`replicates must be a whole number from 1 to 100000: ${replicates}`);
  }
}
