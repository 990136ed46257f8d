import { describe, expect, it } from "vitest";
import { expectedAnswer, type Outlook, type SeenSoFar } from "../../lib/analytics/expected-answer.ts";
import { horizon } from "../../lib/analytics/horizon.ts";
import { partsOf } from "../../lib/analytics/parts.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { times } from "./helpers/observations.ts";
import { tableOf } from "./helpers/tables.ts";

const TERMS = { acceptableLoss: 0.05, currentThreshold: 21 };
const HELD_OUT = { share: 0.2, maxAgeDays: 45 };
const START: Outlook = { sendsPerDay: 26, holdout: HELD_OUT, logDays: 0, watchedDays: 0 };

/** The first hours of a log: so many of 100 accepted, nobody watched for longer than day 0. */
function firstDay(accepted: number): SeenSoFar {
  const reach = tableOf(times(accepted, "accepted", 0), times(100 - accepted, "censored", 0));
  const parts = partsOf([{ table: reach, cohorts: [] }], reach);
  // All are taken to stay pending, so that what is sent is what is at risk.
  return { parts, reach, stillPending: Float64Array.of(1), horizon: null };
}

const answer = (outlook: Partial<Outlook>, seen = firstDay(30), terms = TERMS) =>
  expectedAnswer(seen, { ...START, ...outlook }, terms);

describe("expectedAnswer", () => {
  it("is the first week with 100 at risk on every day to a week past the threshold", () => {
    // Day 28 is the thinnest: 26 · 20% · (d − 28) ≥ 100 from d = 47.3 on. Whole weeks: 49 days.
    expect(answer({})).toMatchObject({ week: 7, holdoutShare: 0.2 });
  });

  it("comes sooner with a larger holdout, and says so", () => {
    // 26 · 40% · (d − 28) ≥ 100 from d = 37.6 on: 42 days.
    expect(answer({})?.withLargerHoldout).toEqual({ share: 0.4, week: 6 });
    expect(answer({ holdout: { share: 0.4, maxAgeDays: 45 } })?.week).toBe(6);
    // From 40% on to the largest of 50%: 26 · 50% · (d − 28) ≥ 100 from d = 35.7 on, the same week.
    expect(answer({ holdout: { share: 0.4, maxAgeDays: 45 } })?.withLargerHoldout).toBeNull();
    expect(answer({ holdout: { share: 0.5, maxAgeDays: 45 } })?.withLargerHoldout).toBeNull();
  });

  it("needs to see no further than the threshold without a holdout", () => {
    // 26 · (d − 21) ≥ 100 from d = 24.8 on: 28 days. A holdout would have to be seen further first.
    expect(answer({ holdout: null })).toEqual({ week: 4, holdoutShare: 0, withLargerHoldout: null });
    // One that ends at the threshold holds nobody beyond it.
    expect(answer({ holdout: { share: 0.2, maxAgeDays: 21 } })?.week).toBe(4);
  });

  it("waits for 20 acceptances, at the pace seen so far", () => {
    // 1 of 100: 1 + 0.26 d ≥ 20 from d = 73.1 on: 77 days.
    expect(answer({}, firstDay(1))?.week).toBe(11);
  });

  it("is none where nothing is sent, and no week within two years where too little is", () => {
    expect(answer({ sendsPerDay: 0 })).toBeNull();
    expect(answer({ sendsPerDay: Number.NaN })).toBeNull();
    // 0.2 · 0.2 · (728 − 28) = 28; with half of them held 0.2 · 0.4 · 700 = 56.
    expect(answer({ sendsPerDay: 0.2 })).toEqual({ week: null, holdoutShare: 0.2, withLargerHoldout: null });
    // 0.4 · 0.2 · 700 = 56, and with 40% 112: 100 from d = 653 on, 658 days.
    expect(answer({ sendsPerDay: 0.4 })).toMatchObject({ week: null, withLargerHoldout: { share: 0.4, week: 94 } });
  });

  it("is the same week told five weeks later, if all went on as it was", () => {
    // 35 days of 26: the youngest was sent a day ago. 20% stay past day 21.
    const seen = Array.from({ length: 35 }, (_, age) => {
      const ended = (share: number) => times(Math.round(26 * share), "censored", age);
      return age <= 21 ? ended(1) : [...ended(0.2), ...times(26 - Math.round(26 * 0.2), "censored", 21)];
    }).flat();
    const reach = tableOf(times(400, "accepted", 0), seen);
    const parts = partsOf([{ table: reach, cohorts: [] }], reach);
    const now = { parts, reach, stillPending: Float64Array.of(1), horizon: horizon(reach) };
    // Day 28: 5 a day for 7 days are 35 (days 28 to 34), and 5.2 a day to come: 100 from 12.5 days on, 14. 49 days in all.
    expect(reach.atRisk[28]).toBe(35);
    expect(expectedAnswer(now, { ...START, logDays: 35, watchedDays: 35 }, TERMS)?.week).toBe(7);
  });

  it("counts only the days that were read", () => {
    // With 70 days of log of which 7 were read, it is as far as a log of a week: 49 days of reading are 42 more.
    const week = answer({ logDays: 70, watchedDays: 7 }, { ...firstDay(30), reach: tableOf() })?.week;
    expect(week).toBe(16);
  });

  it("goes on to the week in which what was seen has become sure", () => {
    // 30 early acceptances and 1 late one of 700 held to day 60. To stay, the median of the late ones must be acceptable. One
    // unseen beside k seen, by Wilson and Hilferty: (k + 1)(1 − 1/9(k + 1))³ of 30 k more is 5.3% at k = 1 and 5.0% at 1.18.
    // Nothing longer is sure before: 5.298/(31 k + 5.298) is 5% at k = 3.2.
    const reach = tableOf(times(30, "accepted", 1), times(1, "accepted", 25), times(700, "censored", 60));
    const parts = partsOf([{ table: reach, cohorts: [] }], reach);
    const seen = { parts, reach, stillPending: survival(reach).estimate, horizon: horizon(reach) };
    const outlook = { ...START, sendsPerDay: 20, logDays: 70, watchedDays: 70 };
    // 20 · 20% · 0.96 = 3.84 a day come to the 700 of day 28: 18% are 126 and take 32.8 days, so 35 after those 70.
    expect(expectedAnswer(seen, outlook, TERMS)?.week).toBe(15);
    // At 10% it is sure enough in the week of today.
    expect(expectedAnswer(seen, outlook, { ...TERMS, acceptableLoss: 0.1 })?.week).toBe(10);
  });
});
