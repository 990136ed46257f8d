import { describe, expect, it } from "vitest";
import { DARK, LIGHT, PRINT } from "../../../lib/report/html/palette.ts";
import { COLOUR_BLINDNESS, contrast, difference } from "./helpers/contrast.ts";

const PALETTES = [
  ["light", LIGHT],
  ["dark", DARK],
  ["print", PRINT],
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
    for (const colour of [palette.ink, palette.soft, palette.accent]) {
      expect(contrast(colour, palette.paper)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("gives all marks a contrast of at least 3", () => {
    for (const colour of [palette.ink, palette.accent, palette.mark]) {
      expect(contrast(colour, palette.paper)).toBeGreaterThanOrEqual(3);
    }
  });

  it("tells its marks apart by lightness alone", () => {
    expect(contrast(palette.accent, palette.mark)).toBeGreaterThanOrEqual(2);
    expect(contrast(palette.ink, palette.mark)).toBeGreaterThanOrEqual(2);
  });

  it.each(Object.entries(COLOUR_BLINDNESS))("tells accent, grey and ink apart with %s", (_blindness, seen) => {
    for (const [one, other] of [
      [palette.accent, palette.mark],
      [palette.ink, palette.mark],
      [palette.accent, palette.ink],
    ] as const) {
      expect(difference(one, other, seen)).toBeGreaterThan(15);
    }
  });
});
