import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { harmlessText, harmlessValue } from "../../../lib/cli/mcp/harmless-value.ts";

describe("text for an assistant", () => {
  it.each([
    ["an escape sequence", "\u001b[2J", "\\u001b[2J"],
    ["a direction mark", "a\u202eb", "a\\u202eb"],
    ["a space without width", "a\u200bb", "a\\u200bb"],
    ["letters that only a machine sees", "Ana\u{e0041}", "Ana\\ue0041"],
    ["half a character", "a\ud800", "a\\ud800"],
  ])("shows %s", (_, text, shown) => {
    expect(harmlessText(text)).toBe(shown);
  });

  it("leaves line breaks, accents and characters of every script as they are", () => {
    const text = "José\nŁukasz\t李明 🎉";

    expect(harmlessText(text)).toBe(text);
  });

  it("is cut at a character's edge, and says so", () => {
    expect(harmlessText("🎉🎉🎉🎉", 3)).toBe("🎉🎉…");
    expect(harmlessText("🎉🎉🎉", 3)).toBe("🎉🎉🎉");
  });

  it("holds nothing invisible and is never longer than allowed, whatever came in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.integer({ min: 1, max: 80 }), (text, longest) => {
        const shown = harmlessText(text, longest);
        expect(shown.replace(/[\t\n]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect([...shown].length).toBeLessThanOrEqual(longest);
      }),
    );
  });
});

describe("a value for an assistant", () => {
  it("is harmless in every text and key, dates are instants, and what is undefined is left out", () => {
    const value = {
      "a\u0007": ["b\u200b", 1, null, true],
      at: new Date(0),
      nothing: undefined,
      deep: { "\u202e": "x" },
    };

    expect(harmlessValue(value)).toStrictEqual({
      "a\\u0007": ["b\\u200b", 1, null, true],
      at: "1970-01-01T00:00:00.000Z",
      deep: { "\\u202e": "x" },
    });
  });
});
