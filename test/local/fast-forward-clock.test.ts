import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { clockLeadFile, readClockLead } from "../../lib/local/clock-lead.ts";
import { createFolder, dataLayout } from "../../lib/local/data-layout.ts";
import { createFastForwardClock } from "../../lib/local/fast-forward-clock.ts";
import { temporaryFolder } from "../helpers/command-line.ts";

describe("the fast-forward clock", () => {
  it("wakes whoever is due when it is put forward, the first one first", async () => {
    const clock = createFastForwardClock();
    const woken: string[] = [];
    const late = clock.sleep(2 * DAY_MS).then(() => woken.push("late"));
    const early = clock.sleep(DAY_MS).then(() => woken.push("early"));

    clock.advance(later(clock.now(), 3 * DAY_MS));
    await Promise.all([late, early]);

    expect(woken).toEqual(["early", "late"]);
    expect(clock.sleeping()).toBe(0);
  });

  it("can be put forward to the next waking even when that lies between two milliseconds", async () => {
    const clock = createFastForwardClock();
    const slept = clock.sleep(DAY_MS + 0.5);

    clock.advance(clock.nextWaking() ?? new Date(0));

    await slept;
    expect(clock.nextWaking()).toBeNull();
  });

  it("never goes back", () => {
    const clock = createFastForwardClock(DAY_MS);

    clock.advance(later(clock.now(), -DAY_MS));

    expect(clock.aheadMs()).toBe(DAY_MS);
  });
});

describe("the kept lead of the clock", () => {
  const folder = () => {
    const layout = dataLayout(temporaryFolder(), null);
    createFolder(layout);
    return layout;
  };

  it("is 0 before any was kept, and then the last one", () => {
    const layout = folder();
    const before = readClockLead(layout);
    const file = clockLeadFile(layout);
    const kept = [90 * DAY_MS, 5, -90 * DAY_MS, 0].map((aheadMs) => {
      file.keep(aheadMs);
      return readClockLead(layout);
    });
    file.close();

    expect(before).toBe(0);
    expect(kept).toEqual([90 * DAY_MS, 5, -90 * DAY_MS, 0]);
  });

  it("goes on from what an earlier process kept", () => {
    const layout = folder();
    for (const aheadMs of [123_456_789, 42]) {
      const file = clockLeadFile(layout);
      file.keep(aheadMs);
      file.close();
    }

    expect(readClockLead(layout)).toBe(42);
    expect(JSON.parse(readFileSync(layout.clock, "utf8"))).toEqual({ aheadMs: 42 });
  });

  it("that cannot be read is told with its place and the remedy", () => {
    const layout = folder();
    writeFileSync(layout.clock, '{"aheadMs":12');

    expect(() => readClockLead(layout)).toThrow(`${layout.clock} does not say how far`);
  });
});
