import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTimezone, nearestTimezones, timezones } from "../../lib/domain/time-zone.ts";
import { ZONES_MEANT_BY } from "../../lib/domain/time-zone-abbreviations.ts";
import { TIMEZONE_LINKS } from "../../lib/domain/time-zone-links.ts";

/** Both halves of the year, so that zones that differ in their clock changes differ here. */
const INSTANTS = [2024, 2025, 2026, 2028, 2030].flatMap((year) =>
  [0, 2, 3, 6, 9, 10].map((m) => Date.UTC(year, m, 30)),
);

/** What the clock on the wall shows at each of the instants. Throws for a name that the runtime does not resolve. */
function clock(timeZone: string): readonly string[] {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "short", timeStyle: "long" });
  const parts = INSTANTS.map((at) => format.formatToParts(at).filter(({ type }) => type !== "timeZoneName"));
  return parts.map((one) => one.map(({ value }) => value).join(""));
}

const accepted = [...timezones()];

describe("isTimezone", () => {
  it("takes every place that the runtime lists", () => {
    const listed = Intl.supportedValuesOf("timeZone").filter((name) => name.includes("/"));

    expect(listed.filter((name) => !isTimezone(name))).toEqual([]);
    expect(listed.length).toBeGreaterThan(300);
  });

  it.each([
    ["Asia/Kolkata", "Asia/Calcutta"],
    ["Europe/Kyiv", "Europe/Kiev"],
    ["Asia/Ho_Chi_Minh", "Asia/Saigon"],
    ["America/Argentina/Buenos_Aires", "America/Buenos_Aires"],
    ["America/New_York", "US/Eastern"],
    ["Europe/London", "GB"],
    ["UTC", "Etc/UTC"],
    ["UTC", "GMT"],
  ])("takes %s and %s", (name, link) => {
    expect([isTimezone(name), isTimezone(link)]).toEqual([true, true]);
  });

  it("takes names alone that the runtime resolves", () => {
    expect(() => accepted.map(clock)).not.toThrow();
  });

  it.each(Object.entries(TIMEZONE_LINKS))("takes %s and its links, which show the same clock", (name, links) => {
    const all = [name, ...links.split(" ")];

    expect(all.filter((one) => !isTimezone(one))).toEqual([]);
    expect(all.map(clock)).toEqual(all.map(() => clock(name)));
  });

  it("has each link once", () => {
    const names = Object.entries(TIMEZONE_LINKS).flatMap(([name, links]) => [name, ...links.split(" ")]);

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each([
    ...["BST", "IST", "EST", "CST", "MST", "PST", "HST", "CET", "MET", "EET", "WET", "EST5EDT", "CST6CDT", "PST8PDT"],
    ...["ACT", "AET", "AGT", "CNT", "CTT", "ECT", "NET", "PLT", "SST", "VST", "Factory"],
    ...["europe/zurich", "EUROPE/ZURICH", "utc", "Gmt", "us/eastern", "asia/kolkata"],
    ...["+01:00", "-05:00", "+0100", "GMT+1", "UTC+1", "Etc/GMT+1", "Z"],
    ...[
      "",
      " ",
      "Europe/Zurich ",
      "Europe/Zuri",
      "Zurich",
      "Mars/Base",
      "../etc/localtime",
      "UTC\0",
      "__proto__",
      "null",
    ],
  ])("refuses %j", (name) => {
    expect(isTimezone(name)).toBe(false);
  });

  it("refuses every accepted name in another case", () => {
    const others = accepted.flatMap((name) => [name.toLowerCase(), name.toUpperCase()].filter((one) => one !== name));

    // "GB" and the like are their own upper case.
    expect(others.filter(isTimezone).filter((name) => !accepted.includes(name))).toEqual([]);
    expect(others.filter((name) => name.includes("/")).filter(isTimezone)).toEqual([]);
  });
});

describe("the nearest time zones", () => {
  it.each([
    ["BST", ["Europe/London"]],
    ["bst", ["Europe/London"]],
    ["IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]],
    ["EST", ["America/New_York"]],
    ["EST5EDT", ["America/New_York"]],
    ["HST", ["Pacific/Honolulu"]],
    ["europe/zurich", ["Europe/Zurich"]],
    ["Europe/Zurich ", ["Europe/Zurich"]],
    ["us/eastern", ["US/Eastern"]],
    ["America/New York", ["America/New_York"]],
    ["new york", ["America/New_York"]],
    ["Asia/Zurich", ["Europe/Zurich"]],
    ["Europe/Zuri", ["Europe/Zurich"]],
    ["Asia/Kolkatta", ["Asia/Kolkata"]],
    ["Londn", ["Europe/London"]],
  ])("to %j are %j", (name, nearest) => {
    expect(nearestTimezones(name)).toEqual(nearest);
  });

  it.each(["+01:00", "GMT+1", "Etc/GMT-1", "Mars/Base", "", "x", "a".repeat(100_000)])("to %j are none", (name) => {
    expect(nearestTimezones(name)).toEqual([]);
  });

  it("to an accepted name in lower case have that name", () => {
    const lost = accepted.filter((name) => !nearestTimezones(name.toLowerCase()).includes(name));

    expect(lost).toEqual([]);
  });

  it("are real names for whatever is written, three at most", () => {
    const mistyped = fc
      .tuple(fc.constantFrom(...accepted), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([name, at, text]) => {
        const place = at % name.length;
        return name.slice(0, place) + text + name.slice(place + 1);
      });
    fc.assert(
      fc.property(fc.oneof(mistyped, fc.string()), (name) => {
        const nearest = nearestTimezones(name);
        expect(nearest.length).toBeLessThanOrEqual(3);
        expect(nearest.filter((one) => !isTimezone(one))).toEqual([]);
      }),
    );
  });

  it("that an abbreviation stands for are real names, and the abbreviation is none", () => {
    expect([...ZONES_MEANT_BY.values()].flat().filter((name) => !isTimezone(name))).toEqual([]);
    expect([...ZONES_MEANT_BY.keys()].filter(isTimezone)).toEqual([]);
  });
});
