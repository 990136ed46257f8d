import { describe, expect, it } from "vitest";
import { longestWait, type WaitReason } from "../../lib/domain/waiting.ts";

const MINUTE = 60_000;

describe("the longest wait in the queue", () => {
  it.each<[WaitReason, number]>([
    ["blocked", 15],
    ["outside-working-hours", 15],
    ["needs-person", 15],
    ["paused", 15],
    ["workspace-stopped", 15],
    ["wait-until", 15],
    ["gap", 60],
    ["busy", 60],
    ["daily-cap", 120],
  ])("for %s is %d minutes", (why, minutes) => {
    const wait = longestWait(why);

    expect(wait).toBe(minutes * MINUTE);
  });

  it("covers the longest gap that a policy may have, and the clocks' difference", () => {
    const longestGap = 900_000 + 2_000;

    const wait = longestWait("gap");

    expect(wait).toBeGreaterThan(longestGap);
  });
});
