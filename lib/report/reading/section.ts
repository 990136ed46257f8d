import { analyse } from "../../analytics/analyse.ts";
import type { DayGrid } from "../../analytics/day-grid.ts";
import { sentence } from "../../analytics/sentence.ts";
import { MAX_THRESHOLD_DAYS, THRESHOLD_FLOOR_DAYS } from "../../domain/policy.ts";
import type { ReportSection, ThresholdInWords } from "../report-data.ts";
import { thresholdInWords } from "../threshold-in-words.ts";
import type { Tally } from "./tally.ts";
import type { ReportWindow } from "./window.ts";

/** What the figures are judged by. */
export interface SectionTerms {
  readonly thresholdDays: number;
  /** Share, 0 to 1. */
  readonly acceptableLoss: number;
  readonly sendsPerDay: number;
}

/** Fixed, so that the same ledger always gives the same report. */
const SEED = 1;

/** The estimates and sentences made from what was counted. Costs the bootstrap, twice, and no further reading. */
export function sectionOf(tally: Tally, window: ReportWindow, terms: SectionTerms): ReportSection {
  const { grid, exclusions } = tally.intake;
  const { sendsPerDay } = terms;
  const options = optionsOf(terms);
  const analysis = analyse(grid, options);
  return {
    funnel: tally.funnel,
    outcomes: tally.outcomes,
    daysPending: { ended: tally.endedAges.histogram(), pending: tally.pendingAges.histogram() },
    weeks: tally.weeks.list(window),
    sendsPerDay,
    analysis,
    everyThreshold: everyThreshold(grid, options, analysis.horizon),
    sentence: sentence(analysis.recommendation),
    exclusions,
  };
}

type Options = ReturnType<typeof optionsOf>;

function optionsOf({ thresholdDays, acceptableLoss, sendsPerDay }: SectionTerms) {
  // A policy may say that any loss is acceptable; the analysis wants less than all of it.
  const belowAll = Math.min(acceptableLoss, 1 - Number.EPSILON);
  return { acceptableLoss: belowAll, currentThreshold: thresholdDays, sendsPerDay, seed: SEED };
}

function everyThreshold(grid: DayGrid, options: Options, horizon: number | null): ThresholdInWords[] {
  const longest = Math.min(horizon ?? 0, MAX_THRESHOLD_DAYS);
  const days = Math.max(0, longest - THRESHOLD_FLOOR_DAYS + 1);
  if (days === 0) return [];
  const candidates = Array.from({ length: days }, (_, index) => THRESHOLD_FLOOR_DAYS + index);
  return analyse(grid, { ...options, candidates })
    .rows.filter(({ thresholdDays }) => thresholdDays <= longest)
    .map((row) => ({ row, sentence: thresholdInWords(row, { ...options, horizon }) }));
}
