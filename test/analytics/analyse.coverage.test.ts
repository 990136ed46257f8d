import { beforeAll, describe, expect, it } from "vitest";
import { analyse } from "../../lib/analytics/analyse.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import { binomialQuantile } from "./helpers/binomial-quantile.ts";
import { oneMinusKaplanMeier } from "./helpers/naive.ts";
import { gridOf } from "./helpers/observations.ts";
import { LATE_LISTING, simulate, truth } from "./helpers/simulate.ts";

/**
 * Does the method find a truth that is known, as often as its 95% intervals say? The world is made of daily chances, the
 * truth is worked out from those chances alone, and many of the invitations are first listed late.
 *
 * Of 300 data sets a 95% interval covers the truth in 285 on average, and between the two bounds below in 998 of 1,000
 * tries. The seeds are fixed, so the test passes or fails for good.
 */
const DATA_SETS = 300;
const FEWEST = binomialQuantile(0.001, DATA_SETS, 0.95);
const MOST = binomialQuantile(0.999, DATA_SETS, 0.95);
const { stillPending, accepted } = truth(LATE_LISTING, 150);

// Half the usual replicates: plenty for a percentile, and half the time.
const OPTIONS = { acceptableLoss: 0.02, currentThreshold: 30, sendsPerDay: 1, replicates: 500 };

/** Whole days have the sweep at their start: nothing of the day is accepted by then, and its list has found those gone. */
const atSweep = (days: number) => ({
  accepted: accepted[days - 1] ?? 0,
  stillPending: (stillPending[days - 1] ?? 1) * (1 - LATE_LISTING.departure(days)),
});

const covers = (interval: { lower: number; upper: number } | null | undefined, value: number) =>
  interval != null && interval.lower <= value && value <= interval.upper;

function sample(size: number, seed: number, thresholdDays: number) {
  const grid = gridOf(simulate(LATE_LISTING, size, seed));
  const { curve, horizon, rows } = analyse(grid, { ...OPTIONS, seed, candidates: [thresholdDays] });
  const row = rows.find((candidate) => candidate.thresholdDays === thresholdDays);
  if (horizon === null || row === undefined || horizon <= thresholdDays) throw new Error("sample too small");
  const trueAt = (days: number) => ({ stillPending: stillPending[days] ?? 0, accepted: accepted[days] ?? 0 });
  const [threshold, end] = [atSweep(thresholdDays), trueAt(horizon)];
  return {
    row,
    atThreshold: curve[thresholdDays],
    atHorizon: curve[horizon],
    naiveAtHorizon: oneMinusKaplanMeier(lifeTable(grid))[horizon] ?? 0,
    true: {
      stillPending: trueAt(thresholdDays).stillPending,
      accepted: end.accepted,
      lateAcceptance: (end.accepted - threshold.accepted) / threshold.stillPending,
      shareGivenUp: (end.accepted - threshold.accepted) / end.accepted,
      againstCurrent: (atSweep(30).accepted - threshold.accepted) / end.accepted,
    },
  };
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** An average of errors, in its own standard errors. */
function bias(errors: readonly number[]): number {
  const centre = average(errors);
  const variance = average(errors.map((error) => (error - centre) ** 2));
  return centre / Math.sqrt(variance / errors.length);
}

describe("300 samples of 1,500 invitations, threshold 14", () => {
  let samples: ReturnType<typeof sample>[] = [];
  beforeAll(() => {
    samples = Array.from({ length: DATA_SETS }, (_, seed) => sample(1_500, seed, 14));
  });

  it.each([
    ["still pending at the threshold", (seen) => covers(seen.atThreshold?.stillPending, seen.true.stillPending)],
    ["accepted by the horizon", (seen) => covers(seen.atHorizon?.acceptedShare, seen.true.accepted)],
    ["L, late acceptance", (seen) => covers(seen.row.lateAcceptance, seen.true.lateAcceptance)],
    ["F, share given up", (seen) => covers(seen.row.shareGivenUp, seen.true.shareGivenUp)],
    ["share against day 30", (seen) => covers(seen.row.againstCurrent?.acceptances, seen.true.againstCurrent)],
  ] satisfies [string, (seen: ReturnType<typeof sample>) => boolean][])(
    "cover at the stated rate: %s",
    (_name, hit) => {
      const hits = samples.filter(hit).length;
      expect(hits).toBeGreaterThanOrEqual(FEWEST);
      expect(hits).toBeLessThanOrEqual(MOST);
    },
  );

  it("are right on average, where 1 − Kaplan–Meier overstates", () => {
    const errors = samples.map((seen) => (seen.atHorizon?.acceptedShare.value ?? 0) - seen.true.accepted);
    const naive = samples.map((seen) => seen.naiveAtHorizon - seen.true.accepted);
    // Of unbiased averages, 1 in 1,000 is further off than 3.29 standard errors.
    expect(Math.abs(bias(errors))).toBeLessThan(3.29);
    expect(bias(naive)).toBeGreaterThan(3.29);
    expect(average(naive)).toBeGreaterThan(0.02);
  });
});

describe("300 samples of 300 invitations, threshold 30: a handful of late acceptances each", () => {
  let samples: ReturnType<typeof sample>[] = [];
  beforeAll(() => {
    samples = Array.from({ length: DATA_SETS }, (_, seed) => sample(300, seed, 30));
  });

  it("have an upper end for F that falls short no more often than 2.5% says", () => {
    const short = samples.filter(({ row, true: { shareGivenUp } }) => (row.shareGivenUp?.upper ?? 0) < shareGivenUp);
    expect(short.length).toBeLessThanOrEqual(binomialQuantile(0.999, DATA_SETS, 0.025));
  });

  it("saw few enough for the bootstrap alone to fall short", () => {
    expect(average(samples.map((seen) => seen.row.lateAcceptances ?? Number.NaN))).toBeLessThan(5);
  });
});
