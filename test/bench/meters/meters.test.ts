import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../helpers/command-line.ts";
import { type Figure, type Measured, missesGoal, regressions } from "./figure.ts";
import { keepMeasured, measuredBefore, readMeasured } from "./measured-file.ts";

const figure = (over: Partial<Figure>): Figure => ({
  ...{ name: "writes", what: "a withdrawal", unit: "write units", kind: "count", now: 100, goal: 110, peer: null },
  ...over,
});
const measured = (figures: Figure[], over: Partial<Measured> = {}): Measured => ({
  ...{ meter: "cost", date: "2026-11-30", machine: "2 × made up", figures },
  ...over,
});

describe("a meter's run beside the one before", () => {
  it("lets a count grow by five percent, and no further", () => {
    const before = measured([figure({})]);

    expect(regressions(before, measured([figure({ now: 105 })]))).toEqual([]);
    expect(regressions(before, measured([figure({ now: 105.1 })]))).toEqual([
      "a withdrawal: 100 write units before, 105.1 now",
    ]);
  });

  it("does not judge a time", () => {
    const [before, after] = [10, 1_000].map((now) => measured([figure({ kind: "time", now })]));

    expect(regressions(before as Measured, after as Measured)).toEqual([]);
  });

  it("notices a count that is measured no more", () => {
    expect(regressions(measured([figure({})]), measured([]))).toHaveLength(1);
  });

  it("takes more for better where that is so", () => {
    const before = measured([figure({ better: "more" })]);

    expect(regressions(before, measured([figure({ better: "more", now: 95 })]))).toEqual([]);
    expect(regressions(before, measured([figure({ better: "more", now: 94 })]))).toHaveLength(1);
  });

  it.each([
    { ...{ now: 111, goal: 110 }, isMissed: true },
    { ...{ now: 110, goal: 110 }, isMissed: false },
    { ...{ now: 500, goal: null }, isMissed: false },
    { ...{ now: 109, goal: 110, better: "more" as const }, isMissed: true },
    { ...{ now: 110, goal: 110, better: "more" as const }, isMissed: false },
  ])("a goal is missed from the wrong side only: $now beside $goal, $better", ({ isMissed, ...given }) => {
    expect(missesGoal(figure(given))).toBe(isMissed);
  });
});

it("each meter has one line in the file, its newest", () => {
  const path = join(temporaryFolder(), "measured.jsonl");
  keepMeasured(measured([], { meter: "scale" }), path);
  keepMeasured(measured([figure({ now: 1 })]), path);
  keepMeasured(measured([figure({ now: 2 })]), path);

  expect(readMeasured(path).map(({ meter }) => meter)).toEqual(["cost", "scale"]);
  expect(measuredBefore("cost", path)?.figures[0]?.now).toBe(2);
});
