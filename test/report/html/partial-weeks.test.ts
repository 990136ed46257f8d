import { describe, expect, it } from "vitest";
import { isPartial, partialInWords } from "../../../lib/report/html/partial-weeks.ts";

const at = (time: string) => new Date(`${time}Z`);
const [MONDAY, NEXT] = ["2026-08-24", "2026-08-31"];

describe("a week", () => {
  it.each([
    ["2026-08-24T00:00", "2026-08-31T00:00", false],
    ["2026-08-24T00:01", "2026-08-31T00:00", true],
    ["2026-08-24T00:00", "2026-08-30T23:59", true],
    ["2026-08-01T00:00", "2026-09-30T00:00", false],
  ])("watched from %s until %s is partial: %s", (since, until, partial) => {
    expect(isPartial({ weekOf: MONDAY }, { since: at(since), until: at(until) })).toBe(partial);
  });
});

describe("in words", () => {
  const words = (since: string, until: string, ...weeks: string[]) =>
    partialInWords(
      weeks.map((weekOf) => ({ weekOf })),
      { since: at(since), until: at(until) },
    );

  it("says which week is partial, and from or until when it was watched", () => {
    expect(words("2026-08-26T09:00", "2026-09-07T00:00", MONDAY, NEXT)).toBe(
      "The first week is watched from 2026-08-26 09:00 UTC on: it is hatched, and fewer endings in it are no drop.",
    );
    expect(words("2026-08-24T00:00", "2026-09-02T06:30", MONDAY, NEXT)).toBe(
      "The last week is watched until 2026-09-02 06:30 UTC: it is hatched, and fewer endings in it are no drop.",
    );
    expect(words("2026-08-26T09:00", "2026-08-28T10:00", MONDAY)).toBe(
      "The week is watched from 2026-08-26 09:00 UTC on and until 2026-08-28 10:00 UTC only: it is hatched, and fewer endings in it are no drop.",
    );
  });

  it("says that weeks before the first listing hold nothing because nothing was seen", () => {
    const weeks = [MONDAY, NEXT, "2026-09-07"].map((weekOf) => ({ weekOf }));
    const span = { since: at("2026-08-01T00:00"), until: at("2026-09-14T00:00") };
    const firstListing = at("2026-09-02T09:00");

    expect(weeks.map((week) => isPartial(week, { ...span, firstListing }))).toEqual([true, true, false]);
    expect(weeks.map((week) => isPartial(week, { ...span, firstListing: null }))).toEqual([false, false, false]);
    expect(partialInWords(weeks, { ...span, firstListing })).toBe(
      "No invitation was listed before 2026-09-02 09:00 UTC: the weeks up to then are hatched.",
    );
    expect(partialInWords(weeks, { ...span, until: at("2026-09-09T00:00"), firstListing })).toBe(
      "No invitation was listed before 2026-09-02 09:00 UTC: the weeks up to then are hatched. The last week is watched until 2026-09-09 00:00 UTC: it is hatched, and fewer endings in it are no drop.",
    );
  });

  it("says nothing where there is nothing to say", () => {
    expect(words("2026-08-24T00:00", "2026-09-07T00:00", MONDAY, NEXT)).toBeNull();
    expect(words("2026-08-24T00:00", "2026-08-31T00:00", MONDAY)).toBeNull();
    expect(words("2026-08-24T00:00", "2026-08-31T00:00")).toBeNull();
  });
});
