import { type AnalysisInput, inputOfGrid, isGrid } from "./analysis-input.ts";
import { basisOf } from "./basis.ts";
import { DEFAULT_REPLICATES } from "./bootstrap.ts";
import { type CandidateRow, candidateRow, neverMoreForLonger, type Setting } from "./candidate-row.ts";
import { type CurvePoint, curvePoints } from "./curve-points.ts";
import { type Curves, estimateCurves } from "./curves.ts";
import type { DayGrid } from "./day-grid.ts";
import { type DecisionTerms, SHORTEST_THRESHOLD } from "./decide.ts";
import { deepFreeze } from "./deep-freeze.ts";
import type { Drift } from "./drift.ts";
import { type ExpectedAnswer, expectedAnswer, type Outlook } from "./expected-answer.ts";
import { horizon } from "./horizon.ts";
import type { LifeTable } from "./life-table.ts";
import { MAX_AGE_DAYS } from "./observation.ts";
import { type PlausibleThresholds, plausibleThresholds } from "./plausible-thresholds.ts";
import { type Recommendation, recommend } from "./recommendation.ts";
import { standingAdvice } from "./standing-advice.ts";
import { sumOf } from "./strata.ts";

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
  /** What the week of an answer is told from; without it none is. */
  readonly outlook?: Omit<Outlook, "sendsPerDay">;
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
  /** Ages in days; `null` when nothing was observed, or fewer than 100 are at risk at the first age. Nothing is claimed past the horizon. */
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
  /** What the curve, the rows and the recommendation rest on: `recent` are those sent since a change alone, when drift rings. */
  readonly basis: "all" | "recent";
  /** Null when there is an answer, or when nothing is sent. */
  readonly expected: ExpectedAnswer | null;
  readonly seed: number;
  readonly replicates: number;
}

/**
 * From invitations by identity, week of sending and day of age to curves, a row per candidate threshold, and a
 * recommendation. Pure, frozen, JSON-ready. A grid of counts by day of age alone is one stratum without weeks.
 *
 * O(cells + strata × days with events × replicates), whatever the number of invitations. An empty input gives
 * an empty curve and a recommendation that says what is missing.
 * @throws RangeError for an option out of range.
 */
export function analyse(input: AnalysisInput | DayGrid, options: AnalysisOptions): Analysis {
  return analyseDays(input, options, () => []).analysis;
}

/** The same, with a row for each whole day from the shortest threshold to the horizon, a year at most. */
export function analyseEveryDay(
  input: AnalysisInput | DayGrid,
  options: AnalysisOptions,
): { readonly analysis: Analysis; readonly everyDay: readonly CandidateRow[] } {
  return analyseDays(input, options, daysUpTo);
}

function analyseDays(
  given: AnalysisInput | DayGrid,
  options: AnalysisOptions,
  daysOf: (horizonAge: number | null) => readonly number[],
): { readonly analysis: Analysis; readonly everyDay: readonly CandidateRow[] } {
  const { acceptableLoss, currentThreshold, seed, replicates = DEFAULT_REPLICATES } = options;
  const terms = { acceptableLoss, currentThreshold };
  const candidates = [...new Set([...(options.candidates ?? DEFAULT_CANDIDATES), currentThreshold])];
  check(options, candidates, replicates);

  const input = isGrid(given) ? inputOfGrid(given) : given;
  const { looked, source, drift, basis } = basisOf(input);
  const advice = standingAdvice(source, looked, terms);
  const days = daysOf(horizon(source.reach));
  const shown = [...new Set([...candidates, ...(advice === null ? [] : [advice.thresholdDays])])].sort((a, b) => a - b);
  const curves = estimateCurves(source, [...shown, ...days], seed, replicates);
  const all = rowsOf(curves, [...shown, ...days], options);
  const rowOf = new Map(all.map((row) => [row.thresholdDays, row]));
  const rowsFor = (thresholds: readonly number[]) => thresholds.flatMap((day) => rowOf.get(day) ?? []);
  const recommendation = recommend(
    new Map(rowsFor(shown).map((row) => [row.thresholdDays, row])),
    advice,
    curves,
    terms,
  );
  const everything = sumOf(input.strata.map(({ table }) => table));
  const analysis: Analysis = deepFreeze({
    population: "invitations still pending when first listed",
    counts: countsOf(everything, input.informativeCensorings),
    firstAge: everything.firstAge < 0 ? null : everything.firstAge,
    lastAge: everything.lastAge < 0 ? null : everything.lastAge,
    horizon: curves.horizon,
    curve: curvePoints(curves),
    rows: rowsFor(shown),
    recommendation,
    plausible: plausibleThresholds(all, acceptableLoss),
    drift,
    basis,
    expected: recommendation.kind === "recommended" ? null : expectationOf(curves, options, terms),
    seed,
    replicates,
  });
  return { analysis, everyDay: deepFreeze(rowsFor(days)) };
}

function expectationOf(curves: Curves, { outlook, sendsPerDay }: AnalysisOptions, terms: DecisionTerms) {
  if (outlook === undefined) return null;
  const { parts, reach, survival, horizon } = curves;
  return expectedAnswer({ parts, reach, stillPending: survival.estimate, horizon }, { ...outlook, sendsPerDay }, terms);
}

/** A policy's longest threshold is a year. */
const MAX_CANDIDATE_DAYS = 365;

function daysUpTo(horizonAge: number | null): number[] {
  const last = Math.min(horizonAge ?? 0, MAX_CANDIDATE_DAYS);
  return Array.from({ length: Math.max(0, last - SHORTEST_THRESHOLD + 1) }, (_, index) => SHORTEST_THRESHOLD + index);
}

/** Rows in ascending order; the upper end of a longer wait is never above that of a shorter one. */
function rowsOf(curves: Curves, thresholds: readonly number[], options: AnalysisOptions): CandidateRow[] {
  const days = [...new Set(thresholds)].sort((a, b) => a - b);
  return neverMoreForLonger(days.map((day) => candidateRow(curves, day, options)));
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
  if (!whole(options.seed, 0, 2 ** 32 - 1))
    throw new RangeError(`seed must be a whole number below 2³²: ${options.seed}`);
  if (!whole(replicates, 1, 100_000)) {
    throw new RangeError(`replicates must be a whole number from 1 to 100000: ${replicates}`);
  }
}
