import { describe, expect, it } from "vitest";
import { type Exclusion, type LedgerRecord, readObservation } from "../../lib/analytics/read-observation.ts";

const SENT = Date.UTC(2026, 0, 1, 9);
const day = (age: number) => SENT + age * 86_400_000;

/** Sent, first listed at 2.5 days, still there in a listing at 30.2 days. */
function recordOf(changes: Partial<LedgerRecord>): LedgerRecord {
  return { sentAt: SENT, firstSeenAt: day(2.5), state: "pending", lastListingAt: day(30.2), ...changes };
}

const observed = (observation: object) => ({ kind: "observed", observation });
const excluded = (reason: Exclusion) => ({ kind: "excluded", reason });

describe("readObservation", () => {
  it("takes a pending invitation as censored at the last complete listing", () => {
    expect(readObservation(recordOf({}))).toEqual(observed({ entryAge: 2, exitAge: 30, ending: "censored" }));
  });

  it("takes one whose withdrawal is under way as pending still, whatever else is noted", () => {
    const record = recordOf({ state: "withdrawing", endedAt: day(31) });
    expect(readObservation(record)).toEqual(observed({ entryAge: 2, exitAge: 30, ending: "censored" }));
  });

  it("takes an acceptance at the age of the connection, not of the listing that missed it", () => {
    const record = recordOf({ state: "accepted", connectedAt: new Date(day(5.9)), endedAt: day(6.4) });
    expect(readObservation(record)).toEqual(observed({ entryAge: 2, exitAge: 5, ending: "accepted" }));
  });

  it("takes one that is gone at the age of the first complete listing without it", () => {
    const record = recordOf({ state: "gone", endedAt: day(12) });
    expect(readObservation(record)).toEqual(observed({ entryAge: 2, exitAge: 12, ending: "gone" }));
  });

  it("keeps an ending on the day of first sight: entry and exit at the same age", () => {
    const record = recordOf({ state: "accepted", connectedAt: day(2.9) });
    expect(readObservation(record)).toEqual(observed({ entryAge: 2, exitAge: 2, ending: "accepted" }));
  });

  it("censors a withdrawal for age alone without a mark", () => {
    const record = recordOf({ state: "withdrawn", reason: "stale", endedAt: day(21.3) });
    expect(readObservation(record)).toEqual(observed({ entryAge: 2, exitAge: 21, ending: "censored" }));
  });

  it.each([
    ["withdrawn for another reason", { state: "withdrawn", reason: "customer" }],
    ["withdrawn for a reason nobody noted", { state: "withdrawn" }],
    ["a withdrawal that failed for good", { state: "failed" }],
  ] as const)("marks the censoring as informative: %s", (_name, changes) => {
    expect(readObservation(recordOf({ ...changes, endedAt: day(21.3) }))).toEqual(
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
    ["age-not-known", "sent within a moment more than a week", { sentFrom: day(-7) - 1 }],
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
    ["age-out-of-range", "older than ten years", { lastListingAt: day(3_651) }],
  ])("excludes with the reason %s: %s", (reason, _name, changes) => {
    expect(readObservation(recordOf(changes))).toEqual(excluded(reason));
  });

  it("counts ages from the middle of the interval in which it was sent", () => {
    // Sent from day -6 to day 0: the middle is day -3, from which first sight is 5.5 and the last listing 33.2 days.
    const record = recordOf({ sentFrom: day(-6) });
    expect(readObservation(record)).toEqual(observed({ entryAge: 5, exitAge: 33, ending: "censored" }));
  });

  it("knows that what a listing showed had been sent by then", () => {
    // Sent from day 0.5 to day 9.5 by its date alone; by its first sight to day 2.5, of which the middle is day 1.5.
    const record = recordOf({ sentFrom: day(0.5), sentAt: day(9.5), watchedFrom: day(8) });
    expect(readObservation(record)).toEqual(observed({ entryAge: 6, exitAge: 28, ending: "censored" }));
  });

  it("takes an interval of a week, and what an earlier version wrote without one from its end", () => {
    expect(readObservation(recordOf({ sentFrom: day(-7) }))).toMatchObject({ kind: "observed" });
    expect(readObservation(recordOf({ sentFrom: null }))).toEqual(readObservation(recordOf({})));
  });

  it("puts one at risk from when it was watched, not from first sight", () => {
    const record = recordOf({ watchedFrom: day(10.5) });
    expect(readObservation(record)).toEqual(observed({ entryAge: 10, exitAge: 30, ending: "censored" }));
    expect(readObservation(recordOf({ watchedFrom: day(1) }))).toEqual(readObservation(recordOf({})));
  });

  it("accepts the largest age allowed", () => {
    expect(readObservation(recordOf({ lastListingAt: day(3_650) }))).toMatchObject({ kind: "observed" });
  });

  it("excludes a state that only a later version knows", () => {
    const stored = JSON.parse('{"state": "bounced"}') as Pick<LedgerRecord, "state">;
    expect(readObservation(recordOf(stored))).toEqual(excluded("unknown-state"));
  });
});
