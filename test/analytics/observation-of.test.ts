import { describe, expect, it } from "vitest";
import type { Ending } from "../../lib/analytics/observation.ts";
import { observationOf } from "../../lib/analytics/observation-of.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const SENT = Date.UTC(2026, 0, 5, 9, 30);

function observed(firstSeen: number, ended: number, ending: Ending, watchedFrom = firstSeen) {
  const moments = { firstSeenAt: SENT + firstSeen, watchedFrom: SENT + watchedFrom, endedAt: SENT + ended };
  return observationOf(SENT, moments, ending);
}

describe("observationOf", () => {
  it("tells an acceptance before the sweep's hour from one after it", () => {
    // First seen six hours after it was sent: on every day sweeps come six hours into it.
    const entry = { entryAge: 0, entryMinute: 360, ending: "accepted" };
    const before = observed(6 * HOUR, 21 * DAY + 6 * HOUR - MINUTE, "accepted");
    expect(before).toEqual({ ...entry, exitAge: 21, isBeforeSweep: true });
    const at = observed(6 * HOUR, 21 * DAY + 6 * HOUR, "accepted");
    expect(at).toEqual({ ...entry, exitAge: 21, isBeforeSweep: false });
  });

  it("takes the sweep's hour from first sight, not from when it was watched again", () => {
    // Watched again from noon of day 4; the sweep still comes at six.
    const accepted = observed(6 * HOUR, 9 * DAY + 8 * HOUR, "accepted", 4 * DAY + 12 * HOUR);
    expect(accepted).toEqual({
      ...{ entryAge: 4, entryMinute: 720, exitAge: 9 },
      ...{ ending: "accepted", isBeforeSweep: false },
    });
  });

  it("gives a gone one its day and no minute", () => {
    expect(observed(DAY, 3 * DAY + 5 * HOUR, "gone")).toEqual({
      ...{ entryAge: 1, entryMinute: 0, exitAge: 3 },
      ending: "gone",
    });
  });

  it("counts of a censored one's last day the part before the end", () => {
    expect(observed(0, 3 * DAY + 90 * MINUTE, "censored")).toMatchObject({ exitAge: 3, exitMinute: 90 });
  });

  it("ends a censoring at the start of a day with the day before, and an event with the day it begins", () => {
    expect(observed(0, 3 * DAY, "censored")).toMatchObject({ exitAge: 2, exitMinute: 1_440 });
    expect(observed(0, 3 * DAY, "gone")).toMatchObject({ exitAge: 3 });
    expect(observed(0, 3 * DAY, "accepted")).toMatchObject({ exitAge: 3, isBeforeSweep: false });
  });

  it("keeps a censoring at the very moment of first sight on its day, watched for nothing", () => {
    expect(observed(3 * DAY, 3 * DAY, "censored")).toMatchObject({ entryAge: 3, exitAge: 3, exitMinute: 0 });
    expect(observed(0, 0, "censored")).toMatchObject({ entryAge: 0, exitAge: 0, exitMinute: 0 });
  });

  it("cuts entry to the minute and rounds a censoring, to the whole day where it is that close", () => {
    expect(observed(90_999, DAY, "censored").entryMinute).toBe(1);
    expect(observed(0, DAY + 89_000, "censored").exitMinute).toBe(1);
    expect(observed(0, DAY + 91_000, "censored").exitMinute).toBe(2);
    expect(observed(0, 2 * DAY - 1, "censored")).toMatchObject({ exitAge: 1, exitMinute: 1_440 });
  });
});
