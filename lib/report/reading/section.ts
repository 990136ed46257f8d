import { analyseEveryDay } from "../../analytics/analyse.ts";
import { inputOfCohorts } from "../../analytics/analysis-input.ts";
import { sentence } from "../../analytics/sentence.ts";
import type { StratumTable } from "../../analytics/strata.ts";
import type { Binding, Holdout } from "../../domain/policy.ts";
import { DAY_MS } from "../../domain/time.ts";
import type { ReportSection } from "../report-data.ts";
import { thresholdInWords } from "../threshold-in-words.ts";
import { verdictOf } from "../verdict/verdict.ts";
import type { TallyFigures } from "./tally.ts";
import type { ReportWindow } from "./window.ts";

/** What the figures are judged by. */
export interface SectionTerms {
  readonly thresholdDays: number;
  /** Share, 0 to 1. */
  readonly acceptableLoss: number;
  readonly binding: Binding;
  readonly sendsPerDay: number;
  readonly holdout: Holdout | null;
}

/** Fixed, so that the same ledger always gives the same report. */
const SEED = 1;

/**
 * The estimates and sentences made from what was counted. Costs the bootstrap, and no further reading.
 * `pool`: the strata that those of this section may borrow from; default: they are all there are. `strata`: those of this
 * section, where they are known.
 */
export function sectionOf(
  tally: TallyFigures,
  window: ReportWindow,
  terms: SectionTerms,
  pool?: readonly StratumTable[],
  strata?: StratumTable[],
): ReportSection {
  const { cohorts, exclusions } = tally.intake;
  const { sendsPerDay } = terms;
  const options = { ...optionsOf(terms), outlook: outlookOf(tally, window, terms) };
  const { analysis, everyDay } = analyseEveryDay(
    inputOfCohorts(cohorts, window.until.getTime(), pool, strata),
    options,
  );
  const { horizon } = analysis;
  return {
    funnel: tally.funnel,
    outcomes: tally.outcomes,
    daysPending: { ended: tally.endedAges.histogram(), pending: tally.pendingAges.histogram() },
    weeks: tally.weeks.list(window),
    sendsPerDay,
    analysis,
    everyThreshold: everyDay.map((row) => ({ row, sentence: thresholdInWords(row, { ...options, horizon }) })),
    sentence: sentence(analysis.recommendation),
    verdict: verdictOf(analysis, { binding: terms.binding, until: window.until }),
    exclusions,
  };
}

function outlookOf(
  { sending: { firstListing } }: TallyFigures,
  { since, until }: ReportWindow,
  { holdout }: SectionTerms,
) {
  const daysFrom = (begin: Date) => Math.max(0, (until.getTime() - begin.getTime()) / DAY_MS);
  const logDays = daysFrom(firstListing ?? until);
  return { holdout, logDays, watchedDays: Math.min(logDays, daysFrom(since)) };
}

function optionsOf({ thresholdDays, acceptableLoss, sendsPerDay }: SectionTerms) {
  // A policy may say that any loss is acceptable; the analysis wants less than all of it.
  const belowAll = Math.min(acceptableLoss, 1 - Number.EPSILON);
  return { acceptableLoss: belowAll, currentThreshold: thresholdDays, sendsPerDay, seed: SEED };
}
