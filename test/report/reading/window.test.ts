import { describe, expect, it } from "vitest";
import { readObservation } from "../../../lib/analytics/read-observation.ts";
import { HOUR_MS } from "../../../lib/domain/time.ts";
import type { OutcomeRecord } from "../../../lib/ledger/ledger.ts";
import {
  endedThrough as endedInMsThrough,
  endingInMs,
  openThrough as openInMsThrough,
  type Seeing,
  type Seen,
  seeingInMs,
} from "../../../lib/report/reading/window.ts";
import { anOpen, anOutcome, day } from "../helpers/records.ts";

const window = { since: day(100), until: day(130) };
const endedThrough = (one: OutcomeRecord & Seeing, through: typeof window) =>
  endedInMsThrough(endingInMs(one), through);
const openThrough = (one: Seeing, lastBelieved: Date | null, through: typeof window) =>
  openInMsThrough(seeingInMs(one), lastBelieved, through);
const observed = (seen: Seen | null) => {
  if (seen === null) return null;
  const reading = readObservation(seen.record);
  return reading.kind === "observed" ? reading.observation : reading.reason;
};

/** Pending at the very start of a day is watched to the end of the day before. */
const toTheEndOf = (exitAge: number) => ({ entryAge: 1, exitAge, exitMinute: 1_440, ending: "censored" });

describe("an ended invitation through a window", () => {
  it("is watched from its first sight to its end when both lie inside", () => {
    const accepted = anOutcome({ sentAt: day(101), firstSeenAt: day(102), outcome: "accepted", endedAt: day(110) });

    expect(observed(endedThrough(accepted, window))).toMatchObject({ entryAge: 1, exitAge: 9, ending: "accepted" });
  });

  it("enters at the age it had when the window began, if it was seen before", () => {
    const gone = anOutcome({ sentAt: day(80), firstSeenAt: day(81), outcome: "gone", endedAt: day(105) });

    expect(observed(endedThrough(gone, window))).toMatchObject({ entryAge: 20, exitAge: 25, ending: "gone" });
  });

  it("counts as pending at the window's end when it ended later, whatever became of it", () => {
    for (const outcome of ["accepted", "gone", "withdrawn", "failed"] as const) {
      const later = anOutcome({ sentAt: day(120), firstSeenAt: day(121), outcome, endedAt: day(131) });

      expect(endedThrough(later, window)?.where).toBe("pending");
      expect(observed(endedThrough(later, window))).toMatchObject(toTheEndOf(9));
    }
  });

  it("counts of the days on which the window begins and ends the part that was watched", () => {
    // Sent at noon, so that the window begins, and ends, in the middle of a day of its age: 19.5 and 49.5 days.
    const through = (endedAt: Date) =>
      observed(endedThrough(anOutcome({ sentAt: day(80.5), firstSeenAt: day(81), outcome: "gone", endedAt }), window));

    expect(through(day(140))).toMatchObject({ entryAge: 19, entryMinute: 720, exitAge: 49, exitMinute: 720 });
    expect(through(day(110))).toMatchObject({ entryAge: 19, entryMinute: 720, exitAge: 29, ending: "gone" });
  });

  it("is not there when it was first seen after the window", () => {
    const later = anOutcome({ sentAt: day(120), firstSeenAt: day(130.1), endedAt: day(140) });

    expect(endedThrough(later, window)).toBeNull();
  });

  it("was informative when withdrawn for another reason than age, or failed", () => {
    const end = { sentAt: day(101), firstSeenAt: day(102), endedAt: day(122) };
    const informative = (over: Parameters<typeof anOutcome>[0]) => {
      const observation = observed(endedThrough(anOutcome({ ...end, ...over }), window));
      return typeof observation === "object" ? (observation?.informative ?? false) : observation;
    };

    expect(informative({ outcome: "withdrawn", reason: "stale" })).toBe(false);
    expect(informative({ outcome: "withdrawn", reason: "backlog" })).toBe(false);
    expect(informative({ outcome: "withdrawn", reason: "held-out" })).toBe(true);
    expect(informative({ outcome: "withdrawn", reason: null })).toBe(true);
    expect(informative({ outcome: "failed", reason: "stale" })).toBe(true);
  });

  it("is told apart, whether it ended in the window or after it, by how its age was known at first sight", () => {
    const exact = { sentFrom: day(101), sentAt: day(101), firstSeenAt: day(102) };
    for (const endedAt of [day(110), day(131)]) {
      const through = (sentWidthAtFirstSight: number | "unreadable") =>
        observed(endedThrough(anOutcome({ ...exact, sentWidthAtFirstSight, outcome: "gone", endedAt }), window));

      expect(through(0)).toMatchObject({ entryAge: 1 });
      expect(through(8 * HOUR_MS)).toBe("age-not-known");
      expect(through("unreadable")).toBe("unreadable-date");
    }
  });

  it("keeps dates that contradict each other, so that they are counted and not mended", () => {
    const odd = anOutcome({ sentAt: day(90), firstSeenAt: day(80), outcome: "gone", endedAt: day(110) });

    expect(observed(endedThrough(odd, window))).toBe("seen-before-sent");
  });
});

describe("an open invitation through a window", () => {
  const open = anOpen({ sentAt: day(110), firstSeenAt: day(111) });

  it("is watched until the last believed list, not until now", () => {
    expect(observed(openThrough(open, day(125), window))).toMatchObject(toTheEndOf(14));
  });

  it("is watched until the window's end at most", () => {
    expect(observed(openThrough(open, day(150), window))).toMatchObject(toTheEndOf(19));
  });

  it("gives no observation without a believed list since it was first seen, or since the window began", () => {
    expect(observed(openThrough(open, null, window))).toBe("no-complete-listing");
    expect(observed(openThrough(open, day(110.5), window))).toBe("no-complete-listing");
    const older = anOpen({ sentAt: day(80), firstSeenAt: day(81) });
    expect(observed(openThrough(older, day(95), window))).toBe("no-complete-listing");
  });

  it("enters at the age it had when the window began, if it was seen before", () => {
    const older = anOpen({ sentAt: day(80), firstSeenAt: day(81) });

    expect(observed(openThrough(older, day(125), window))).toMatchObject({ ...toTheEndOf(44), entryAge: 20 });
  });

  it("is not there when it was first seen after the window", () => {
    expect(openThrough(anOpen({ sentAt: day(120), firstSeenAt: day(131) }), day(140), window)).toBeNull();
  });
});
