import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guarded, unguarded } from "../../lib/report/spreadsheet-guard.ts";

describe("a text for a spreadsheet", () => {
  it.each([
    ['=HYPERLINK("http://x.example")', `'=HYPERLINK("http://x.example")`],
    ["@SUM(1)", "'@SUM(1)"],
    ["-2+3 call back", "'-2+3 call back"],
    [" =1", "' =1"],
    ["a;=1", "a;'=1"],
    ["\t=1", "'\t'=1"],
    ["7500000000000000001", "'7500000000000000001"],
    ["1234567890123456", "'1234567890123456"],
    ["123456789012345", "123456789012345"],
    ["0071", "'0071"],
    ["0", "0"],
    ["12345678e90123456789012345678901", "'12345678e90123456789012345678901"],
    ["1.5E+3", "'1.5E+3"],
    ["'1e5", "''1e5"],
    ["1e5f", "1e5f"],
    ["'=1", "''=1"],
    ["'7500000000000000001", "''7500000000000000001"],
    ["it's 7500000000000000001", "it's 7500000000000000001"],
    ["O'Brien", "O'Brien"],
    ["", ""],
  ])("%j is written as %j, and read back", (text, written) => {
    expect(guarded(text)).toBe(written);
    expect(unguarded(written)).toBe(text);
  });

  it("can always be had back", () => {
    const parts = fc.constantFrom(
      "'",
      "=",
      "-",
      "＝",
      " ",
      "\t",
      "\n",
      ";",
      "\u200b",
      "a",
      "7500000000000000001",
      "1e5",
      "0",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (given) => {
        const text = given.join("");

        expect(unguarded(guarded(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});
