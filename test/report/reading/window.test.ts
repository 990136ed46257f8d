import { describe, expect, it } from "vitest";
import { readObservation } from "../../../lib/analytics/read-observation.ts";
import { endedThrough, openThrough, type Seen } from "../../../lib/report/reading/window.ts";
import { anOpen, anOutcome, day } from "../helpers/records.ts";

const window = { since: day(100), until: day(130) };
const observed = (seen: Seen | null) => {
  if (seen === null) return null;
  const reading = readObservation(seen.record);
  return reading.kind === "observed" ? reading.observation : reading.reason;
};

describe("an ended invitation through a window", () => {
  it("is watched from its first sight to its end when both lie inside", () => {
    const accepted = anOutcome({ sentAt: day(101), firstSeenAt: day(102), outcome: "accepted", endedAt: day(110) });

    expect(observed(endedThrough(accepted, window))).toEqual({ entryAge: 1, exitAge: 9, ending: "accepted" });
  });

  it("enters at the age it had when the window began, if it was seen before", () => {
    const gone = anOutcome({ sentAt: day(80), firstSeenAt: day(81), outcome: "gone", endedAt: day(105) });

    expect(observed(endedThrough(gone, window))).toEqual({ entryAge: 20, exitAge: 25, ending: "gone" });
  });

  it("counts as pending at the window's end when it ended later, whatever became of it", () => {
    for (const outcome of ["accepted", "gone", "withdrawn", "failed"] as const) {
      const later = anOutcome({ sentAt: day(120), firstSeenAt: day(121), outcome, endedAt: day(131) });

      expect(endedThrough(later, window)?.where).toBe("pending");
      expect(observed(endedThrough(later, window))).toEqual({ entryAge: 1, exitAge: 10, ending: "censored" });
    }
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
    expect(informative({ outcome: "withdrawn", reason: "held-out" })).toBe(true);
    expect(informative({ outcome: "withdrawn", reason: null })).toBe(true);
    expect(informative({ outcome: "failed", reason: "stale" })).toBe(true);
  });

  it("keeps dates that contradict each other, so that they are counted and not mended", () => {
    const odd = anOutcome({ sentAt: day(90), firstSeenAt: day(80), outcome: "gone", endedAt: day(110) });

    expect(observed(endedThrough(odd, window))).toBe("seen-before-sent");
  });
});

describe("an open invitation through a window", () => {
  const open = anOpen({ sentAt: day(110), firstSeenAt: day(111) });

  it("is watched until the last believed list, not until now", () => {
    expect(observed(openThrough(open, day(125), window))).toEqual({ entryAge: 1, exitAge: 15, ending: "censored" });
  });

  it("is watched until the window's end at most", () => {
    expect(observed(openThrough(open, day(150), window))).toEqual({ entryAge: 1, exitAge: 20, ending: "censored" });
  });

  it("gives no observation without a believed list since it was first seen, or since the window began", () => {
    expect(observed(openThrough(open, null, window))).toBe("no-complete-listing");
    expect(observed(openThrough(open, day(110.5), window))).toBe("no-complete-listing");
    const older = anOpen({ sentAt: day(80), firstSeenAt: day(81) });
    expect(observed(openThrough(older, day(95), window))).toBe("no-complete-listing");
  });

  it("enters at the age it had when the window began, if it was seen before", () => {
    const older = anOpen({ sentAt: day(80), firstSeenAt: day(81) });

    expect(observed(openThrough(older, day(125), window))).toEqual({ entryAge: 20, exitAge: 45, ending: "censored" });
  });

  it("is not there when it was first seen after the window", () => {
    expect(openThrough(anOpen({ sentAt: day(120), firstSeenAt: day(131) }), day(140), window)).toBeNull();
  });
});
