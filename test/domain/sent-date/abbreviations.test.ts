import { describe, expect, it } from "vitest";
import { abbreviatedAges, unitsOfLoneLetter } from "../../../lib/domain/sent-date/abbreviations.ts";
import { AGE_UNITS } from "../../../lib/domain/sent-date/age-span.ts";
import { LANGUAGES } from "../../../lib/domain/sent-date/languages.ts";

const unitsOf = (text: string) => abbreviatedAges(text).map(({ unit }) => unit);

describe("a number with an abbreviation", () => {
  it.each([
    ["3w", ["week"]],
    ["3 wk", ["week"]],
    ["2 mo", ["month"]],
    ["2 mo.", ["month"]],
    ["2mos ago", ["month"]],
    ["1 yr", ["year"]],
    ["5d", ["day", "minute"]],
    ["5d ago", ["day"]],
    ["4h", ["hour", "week"]],
    ["4h ago", ["hour"]],
    ["2m", ["minute", "month"]],
    ["2m ago", ["minute", "month"]],
    ["30 min", ["minute"]],
  ])("stands for its units: %s", (text, units) => {
    expect(unitsOf(text)).toEqual(units);
  });

  it("keeps its count", () => {
    expect(abbreviatedAges("12w")).toEqual([{ count: 12, unit: "week", isWord: false }]);
  });

  it.each(["w", "3", "1000w", "3ww", "3  w", "3w.", "-3w", "3 weeks", "3w 2d", "3 constructor", "in 3w", "3W"])(
    "is what it is and nothing near it: %s",
    (text) => {
      expect(unitsOf(text)).toEqual(text === "3w." ? ["week"] : []);
    },
  );

  it("covers whatever the same text stands for in any of the languages", () => {
    const missing: string[] = [];
    for (const language of LANGUAGES) {
      for (const unitDisplay of ["short", "narrow"] as const) {
        for (const unit of AGE_UNITS) {
          for (const count of [1, 2, 3, 5, 21]) {
            const text = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay }).format(count);
            const units = unitsOf(text.replace(/\s/g, " ").toLowerCase());
            if (units.length > 0 && !units.includes(unit)) missing.push(`${language}: ${text} is ${unit}`);
          }
        }
      }
    }

    expect(missing).toEqual([]);
  });
});

describe("a lone letter for the unit", () => {
  it.each(["3m", "hace 2 m", "il y a 2 m.", "vor 2 m", "2m ago"])("is a minute or a month: %s", (text) => {
    expect(unitsOfLoneLetter(text)).toEqual(["minute", "month"]);
  });

  it.each(["3 h lalu", "hace 3 h", "3h"])("is an hour: %s", (text) => {
    expect(unitsOfLoneLetter(text)).toEqual(["hour"]);
  });

  it.each(["3 min", "3mo", "hace 2 meses", "vor 2 Monaten", "3 m\u0301s", "m 3", "3 w", "3 hari", "3  h"])(
    "is not there: %s",
    (text) => {
      expect(unitsOfLoneLetter(text)).toEqual([]);
    },
  );
});
