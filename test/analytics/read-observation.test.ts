import { describe, expect, it } from "vitest";
import { type Exclusion, type LedgerRecord, readObservation } from "../../lib/analytics/read-observation.ts";

const SENT = Date.UTC(2026, 0, 1, 9);
const day = (age: number) => SENT + age * 86_400_000;
const hours = (count: number) => count * 3_600_000;

/** Sent, first listed at 2.5 days, still there in a listing at 30.2 days. */
function recordOf(changes: Partial<LedgerRecord>): LedgerRecord {
  return { sentAt: SENT, firstSeenAt: day(2.5), state: "pending", lastListingAt: day(30.2), ...changes };
}

const observed = (observation: object) => ({ kind: "observed", observation });
const excluded = (reason: Exclusion) => ({ kind: "excluded", reason });

describe("readObservation", () => {
  it("takes a pending invitation as censored at the last complete listing", () => {
    // 0.5 and 0.2 of 1,440 minutes.
    expect(readObservation(recordOf({}))).toEqual({
      kind: "observed",
      observation: { entryAge: 2, entryMinute: 720, exitAge: 30, exitMinute: 288, ending: "censored" },
      sentAt: SENT,
      endedAt: day(30.2),
    });
  });

  it("takes one whose withdrawal is under way as pending still, whatever else is noted", () => {
    const record = recordOf({ state: "withdrawing", endedAt: day(31) });
    expect(readObservation(record)).toEqual(readObservation(recordOf({})));
  });

  it("takes an acceptance at the age of the connection, not of the listing that missed it", () => {
    const record = recordOf({ state: "accepted", connectedAt: new Date(day(5.9)), endedAt: day(6.4) });
    expect(readObservation(record)).toMatchObject({
      ...observed({ entryAge: 2, exitAge: 5, ending: "accepted" }),
      endedAt: day(5.9),
    });
  });

  it("takes one that is gone at the age of the first complete listing without it", () => {
    const record = recordOf({ state: "gone", endedAt: day(12) });
    expect(readObservation(record)).toMatchObject(observed({ entryAge: 2, exitAge: 12, ending: "gone" }));
  });

  it("keeps an ending on the day of first sight: entry and exit at the same age", () => {
    const record = recordOf({ state: "accepted", connectedAt: day(2.9) });
    expect(readObservation(record)).toMatchObject(
      observed({ entryAge: 2, entryMinute: 720, exitAge: 2, ending: "accepted" }),
    );
  });

  it.each([
    ["stale", 21],
    ["backlog", 8],
  ])("censors a withdrawal for age alone without a mark: %s", (reason, age) => {
    const reading = readObservation(recordOf({ state: "withdrawn", reason, endedAt: day(age + 0.25) }));
    expect(reading).toMatchObject(observed({ entryAge: 2, exitAge: age, exitMinute: 360, ending: "censored" }));
    expect(reading).not.toHaveProperty("observation.informative");
  });

  it("takes a censoring at the very start of a day as the end of the day before, and an event as one of the day", () => {
    expect(readObservation(recordOf({ lastListingAt: day(30) }))).toMatchObject(
      observed({ exitAge: 29, exitMinute: 1_440 }),
    );
    expect(readObservation(recordOf({ state: "gone", endedAt: day(30) }))).toMatchObject(observed({ exitAge: 30 }));
    expect(readObservation(recordOf({ state: "accepted", connectedAt: day(30) }))).toMatchObject(
      observed({ exitAge: 30 }),
    );
  });

  it("watches nothing of a day on which first sight was the last listing", () => {
    const record = recordOf({ firstSeenAt: day(3), lastListingAt: day(3) });
    expect(readObservation(record)).toMatchObject(
      observed({ entryAge: 3, entryMinute: 0, exitAge: 3, exitMinute: 0, ending: "censored" }),
    );
  });

  it("cuts an entry to its minute and rounds a censoring to the nearest", () => {
    const record = recordOf({ firstSeenAt: day(2.5) + 59_999, lastListingAt: day(30) + 90_000 });
    expect(readObservation(record)).toMatchObject(observed({ entryMinute: 720, exitMinute: 2 }));
  });

  it.each([
    ["an hour before", day(5.5) - hours(1), true],
    ["at", day(5.5), false],
    ["an hour after", day(5.5) + hours(1), false],
  ])("tells acceptances from before the sweep by the hour of first sight, noon of its day: %s", (_name, at, before) => {
    // Watched from elsewhere in the day, which is not when sweeps come.
    const record = recordOf({ state: "accepted", connectedAt: at, watchedFrom: day(4.9) });
    expect(readObservation(record)).toMatchObject(observed({ exitAge: 5, isBeforeSweep: before }));
  });

  it.each([
    ["withdrawn for what somebody knows of the person", { state: "withdrawn", reason: "customer" }],
    ["withdrawn as the older of two", { state: "withdrawn", reason: "duplicate" }],
    ["withdrawn for a reason of another version's", { state: "withdrawn", reason: "constructor" }],
    ["withdrawn for a reason nobody noted", { state: "withdrawn" }],
    ["a withdrawal that failed for good", { state: "failed" }],
  ] as const)("marks the censoring as informative: %s", (_name, changes) => {
    expect(readObservation(recordOf({ ...changes, endedAt: day(21.3) }))).toMatchObject(
      observed({ entryAge: 2, exitAge: 21, ending: "censored", informative: true }),
    );
  });

  it.each<[Exclusion, string, Partial<LedgerRecord>]>([
    ["unreadable-date", "no readable sending date", { sentAt: Number.NaN }],
    ["unreadable-date", "no readable first sight", { firstSeenAt: new Date("?") }],
    ["unreadable-date", "no readable beginning of its interval", { sentFrom: Number.NaN }],
    ["unreadable-date", "nobody knows from when it was watched", { watchedFrom: new Date("?") }],
    ["seen-before-sent", "seen a moment before it was sent", { firstSeenAt: SENT - 1 }],
    ["seen-before-sent", "seen before it can have been sent", { sentFrom: day(2.6), sentAt: day(4) }],
    ["dates-disagree", "sent by before sent from", { sentFrom: SENT + 1 }],
    ["dates-disagree", "its id says otherwise", { datesDisagree: true }],
    ["unreadable-date", "the first list could not read its date", { sentWidthAtFirstSight: "unreadable" }],
    [
      "unreadable-date",
      "a later list could read what the first could not",
      { sentFrom: SENT, sentWidthAtFirstSight: "unreadable", state: "accepted", connectedAt: day(9) },
    ],
    ["age-not-known", "sent within a moment more than three hours", { sentFrom: SENT - hours(3) - 1 }],
    [
      "age-not-known",
      "later lists told what the first did not",
      { sentFrom: SENT, sentWidthAtFirstSight: hours(3) + 1 },
    ],
    ["age-not-known", "sent some time in the two months before", { sentFrom: day(-60.5), sentAt: day(2.5) }],
    ["missing-end-date", "accepted, and nobody knows when", { state: "accepted", endedAt: day(9) }],
    ["missing-end-date", "gone, and nobody knows when", { state: "gone", connectedAt: day(9) }],
    ["missing-end-date", "withdrawn, and nobody knows when", { state: "withdrawn", reason: "stale" }],
    ["missing-end-date", "failed, and nobody knows when", { state: "failed", endedAt: Number.NaN }],
    ["ended-before-first-seen", "connected before it was first seen", { state: "accepted", connectedAt: day(2.4) }],
    ["ended-before-first-seen", "gone before it was sent", { state: "gone", endedAt: day(-3) }],
    ["no-complete-listing", "pending and never fully listed", { lastListingAt: undefined }],
    ["no-complete-listing", "pending and not fully listed since", { lastListingAt: day(2.4) }],
    ["no-complete-listing", "not fully listed since it was watched", { watchedFrom: day(30.3) }],
    ["age-out-of-range", "older than ten years", { lastListingAt: day(3_651) + hours(1) }],
  ])("excludes with the reason %s: %s", (reason, _name, changes) => {
    expect(readObservation(recordOf(changes))).toEqual(excluded(reason));
  });

  it("counts ages from the middle of the interval in which it was sent", () => {
    // Two hours wide, so sent an hour before `SENT`: half an hour before day 31 from the end of the interval is half an hour
    // into it from the middle, and first sight, at noon of day 2 from the end, is an hour after noon.
    const record = recordOf({ sentFrom: SENT - hours(2), lastListingAt: day(31) - hours(0.5) });
    expect(readObservation(record)).toMatchObject({
      ...observed({ entryAge: 2, entryMinute: 780, exitAge: 31, exitMinute: 30, ending: "censored" }),
      sentAt: SENT - hours(1),
    });
  });

  it("knows that what a listing showed had been sent by then", () => {
    // Sent in the two hours before its first sight at day 2.5 or later, by its date alone: an hour before that, then.
    const record = recordOf({
      ...{
        sentFrom: day(2.5) - hours(2),
        sentAt: day(9.5),
        watchedFrom: day(8.5) - hours(1),
        lastListingAt: day(30.5),
      },
    });
    expect(readObservation(record)).toMatchObject(
      observed({ entryAge: 6, entryMinute: 0, exitAge: 28, exitMinute: 60, ending: "censored" }),
    );
  });

  it("takes an interval of three hours, and what an earlier version wrote without one from its end", () => {
    expect(readObservation(recordOf({ sentFrom: SENT - hours(3) }))).toMatchObject({ kind: "observed" });
    const nothingKept = { sentFrom: null, sentWidthAtFirstSight: null };
    expect(readObservation(recordOf(nothingKept))).toEqual(readObservation(recordOf({})));
  });

  it("puts one at risk from when it was watched, not from first sight", () => {
    const record = recordOf({ watchedFrom: day(10.5) });
    expect(readObservation(record)).toMatchObject(observed({ entryAge: 10, exitAge: 30, ending: "censored" }));
    expect(readObservation(recordOf({ watchedFrom: day(1) }))).toEqual(readObservation(recordOf({})));
  });

  it("accepts the largest age allowed, to the end of its day", () => {
    const whole = observed({ exitAge: 3_650, exitMinute: 1_440 });
    expect(readObservation(recordOf({ lastListingAt: day(3_651) }))).toMatchObject(whole);
  });

  it("excludes a state that only a later version knows", () => {
    const stored = JSON.parse('{"state": "bounced"}') as Pick<LedgerRecord, "state">;
    expect(readObservation(recordOf(stored))).toEqual(excluded("unknown-state"));
  });
});
