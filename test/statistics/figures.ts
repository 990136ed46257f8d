import type { Analysis } from "../../lib/analytics/analyse.ts";
import type { Truth } from "./truth.ts";

interface Interval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** One thing the product states with an interval, and what is true of it. */
export interface Figure {
  readonly name: string;
  /** Greatest mean error that is allowed, as a share of the truth. */
  readonly maxBias: number;
  /** What is stated; null where the product states nothing. */
  stated(analysis: Analysis): Interval | null;
  /** Events it rests on; infinite where they are many. */
  events(analysis: Analysis): number;
  /** By the horizon of that analysis. */
  truth(truth: Truth, horizon: number): number;
}

/** Ages at which a world's figures are read, in days. */
export const CANDIDATES: readonly number[] = [14, 21];

const SHARES = 0.01;
const LOSSES = 0.03;

/** No day beyond the horizon is spoken of. */
const within = (day: number, horizon: number): number => Math.min(day, horizon);

const accepted = (day: number): Figure => ({
  name: `accepted by day ${day}`,
  maxBias: SHARES,
  events: () => Number.POSITIVE_INFINITY,
  stated: ({ curve, horizon }) => (horizon === null ? null : (curve[within(day, horizon)]?.acceptedShare ?? null)),
  truth: (truth, horizon) => truth.acceptedBy(within(day, horizon)),
});

const stillPending = (day: number): Figure => ({
  name: `still pending after day ${day}`,
  maxBias: SHARES,
  events: () => Number.POSITIVE_INFINITY,
  stated: ({ curve, horizon }) => (horizon === null ? null : (curve[within(day, horizon)]?.stillPending ?? null)),
  truth: (truth, horizon) => truth.stillPendingAfter(within(day, horizon)),
});

const rowOf = ({ rows }: Analysis, days: number) => rows.find(({ thresholdDays }) => thresholdDays === days);

const givenUp = (days: number): Figure => ({
  name: `given up by withdrawing at ${days}`,
  maxBias: LOSSES,
  events: (analysis) => rowOf(analysis, days)?.lateAcceptances ?? 0,
  stated: (analysis) => rowOf(analysis, days)?.shareGivenUp ?? null,
  truth: (truth, horizon) => truth.shareGivenUp(days, horizon),
});

const late = (days: number): Figure => ({
  name: `late acceptance after ${days}`,
  maxBias: LOSSES,
  events: (analysis) => rowOf(analysis, days)?.lateAcceptances ?? 0,
  stated: (analysis) => rowOf(analysis, days)?.lateAcceptance ?? null,
  truth: (truth, horizon) => truth.lateAcceptance(days, horizon),
});

export const FIGURES: readonly Figure[] = [
  accepted(21),
  accepted(45),
  stillPending(21),
  givenUp(14),
  givenUp(21),
  late(21),
];
