import { analyse } from "../../../../lib/analytics/analyse.ts";
import { DayGrid } from "../../../../lib/analytics/day-grid.ts";
import { daysPendingHistogram } from "../../../../lib/analytics/days-pending-histogram.ts";
import type { Observation } from "../../../../lib/analytics/observation.ts";
import { createRandom, type Random } from "../../../../lib/analytics/random.ts";
import { EXCLUSIONS, type Exclusion } from "../../../../lib/analytics/read-observation.ts";
import { sentence } from "../../../../lib/analytics/sentence.ts";
import { THRESHOLD_FLOOR_DAYS } from "../../../../lib/domain/policy.ts";
import { DAY_MS, later } from "../../../../lib/domain/time.ts";
import type {
  OutcomeCount,
  ReportData,
  ReportSection,
  ThresholdInWords,
  WeekOfEndings,
} from "../../../../lib/report/report-data.ts";
import { thresholdInWords } from "../../../../lib/report/threshold-in-words.ts";
import { verdictOf } from "../../../../lib/report/verdict/verdict.ts";
import { simulate, type World } from "../../../analytics/helpers/simulate.ts";

const UNTIL = new Date("2026-11-23T08:15:00Z");
const WEEKS = 13;

/** Most answers come in the first days, some later; only what is held out is watched for long. */
const TEAM: World = {
  acceptance: (age) => 0.07 * Math.exp(-age / 5) + 0.0006 * Math.exp(-age / 25),
  departure: () => 0.005,
  entryAge: (random) => (random() < 0.8 ? 0 : Math.floor(random() * 15)),
  watched: (random) => Math.floor(random() < 0.4 ? 14 + random() * 60 : 8 + random() * 16),
};

export interface SampleOptions {
  readonly identities: number;
  /** Invitations of each identity. */
  readonly each: number;
  readonly acceptableLoss?: number;
  readonly currentThreshold?: number;
  readonly seed?: number;
  readonly world?: World;
}

/** A report over simulated invitations, by the real analysis. The same options give the same report. */
export function sampleReport(options: SampleOptions): ReportData {
  const { identities, each, acceptableLoss = 0.08, currentThreshold = 21, seed = 7, world = TEAM } = options;
  const groups = Array.from({ length: identities }, (_, index) => simulate(world, each, seed + index));
  const section = (observations: readonly Observation[]) =>
    sectionOf(observations, acceptableLoss, currentThreshold, seed);
  return {
    madeAt: UNTIL,
    since: later(UNTIL, -WEEKS * 7 * DAY_MS),
    until: UNTIL,
    filter: { identityId: null, reason: null, policyVersion: null },
    ids: { ageFromIds: "auto", belief: "calibrating", trials: 12, misses: 0, firstMiss: null },
    policy: {
      version: 7,
      thresholdDays: currentThreshold,
      acceptableLoss,
      binding: "slots",
      holdout: { share: 0.1, maxAgeDays: 90 },
    },
    overall: section(groups.flat()),
    identities: groups.map((group, index) => ({
      identityId: `identity-${String(index + 1).padStart(2, "0")}`,
      ...section(group),
    })),
    caveats: [
      "Every figure is about invitations still pending when a listing first showed them.",
      "Gone means declined, expired, or withdrawn by hand: a listing does not tell which.",
    ],
  };
}

function sectionOf(
  observations: readonly Observation[],
  acceptableLoss: number,
  currentThreshold: number,
  seed: number,
): ReportSection {
  const random = createRandom(seed);
  const outcomes = observations.map((observation) => outcomeOf(observation, currentThreshold, random));
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  const ages = (pending: boolean) =>
    observations.filter((_, index) => (outcomes[index] === "pending") === pending).map(({ exitAge }) => exitAge);
  const grid = new DayGrid();
  for (const observation of observations) grid.add(observation);
  const settings = {
    acceptableLoss,
    currentThreshold,
    sendsPerDay: observations.length / (WEEKS * 7),
    seed,
    replicates: 200,
  };
  const analysis = analyse(grid, settings);
  return {
    funnel: {
      seen: observations.length,
      pending: count("pending"),
      accepted: count("accepted"),
      withdrawn: count("withdrawn"),
      gone: count("gone"),
      unreachable: count("failed"),
      failed: count("failed"),
    },
    outcomes: countsByReason(outcomes),
    daysPending: { ended: daysPendingHistogram(ages(false)), pending: daysPendingHistogram(ages(true)) },
    weeks: weeksOf(outcomes, random),
    sendsPerDay: settings.sendsPerDay,
    analysis,
    everyThreshold: everyThreshold(grid, settings, analysis.horizon),
    sentence: sentence(analysis.recommendation),
    verdict: verdictOf(analysis, { binding: "slots", until: UNTIL }),
    exclusions: Object.fromEntries(EXCLUSIONS.map((reason) => [reason, 0])) as Record<Exclusion, number>,
  };
}

type Settings = Parameters<typeof analyse>[1];

function everyThreshold(grid: DayGrid, settings: Settings, horizon: number | null): ThresholdInWords[] {
  if (horizon === null || horizon < THRESHOLD_FLOOR_DAYS) return [];
  const days = horizon - THRESHOLD_FLOOR_DAYS + 1;
  const candidates = Array.from({ length: days }, (_, index) => THRESHOLD_FLOOR_DAYS + index);
  return analyse(grid, { ...settings, candidates })
    .rows.filter(({ thresholdDays }) => thresholdDays <= horizon)
    .map((row) => ({ row, sentence: thresholdInWords(row, { ...settings, horizon }) }));
}

function outcomeOf({ ending, exitAge }: Observation, threshold: number, random: Random): string {
  if (ending !== "censored") return ending;
  if (exitAge >= threshold) return random() < 0.01 ? "failed" : "withdrawn";
  return "pending";
}

function countsByReason(outcomes: readonly string[]): OutcomeCount[] {
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  const withdrawn = count("withdrawn");
  const rows: OutcomeCount[] = [
    { outcome: "withdrawn", reason: "stale", confirmed: Math.floor(withdrawn * 0.96), count: withdrawn },
    { outcome: "accepted", reason: null, confirmed: 0, count: count("accepted") },
    { outcome: "gone", reason: null, confirmed: 0, count: count("gone") },
    { outcome: "failed", reason: "stale", confirmed: 0, count: count("failed") },
  ];
  return rows.filter((row) => row.count > 0).sort((a, b) => b.count - a.count);
}

function weeksOf(outcomes: readonly string[], random: Random): WeekOfEndings[] {
  const monday = new Date("2026-08-24T00:00:00Z");
  const weeks = Array.from({ length: WEEKS }, (_, index) => ({
    weekOf: later(monday, index * 7 * DAY_MS)
      .toISOString()
      .slice(0, 10),
    withdrawn: 0,
    accepted: 0,
    gone: 0,
    failed: 0,
  }));
  for (const outcome of outcomes) {
    const week = weeks[Math.floor(random() ** 0.8 * WEEKS)];
    if (week !== undefined && outcome !== "pending") week[outcome as "withdrawn" | "accepted" | "gone" | "failed"] += 1;
  }
  return weeks;
}
