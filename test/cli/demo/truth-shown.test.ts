import { describe, expect, it } from "vitest";
import { heldInWords } from "../../../lib/cli/demo/truth-shown.ts";
import type { HeldAgainstTruth } from "../../../lib/local/held-against-truth.ts";

const GIVEN_UP: HeldAgainstTruth = {
  figure: "given-up",
  from: 14,
  to: 21,
  estimated: { value: 0.031, lower: 0.012, upper: 0.056, atMost: false },
  truth: 0.029,
  inside: true,
};
const MISSED: HeldAgainstTruth = { ...GIVEN_UP, figure: "still-pending", from: 0, truth: 0.9, inside: false };

describe("estimates and truth on the screen", () => {
  it("stand side by side", () => {
    const text = heldInWords([GIVEN_UP]);

    expect(text).toMatch(/share of acceptances given up by 14 instead of 21 days +3\.1% \(1\.2–5\.6%\) +2\.9%/);
    expect(text).toContain("Each true value lies within its interval.");
  });

  it("say which interval missed", () => {
    const text = heldInWords([GIVEN_UP, MISSED]);

    expect(text).toContain('Outside its interval: "still pending after day 21".');
    expect(text).toContain("once in twenty");
    expect(text).not.toContain("Each true value");
  });

  it("give only a bound where nothing was seen", () => {
    const text = heldInWords([{ ...GIVEN_UP, estimated: { value: 0, lower: 0, upper: 0.034, atMost: true } }]);

    expect(text).toContain("at most 3.4%");
    expect(text).not.toContain("0% (");
  });

  it("are not made up for a log that is too short", () => {
    expect(heldInWords([])).toContain("too short");
  });
});
