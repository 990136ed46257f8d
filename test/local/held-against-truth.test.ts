import { describe, expect, it } from "vitest";
import { analyse } from "../../lib/analytics/analyse.ts";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { holdAgainstTruth } from "../../lib/local/held-against-truth.ts";
import type { FirstListedTruth } from "../../lib/sandbox/first-listed-truth.ts";

/** 1,000 listed on the day they were sent and left alone: 100 accept on day 3, 20 on day 16, 10 on day 30, to day 40. */
function analysis(lateAcceptances = 10) {
  const grid = new DayGrid();
  const add = (count: number, exitAge: number, ending: "accepted" | "censored") => {
    for (let one = 0; one < count; one += 1) grid.add({ entryAge: 0, exitAge, ending });
  };
  add(100, 3, "accepted");
  add(20, 16, "accepted");
  add(lateAcceptances, 30, "accepted");
  add(880 - lateAcceptances, 40, "censored");
  return analyse(grid, { acceptableLoss: 0.02, currentThreshold: 21, sendsPerDay: 10, seed: 1, replicates: 200 });
}

/** In whole days, as the grid: the listing of a day comes at its start. */
const truth = (accepted: (days: number) => number): FirstListedTruth => ({
  acceptedBy: accepted,
  stillPendingAfter: (days) => 1 - accepted(days),
  acceptedAtListing: (days) => accepted(days - 1),
  stillPendingAtListing: (days) => 1 - accepted(days - 1),
});
const SAME = truth((days) => (days >= 30 ? 0.13 : days >= 16 ? 0.12 : days >= 3 ? 0.1 : 0));
const DAYS = { threshold: 21, shorter: 14 };

describe("estimates held against the truth", () => {
  it("are the shares the analysis has, beside the true ones of the same ages", () => {
    const figures = holdAgainstTruth(analysis(), SAME, DAYS);

    expect(figures.map(({ figure, from, to }) => [figure, from, to])).toEqual([
      ["accepted-by-horizon", 0, 40],
      ["still-pending", 0, 21],
      ["late-acceptance", 21, 40],
      ["given-up", 14, 21],
    ]);
    const shares = [0.13, 0.88, 0.01 / 0.88, 0.02 / 0.13];
    for (const [place, share] of shares.entries()) {
      expect(figures[place]?.truth).toBeCloseTo(share, 12);
      expect(figures[place]?.estimated.value).toBeCloseTo(share, 12);
    }
    expect(figures.every(({ inside }) => inside)).toBe(true);
  });

  it("say which intervals the truth lies outside of", () => {
    // As many acceptances in all, a third of them between day 14 and day 21 and none after that.
    const other = truth((days) => (days >= 16 ? 0.13 : days >= 3 ? 0.08 : 0));

    const figures = holdAgainstTruth(analysis(), other, DAYS);

    const outside = figures.filter(({ inside }) => !inside).map(({ figure }) => figure);
    expect(outside).toContain("given-up");
    expect(outside).not.toContain("accepted-by-horizon");
  });

  it("are a bound where no acceptance was seen", () => {
    const figures = holdAgainstTruth(analysis(0), SAME, DAYS);

    const late = figures.find(({ figure }) => figure === "late-acceptance");
    expect(late?.estimated).toMatchObject({ value: 0, lower: 0, atMost: true });
    expect(late?.estimated.upper).toBeGreaterThan(0);
  });

  it("are none while the data do not reach past the threshold", () => {
    const grid = new DayGrid();
    for (let one = 0; one < 50; one += 1) grid.add({ entryAge: 0, exitAge: 20, ending: "censored" });
    const short = analyse(grid, {
      acceptableLoss: 0.02,
      currentThreshold: 21,
      sendsPerDay: 1,
      seed: 1,
      replicates: 10,
    });

    expect(holdAgainstTruth(short, SAME, DAYS)).toEqual([]);
  });
});
