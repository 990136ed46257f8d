import { describe, expect, it } from "vitest";
import { isSentKnown, sentBounds } from "../../lib/analytics/sent-bounds.ts";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import { anOutcome, day } from "../report/helpers/records.ts";
import { exactlyDatedFrom } from "../report/helpers/relative-dates.ts";

const FIRST_LISTING = day(100);

/** Of an invitation of that age at the first listing, when the daily lists begin to tell the true time so much later. */
function isKnownAfterExactLists(ageAtFirst: number, exactAfterDays: number): boolean {
  const lastListing = later(FIRST_LISTING, 30 * DAY_MS);
  const sent = { sentAt: later(FIRST_LISTING, -ageAtFirst * DAY_MS), firstSeenAt: FIRST_LISTING };
  const outcomes = [anOutcome({ ...sent, endedAt: lastListing })];
  const log = { identityId: "identity-1", firstListing: FIRST_LISTING, lastListing, outcomes, open: [] };
  const [dated] = exactlyDatedFrom(later(FIRST_LISTING, exactAfterDays * DAY_MS), log).outcomes;
  if (dated === undefined) throw new Error("there is one");
  expect(dated).toMatchObject(sent);
  return isSentKnown(sentBounds(dated), dated.sentWidthAtFirstSight);
}

/** Not whole days, so that listings fall on every hour of an age. */
const AGES = Array.from({ length: 200 }, (_, index) => 0.01 + index * 0.37);

describe("an age that counts as known", () => {
  const from = FIRST_LISTING.getTime();
  const within = (ms: number) => ({ from, by: from + ms });

  it("was known to within three hours when a list first showed the invitation", () => {
    expect(isSentKnown(within(0), 3 * HOUR_MS)).toBe(true);
    expect(isSentKnown(within(0), 3 * HOUR_MS + 1)).toBe(false);
    expect(isSentKnown(within(0), "unreadable")).toBe(false);
    for (const age of AGES) expect(isKnownAfterExactLists(age, 0)).toBe(true);
  });

  it("is never learned by waiting: else only those that lasted would be counted", () => {
    for (const age of AGES) expect(isKnownAfterExactLists(age, 1)).toBe(false);
  });

  it("is one by today's width where nobody kept how it was at first sight", () => {
    for (const notKept of [null, undefined]) {
      expect(isSentKnown(within(3 * HOUR_MS), notKept)).toBe(true);
      expect(isSentKnown(within(3 * HOUR_MS + 1), notKept)).toBe(false);
    }
  });

  it("is none where the evidence contradicts itself", () => {
    expect(isSentKnown({ from: 2, by: 1 })).toBe(false);
    expect(isSentKnown({ from: 2, by: 1 }, 0)).toBe(false);
    expect(isSentKnown({ from: 1, by: 1 })).toBe(true);
  });
});
