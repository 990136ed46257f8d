import { describe, expect, it } from "vitest";
import { isSentKnown, sentBounds } from "../../lib/analytics/sent-bounds.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { anOutcome, day } from "../report/helpers/records.ts";
import { relativelyDated } from "../report/helpers/relative-dates.ts";

const FIRST_LISTING = day(100);

/** What the ledger holds of an invitation of that age at the first listing after so many daily ones. */
function boundsAfter(listings: number, ageAtFirst: number) {
  const lastListing = later(FIRST_LISTING, listings * DAY_MS);
  const sent = { sentAt: later(FIRST_LISTING, -ageAtFirst * DAY_MS), firstSeenAt: FIRST_LISTING };
  const outcomes = [anOutcome({ ...sent, endedAt: lastListing })];
  const log = { identityId: "identity-1", firstListing: FIRST_LISTING, lastListing, outcomes, open: [] };
  const [dated] = relativelyDated(log).outcomes;
  if (dated === undefined) throw new Error("there is one");
  return sentBounds(dated);
}

/** Not whole days, so that listings fall on every hour of an age. */
const agesBetween = (from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / 0.37) }, (_, index) => from + index * 0.37);

describe("an age that counts as known", () => {
  it("is that of what the first listing dates by days, hours or minutes, however soon it ends", () => {
    for (const age of agesBetween(0.01, 7)) expect(isSentKnown(boundsAfter(1, age))).toBe(true);
  });

  it("is never learned by waiting: else only those that lasted would be counted", () => {
    for (const age of agesBetween(7.01, 75)) expect(isSentKnown(boundsAfter(120, age))).toBe(false);
  });

  it("is none where the evidence contradicts itself", () => {
    expect(isSentKnown({ from: 2, by: 1 })).toBe(false);
    expect(isSentKnown({ from: 1, by: 1 })).toBe(true);
  });
});
