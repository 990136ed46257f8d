import { describe, expect, it } from "vitest";
import type { Receive } from "../../lib/probe/receive.ts";
import { isDecided, judge } from "../../lib/probe/verdict.ts";

/** A receive, in seconds since A1 was hidden. */
const seen = (message: string, receiveCount: number, second: number, more: Partial<Receive> = {}): Receive => ({
  message,
  receiveCount,
  sentAt: (message === "B1" ? 1 : -5) * 1000,
  at: second * 1000,
  ...more,
});

const A1 = seen("A1", 1, 0);
const BACK = seen("A1", 2, 41);
const A2 = seen("A2", 1, 42);
const B1 = seen("B1", 1, 2);

const answers = (receives: readonly Receive[]) => judge(receives).map(({ answer }) => answer);

describe("verdicts", () => {
  it.each([
    ["all as designed", [A1, B1, BACK, A2], ["yes", "yes", "yes"]],
    ["reports out of order and twice", [A2, BACK, B1, B1, A1, BACK], ["yes", "yes", "yes"]],
    [
      "A1 back at once: the failure was made visible",
      [A1, seen("A1", 2, 1), seen("A2", 1, 2), B1],
      ["no", "yes", "unknown"],
    ],
    ["A1 back just too early", [A1, B1, seen("A1", 2, 38.9), A2], ["no", "yes", "yes"]],
    ["A1 back as early as SQS's whole seconds allow", [A1, B1, seen("A1", 2, 39), A2], ["yes", "yes", "yes"]],
    ["A1 back only late", [A1, B1, seen("A1", 2, 60.1), seen("A2", 1, 61)], ["no", "yes", "yes"]],
    ["A1 never back, group stopped", [A1, B1], ["no", "unknown", "yes"]],
    ["A1 never back, A2 overtakes", [A1, B1, A2], ["no", "no", "yes"]],
    ["A2 overtakes the hidden A1", [A1, seen("A2", 1, 1), B1, BACK], ["yes", "no", "yes"]],
    ["A2 never came", [A1, B1, BACK], ["yes", "unknown", "yes"]],
    ["B1 waits for group A", [A1, BACK, A2, seen("B1", 1, 43)], ["yes", "yes", "no"]],
    ["B1 never came", [A1, BACK, A2], ["yes", "yes", "no"]],
    ["nothing was received", [], ["unknown", "unknown", "unknown"]],
    ["hiding failed", [{ ...A1, fault: "AccessDenied" }, BACK, A2, B1], ["unknown", "unknown", "unknown"]],
    ["the first report was lost", [BACK, A2, B1], ["unknown", "unknown", "unknown"]],
  ])("%s", (_outcome, receives, expected) => {
    expect(answers(receives)).toEqual(expected);
  });

  it("says what was measured", () => {
    expect(judge([A1, B1, BACK, A2]).map(({ because }) => because)).toEqual([
      "A1, hidden for 40 s, came back after 41.0 s",
      "A2 came 42.0 s after the hiding, once A1 was back",
      "B1 came 2.0 s after the hiding, while A1 was hidden",
    ]);
  });
});

describe("the watch", () => {
  it("is over once all messages were seen, A1 twice", () => {
    expect(isDecided([A1, B1, BACK, A2])).toBe(true);
  });

  it.each([
    ["A1 again", [A1, B1, A2]],
    ["A2", [A1, B1, BACK]],
    ["B1", [A1, BACK, A2]],
  ])("goes on without %s", (_missing, receives) => {
    expect(isDecided(receives)).toBe(false);
  });
});
