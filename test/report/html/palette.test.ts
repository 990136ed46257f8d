import { describe, expect, it } from "vitest";
import { MARKS } from "../../../lib/report/html/outcome-words.ts";
import { DARK, LIGHT, PRINT } from "../../../lib/report/html/palette.ts";
import { COLOUR_BLINDNESS, contrast, difference } from "./helpers/contrast.ts";

const PALETTES = [
  ["light", LIGHT],
  ["dark", DARK],
  ["print", PRINT],
] as const;
/** Whatever has a meaning of its own. */
const MARKED = [...MARKS, "accent", "ink"] as const;

const FULL_SIGHT = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;

describe("the yardstick", () => {
  it("gives the ends of the scale and a known value between", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#777777")).toBe(1);
    expect(contrast("#767676", "rgb(255, 255, 255)")).toBeCloseTo(4.54, 2);
  });

  it("cannot tell red from green of one lightness when blind to it", () => {
    expect(difference("#b04040", "#5a6a3a", COLOUR_BLINDNESS.deuteranopia)).toBeLessThan(
      difference("#b04040", "#5a6a3a", COLOUR_BLINDNESS.tritanopia) / 2,
    );
  });
});

describe.each(PALETTES)("the %s palette", (_, palette) => {
  it("gives all text a contrast of at least 4.5", () => {
    for (const colour of [palette.ink, palette.soft, palette.accent, palette.accepted]) {
      expect(contrast(colour, palette.paper)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("gives all marks a contrast of at least 3", () => {
    for (const colour of MARKED.map((mark) => palette[mark])) {
      expect(contrast(colour, palette.paper)).toBeGreaterThanOrEqual(3);
    }
  });

  it.each([["full sight", FULL_SIGHT] as const, ...Object.entries(COLOUR_BLINDNESS)])(
    "tells each meaning from each other with %s",
    (_sight, seen) => {
      const alike = MARKED.flatMap((one, index) =>
        MARKED.slice(index + 1)
          .filter((other) => difference(palette[one], palette[other], seen) < 20)
          .map((other) => `${one} and ${other}`),
      );

      expect(alike).toEqual([]);
    },
  );
});

it("tells the two large parts of a column apart in grey on paper; the third has a texture", () => {
  expect(contrast(PRINT.accepted, PRINT.withdrawn)).toBeGreaterThanOrEqual(2);
});
