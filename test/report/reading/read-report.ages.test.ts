import { describe, expect, it } from "vitest";
import { type IdCalibration, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { DEFAULT_POLICY, type Policy } from "../../../lib/domain/policy.ts";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { readReport } from "../../../lib/report/reading/read-report.ts";
import { ledgerOf } from "../helpers/log-ledger.ts";
import {
  exactlyDatedFrom,
  idSentAt,
  relativelyDated,
  withoutFirstSight,
  withoutSentFrom,
} from "../helpers/relative-dates.ts";
import { type Chances, type SimulatedLog, simulateLog } from "../helpers/simulated-log.ts";

const CHANCES: Chances = {
  acceptance: (age) => 0.08 * Math.exp(-age / 6) + 0.004 * Math.exp(-age / 40),
  departure: () => 0.006,
};
const FIRST_LISTING = new Date("2026-01-05T09:00:00.000Z");
const LISTINGS = 40;
const EXACT = Array.from({ length: 10 }, (_, index) =>
  simulateLog({
    chances: CHANCES,
    seed: index + 1,
    firstListing: FIRST_LISTING,
    listings: LISTINGS,
    sendsPerDay: 30,
    backlogDays: 80,
    thresholdDays: null,
  }),
);
const RELATIVE = EXACT.map(relativelyDated);
const EARLIER = RELATIVE.map(withoutSentFrom);
const DAYS_UNTIL_EXACT = 8;
const EXACT_FROM = later(FIRST_LISTING, DAYS_UNTIL_EXACT * DAY_MS);
/** Lists that count back, or that cannot be read, become exact after a week. */
const LATER_EXACT = EXACT.map((log) => exactlyDatedFrom(EXACT_FROM, log));
const LATER_READABLE = EXACT.map((log) => exactlyDatedFrom(EXACT_FROM, log, "unreadable"));
const everyOne = ({ outcomes, open }: SimulatedLog) => [...outcomes, ...open];
const NOW = later(EXACT[0]?.lastListing ?? FIRST_LISTING, 3 * HOUR_MS);
const BELIEVED: IdCalibration = { trials: 20, misses: 0, firstMiss: null };

/** After the first of these days of age every listing has been made that first sight depends on. */
const [FROM, TO] = [2, 25];

/** Chance that one still pending after day `FROM` is accepted by day `TO`, worked out from the chances alone. */
function trueChance(): number {
  let [pending, accepted] = [1, 0];
  for (let age = FROM + 1; age <= TO; age++) {
    accepted += pending * CHANCES.acceptance(age);
    pending *= 1 - CHANCES.acceptance(age) - CHANCES.departure(age);
  }
  return accepted;
}

const reportOf = async (log: SimulatedLog, calibration = NO_TRIALS, change: Partial<Policy> = {}) =>
  (
    await readReport(
      ledgerOf([log], calibration),
      { policy: { ...DEFAULT_POLICY, ...change }, version: 1 },
      { now: NOW, identityId: log.identityId },
    )
  ).overall;

/** Mean over the logs of by how much a report misses the true chance, as a share of it, with the mean's standard error. */
async function missBy(logs: readonly SimulatedLog[], calibration = NO_TRIALS) {
  const misses: number[] = [];
  let [observed, notKnown, unreadable] = [0, 0, 0];
  for (const log of logs) {
    const { analysis, exclusions } = await reportOf(log, calibration);
    const [from, to] = [analysis.curve[FROM], analysis.curve[TO]];
    if (from === undefined || to === undefined) throw new Error("the curve ends early");
    const chance = (to.acceptedShare.value - from.acceptedShare.value) / from.stillPending.value;
    misses.push(chance / trueChance() - 1);
    observed += analysis.counts.observed;
    notKnown += exclusions["age-not-known"];
    unreadable += exclusions["unreadable-date"];
  }
  const mean = misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
  const variance = misses.reduce((sum, miss) => sum + (miss - mean) ** 2, 0) / (misses.length - 1);
  return { mean, error: Math.sqrt(variance / misses.length), observed, notKnown, unreadable };
}

/** Parts of days count as parts, so that nothing is left but chance. */
function expectTruth({ mean, error }: Awaited<ReturnType<typeof missBy>>): void {
  expect(Math.abs(mean)).toBeLessThan(3 * error);
}

describe("a report of invitations that the lists date as LinkedIn's pages do", () => {
  it("finds the true chance, from all of them, once the times in ids are believed", async () => {
    const byIds = await missBy(RELATIVE, BELIEVED);

    expectTruth(byIds);
    expect(byIds.observed).toBe((await missBy(EXACT)).observed);
    expect(byIds.notKnown).toBe(0);
  });

  it("finds it from what an earlier version has written, too, for the ids are the same", async () => {
    expectTruth(await missBy(EARLIER, BELIEVED));
  });

  it("says nothing without ids: no date that counts back tells an age to within three hours", async () => {
    const [log] = RELATIVE;
    if (log === undefined) throw new Error("there are ten");

    const { analysis, exclusions } = await reportOf(log);

    expect(analysis.counts.observed).toBe(0);
    expect(exclusions["age-not-known"]).toBe(everyOne(log).length);
  });

  it("finds it without ids from those whose age was known at first sight, and leaves the others out", async () => {
    const byDates = await missBy(LATER_EXACT);

    expectTruth(byDates);
    const leftOut = EXACT.flatMap(everyOne).filter(({ firstSeenAt }) => firstSeenAt < EXACT_FROM).length;
    expect(byDates.notKnown).toBe(leftOut);
    expect(byDates.observed).toBe(EXACT.flatMap(everyOne).length - leftOut);
  });

  it("would find too small a chance if later lists let in those that were still there to be dated", async () => {
    const { mean, error } = await missBy(LATER_EXACT.map(withoutFirstSight));

    expect(mean + 3 * error).toBeLessThan(0);
  });

  it("leaves out, under their own name, those whose date the first list could not read, unless their id tells", async () => {
    const byDates = await missBy(LATER_READABLE);
    const byIds = await missBy(LATER_READABLE, BELIEVED);

    expectTruth(byDates);
    const leftOut = EXACT.flatMap(everyOne).filter(({ firstSeenAt }) => firstSeenAt < EXACT_FROM).length;
    expect(byDates).toMatchObject({ unreadable: leftOut, notKnown: 0 });
    expectTruth(byIds);
    expect(byIds).toMatchObject({ unreadable: 0, notKnown: 0, observed: EXACT.flatMap(everyOne).length });
  });

  it("would find a chance too small by more than a twentieth if all were taken for as young as they can be", async () => {
    const { mean, error } = await missBy(EARLIER);

    expect(mean + 3 * error).toBeLessThan(-1 / 20);
  });

  it("takes no age from an id where that is switched off, however many trials there were", async () => {
    const [log] = RELATIVE;
    if (log === undefined) throw new Error("there are ten");

    const off = await reportOf(log, BELIEVED, { ageFromIds: "off" });

    expect(off).toEqual(await reportOf(log));
    expect(off.exclusions["age-not-known"]).toBeGreaterThan(0);
  });

  it("leaves out an invitation whose id and dates are more than a day and a half apart, and counts it", async () => {
    const [log] = RELATIVE;
    if (log === undefined) throw new Error("there are ten");
    const wrong = idSentAt(later(FIRST_LISTING, -90 * DAY_MS), 1);
    const [first, ...others] = log.open;
    if (first === undefined) throw new Error("some are open");
    const odd = {
      ...log,
      open: [{ ...first, invitationId: wrong, sentFrom: later(FIRST_LISTING, -80 * DAY_MS) }, ...others],
    };

    const { exclusions } = await reportOf(odd, BELIEVED);

    expect(exclusions["dates-disagree"]).toBe(1);
    expect((await reportOf(odd)).exclusions["dates-disagree"]).toBe(0);
  });
});
