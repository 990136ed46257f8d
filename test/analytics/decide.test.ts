import { describe, expect, it } from "vitest";
import { decide, horizonNeeded, isAnswer, SHORTEST_THRESHOLD } from "../../lib/analytics/decide.ts";
import { horizon } from "../../lib/analytics/horizon.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { partsOf } from "../../lib/analytics/parts.ts";
import { THRESHOLD_FLOOR_DAYS } from "../../lib/domain/policy.ts";
import { times } from "./helpers/observations.ts";
import { tableOf } from "./helpers/tables.ts";

function answer(currentThreshold: number, acceptableLoss: number, ...groups: readonly (readonly Observation[])[]) {
  const all = tableOf(...groups);
  return decide({ strata: [{ table: all, cohorts: [] }], all, reach: all }, { acceptableLoss, currentThreshold });
}

/** So many acceptances on day 2 and on day 30, the rest held to day 60: each stands for the same share of all sent. */
const held = (early: number, late: number) => [
  times(early, "accepted", 2),
  times(late, "accepted", 30),
  times(600, "censored", 60),
];

// One-sided 99.5% limits of a Poisson expectation: none 5.298, 3 events 10.98. Medians lie 2/3 above the count.

describe("decide", () => {
  it("goes to the shortest threshold there is where nothing comes later", () => {
    // At most 5.298 beside 1,000.
    expect(answer(21, 0.05, ...held(1_000, 0))).toBe(SHORTEST_THRESHOLD);
    expect(SHORTEST_THRESHOLD).toBe(7);
  });

  it("goes to the shortest that surely gives up no more than is acceptable", () => {
    // 100 of 1,100 on day 15. A sweep of day 15 comes before them, one of day 16 after.
    const all = [times(1_000, "accepted", 2), times(100, "accepted", 15), times(600, "censored", 60)];
    expect(answer(21, 0.05, ...all)).toBe(16);
    expect(answer(21, 0.12, ...all)).toBe(7);
  });

  it("goes to a longer one where what is in force gives up too much and a longer surely does not", () => {
    const all = [times(1_000, "accepted", 2), times(100, "accepted", 15), times(600, "censored", 60)];
    expect(answer(14, 0.05, ...all)).toBe(16);
    // 6 of 106 after 21 days; from day 31 on at most 5.298 of 111.
    expect(answer(21, 0.05, ...held(100, 6))).toBe(31);
  });

  it("stays where no shorter is sure and what is in force is good more likely than not", () => {
    // 3 of 103 after day 21: the median 3.67/103.67 is acceptable, 10.98/110.98 is not sure to be.
    expect(answer(21, 0.05, ...held(100, 3))).toBe(21);
    // A shorter would do as well if it were sure, and is taken where it is: with ten times as many.
    expect(answer(21, 0.05, times(1_000, "accepted", 2), times(30, "accepted", 30), times(6_000, "censored", 60))).toBe(
      7,
    );
  });

  it("says nothing where what is in force is likely too short and no longer one is sure", () => {
    // 6 of 66 after 21 days; from day 31 on 5.298/71.
    expect(answer(21, 0.05, ...held(60, 6))).toBeNull();
  });

  it("says nothing with fewer than 20 acceptances, or fewer than 100 at risk", () => {
    expect(answer(21, 0.5, ...held(19, 0))).toBeNull();
    expect(answer(21, 0.5, ...held(20, 0))).toBe(7);
    expect(answer(21, 0.5, times(40, "accepted", 2), times(99, "censored", 60))).toBeNull();
    expect(answer(21, 0.5)).toBeNull();
    expect(answer(21, 0.5, times(1, "accepted", 1))).toBeNull();
  });

  it("says nothing across a bridge of one", () => {
    // Days 11 to 39 are watched in one invitation alone; many older ones are first listed at 40 days.
    const bridge = [times(300, "accepted", 2), times(600, "censored", 10), times(1, "censored", 90)];
    expect(answer(21, 0.1, ...bridge, times(900, "censored", 80, 40))).toBeNull();
    // Nothing else is in the way: with 600 that cross it there is an answer.
    expect(answer(21, 0.1, ...bridge, times(600, "censored", 90), times(900, "censored", 80, 40))).toBe(7);
  });

  it("must have looked a week beyond what is in force where some are held out beyond it", () => {
    const watchedTo = (days: number) => [
      times(400, "accepted", 2),
      times(300, "censored", 21),
      times(300, "censored", days),
    ];
    expect(answer(21, 0.05, ...watchedTo(27))).toBeNull();
    expect(answer(21, 0.05, ...watchedTo(28))).toBe(7);
  });

  it("needs to see no further than what is in force where all are withdrawn then", () => {
    expect(answer(21, 0.05, times(400, "accepted", 2), times(600, "censored", 21))).toBe(7);
    // Nothing is known beyond: to stay is no finding then.
    expect(
      answer(21, 0.01, times(100, "accepted", 2), times(5, "accepted", 19), times(600, "censored", 21)),
    ).toBeNull();
  });
});

describe("horizonNeeded", () => {
  const withdrawn = (left: number) => tableOf(times(100 - left, "censored", 21), times(left, "censored", 40));

  it("takes up to two of 100 left over for late withdrawals, and more for a holdout", () => {
    expect(horizonNeeded(withdrawn(2), 21)).toBe(21);
    expect(horizonNeeded(withdrawn(3), 21)).toBe(28);
  });

  it("is 45 days at most, with a longer threshold too", () => {
    expect(horizonNeeded(withdrawn(0), 40, true)).toBe(45);
    expect(horizonNeeded(withdrawn(0), 90, false)).toBe(45);
    expect(horizonNeeded(tableOf(), 21)).toBe(21);
  });
});

describe("isAnswer", () => {
  it("becomes one with enough of the same, where there is none yet", () => {
    const all = tableOf(...held(60, 3));
    const parts = partsOf([{ table: all, cohorts: [] }], all);
    const terms = { acceptableLoss: 0.05, currentThreshold: 21 };
    const end = horizon(all) ?? 0;
    // 3 of 63 after day 21: the median 3.67/63.67 is too much. With four times as many, 12.67/252.67 still is, and a longer
    // one is sure: at most 5.298/257.3.
    expect(isAnswer(parts, all, end, terms, 1)).toBe(false);
    expect(isAnswer(parts, all, end, terms, 4)).toBe(true);
  });
});

it("tries nothing shorter than what a policy may have", () => {
  expect(SHORTEST_THRESHOLD).toBe(THRESHOLD_FLOOR_DAYS);
});
