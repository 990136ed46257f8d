import { describe, expect, it } from "vitest";
import { Intake } from "../../lib/analytics/intake.ts";
import type { LedgerRecord } from "../../lib/analytics/read-observation.ts";
import { countsOf } from "./helpers/observations.ts";

const day = (age: number) => age * 86_400_000;
const pending: LedgerRecord = { sentAt: 0, firstSeenAt: day(1), state: "pending", lastListingAt: day(4) };
const unreadable: LedgerRecord = { ...pending, sentWidthAtFirstSight: "unreadable" };
const vague: LedgerRecord = { ...pending, sentFrom: -day(3), sentWidthAtFirstSight: day(3) };
const flagged: LedgerRecord = { ...pending, state: "withdrawn", reason: "customer", endedAt: day(2) };

function intakeOf(...records: LedgerRecord[]): Intake {
  const intake = new Intake();
  for (const record of records) intake.add(record);
  return intake;
}

describe("Intake", () => {
  it("counts a record that cannot be read and goes on with the rest", () => {
    const intake = intakeOf(pending, unreadable, vague, unreadable, flagged);
    expect(countsOf(intake.grid)).toEqual({
      // Watched to the very end of days 1 and 3.
      entries: [0, 2, 0, 0],
      accepted: [0, 0, 0, 0],
      gone: [0, 0, 0, 0],
      censored: [0, 1, 0, 1],
      informativeCensorings: 1,
    });
    expect(intake.exclusions).toEqual({
      "unreadable-date": 2,
      "seen-before-sent": 0,
      "dates-disagree": 0,
      "age-not-known": 1,
      "missing-end-date": 0,
      "ended-before-first-seen": 0,
      "no-complete-listing": 0,
      "age-out-of-range": 0,
      "unknown-state": 0,
    });
  });

  it("gives the same when merged as when read in one go", () => {
    const merged = intakeOf(pending, unreadable);
    merged.merge(intakeOf(flagged, unreadable));
    const whole = intakeOf(pending, unreadable, flagged, unreadable);
    expect(countsOf(merged.grid)).toEqual(countsOf(whole.grid));
    expect(merged.exclusions).toEqual(whole.exclusions);
  });
});
