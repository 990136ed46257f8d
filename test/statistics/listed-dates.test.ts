import { describe, expect, it } from "vitest";
import { ledgerAsOf } from "./ledger-as-of.ts";
import { datesToTheMinute, type ListedDates, relativeDates } from "./listed-dates.ts";
import { livesOf } from "./lives.ts";
import { DAY_MS, FIRST_LIST, HOUR_MS, lookOn } from "./world.ts";
import { WORLDS } from "./worlds.ts";

/** What so many daily lists from the first on say of one that was sent `age` days before it. */
function listed(age: number, lists: number): ListedDates[] {
  const told: ListedDates[] = [];
  for (const dates of relativeDates(-age * DAY_MS, 0)) {
    if (told.push(dates) === lists) return told;
  }
  return told;
}

const widthOf = ({ from, by }: ListedDates) => by - from;

describe("relative dates", () => {
  it.each([0.1, 3.4, 9.9, 27.5, 45.2, 118])("always hold the truth, and only narrow, from %d days on", (age) => {
    const told = listed(age, 60);
    expect(told.every(({ from, by }) => from <= -age * DAY_MS && -age * DAY_MS <= by)).toBe(true);
    expect(told.map(widthOf)).toEqual(told.map(widthOf).toSorted((a, b) => b - a));
  });

  it("say next to nothing of a month at first sight, and of weeks little more until they have passed", () => {
    const [month = Number.NaN] = listed(45.2, 1).map(widthOf);
    expect(month).toBeGreaterThan(28 * DAY_MS);
    const weeks = listed(24.5, 30).map(widthOf);
    expect(weeks[0]).toBeGreaterThan(14 * DAY_MS);
    // One week, a day between two lists, a day for a page that may be old, and an hour for a change of clocks.
    expect(weeks.at(-1)).toBe(9 * DAY_MS + HOUR_MS);
  });
});

describe("dates to the minute", () => {
  it("hold the truth within a minute", () => {
    const sentAt = 5 * HOUR_MS + 12_345;
    const { from, by } = datesToTheMinute(sentAt, DAY_MS);
    expect([from <= sentAt, sentAt <= by, by - from]).toEqual([true, true, 60_000]);
  });
});

describe("the world of relative dates", () => {
  const world = WORLDS.find(({ name }) => name === "relative-dates") ?? WORLDS[0];
  if (world === undefined) throw new Error("there is no world");
  const records = ledgerAsOf(world, livesOf(world, 1), lookOn(world.days)).map(({ record }) => record);
  const widthAtFirstSight = (record: object) =>
    "sentWidthAtFirstSight" in record ? Number(record.sentWidthAtFirstSight) : Number.NaN;
  const ofBacklog = records.filter(({ firstSeenAt }) => firstSeenAt === FIRST_LIST);
  const sends = records.filter(({ firstSeenAt }) => firstSeenAt !== FIRST_LIST);

  it("has a backlog of 900 whose ages no first list tells to within three hours", () => {
    expect(ofBacklog.length).toBe(900);
    expect(ofBacklog.filter((record) => widthAtFirstSight(record) <= 3 * HOUR_MS).length).toBe(0);
  });

  it("has sends that are known to the minute", () => {
    expect(sends.length).toBeGreaterThan(1_000);
    expect(sends.every((record) => widthAtFirstSight(record) <= 60_000)).toBe(true);
  });

  it("narrows the dates of those that stay pending, but not the width at first sight", () => {
    const narrowed = ofBacklog.filter(
      (record) => Number(record.sentAt) - Number(record.sentFrom) < widthAtFirstSight(record) - DAY_MS,
    );
    expect(narrowed.length).toBeGreaterThan(100);
  });

  it("withdraws nothing that may be younger than the threshold", () => {
    const withdrawn = records.filter(({ state }) => state === "withdrawn");
    const isOldEnough = withdrawn.map((record) => Number(record.endedAt) - Number(record.sentAt) >= 21 * DAY_MS);
    expect(withdrawn.length).toBeGreaterThan(500);
    expect(isOldEnough).not.toContain(false);
  });
});
