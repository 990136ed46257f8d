import { describe, expect, it } from "vitest";
import { changeOf } from "../../lib/analytics/change-of-acceptance.ts";
import { times } from "./helpers/observations.ts";
import { stratumOf } from "./helpers/tables.ts";

const WEEKS = 20;

/** So many of 200 accepted on day 2 in each week of sending. */
const strataOf = (acceptedIn: (week: number) => number) => [
  stratumOf(
    "anna",
    Object.fromEntries(
      Array.from({ length: WEEKS }, (_, week) => [
        week,
        [...times(acceptedIn(week), "accepted", 2), ...times(200 - acceptedIn(week), "censored", 30)],
      ]),
    ),
  ),
];

describe("the week since when acceptance is what it is now", () => {
  it("is two weeks after the sharpest division, in case that is told too early", () => {
    expect(
      changeOf(
        strataOf((week) => (week < 8 ? 80 : 40)),
        16,
      ),
    ).toBe(10);
    expect(
      changeOf(
        strataOf((week) => (week < 8 ? 40 : 80)),
        16,
      ),
    ).toBe(10);
  });

  it("is at the latest the first of the recent weeks", () => {
    expect(
      changeOf(
        strataOf((week) => (week < 15 ? 80 : 40)),
        16,
      ),
    ).toBe(16);
    expect(
      changeOf(
        strataOf((week) => (week < 14 ? 80 : 40)),
        16,
      ),
    ).toBe(16);
    expect(
      changeOf(
        strataOf((week) => (week < 13 ? 80 : 40)),
        16,
      ),
    ).toBe(15);
  });

  it("is the first of the recent weeks where those between are not like them", () => {
    // A great fall in week 6 and a smaller one in week 16: the weeks from 8 to 15 say nothing about now.
    expect(
      changeOf(
        strataOf((week) => (week < 6 ? 120 : week < 16 ? 50 : 35)),
        16,
      ),
    ).toBe(16);
  });

  it("is the first of the recent weeks where nothing tells weeks apart", () => {
    expect(changeOf([], 16)).toBe(16);
    expect(
      changeOf(
        strataOf(() => 0),
        16,
      ),
    ).toBe(16);
  });
});
