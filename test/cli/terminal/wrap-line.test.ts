import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { wrapLine, wrapText } from "../../../lib/cli/terminal/wrap-line.ts";

const word = fc.string({ unit: fc.constantFrom(..."abcdeé李🚀0123.,;:()"), minLength: 1, maxLength: 20 });
const prose = fc
  .tuple(fc.constantFrom("", "  ", "- ", "   "), fc.array(word, { minLength: 1, maxLength: 40 }))
  .map(([indent, words]) => indent + words.join(" "));
const widths = fc.integer({ min: 60, max: 200 });
const wordsOf = (text: string) => text.split(/\s+/).filter((one) => one !== "");

describe("a line of prose", () => {
  it("is never longer than the terminal is wide, loses nothing and breaks no word", () => {
    fc.assert(
      fc.property(prose, widths, (line, width) => {
        const lines = wrapLine(line, width);

        for (const one of lines) expect(stringWidth(one)).toBeLessThanOrEqual(width);
        expect(lines.flatMap(wordsOf)).toEqual(wordsOf(line));
      }),
    );
  });

  it("that fits stays as it is", () => {
    fc.assert(
      fc.property(prose, (line) => {
        expect(wrapLine(line, stringWidth(line))).toEqual([line]);
      }),
    );
  });

  it("goes on below its first word", () => {
    expect(wrapLine("- one two three", 9)).toEqual(["- one two", "  three"]);
    expect(wrapLine("  4    done in part", 14)).toEqual(["  4    done in", "       part"]);
  });

  it("keeps a command between backticks together", () => {
    expect(wrapLine("to go on: `sweeper resume 5f0c` now", 26)).toEqual(["to go on:", "`sweeper resume 5f0c` now"]);
  });

  it("has a word that is longer than a line alone in one, and whole", () => {
    expect(wrapLine("see https://example.com/a/long/one here", 12)).toEqual([
      ...["see", "https://example.com/a/long/one", "here"],
    ]);
  });

  it.each([
    '  "a long line of JSON": "stays as it is"',
    "  $ sweeper run --live --plan plan.csv",
    "  npx sweeper preview --data x",
  ])("that is meant to be copied stays in one piece: %s", (line) => {
    expect(wrapText(line, 20)).toBe(line);
  });
});
