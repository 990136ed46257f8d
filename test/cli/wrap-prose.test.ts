import fc from "fast-check";
import { expect, it } from "vitest";
import { wrapProse } from "../../lib/cli/wrap-prose.ts";

it("breaks between words and indents what is carried over", () => {
  expect(wrapProse("  one two three\nshort", 10)).toBe("  one two\n    three\nshort");
});

it("keeps a word that is longer than a line whole, so that it can be copied", () => {
  expect(wrapProse("see https://example.com/a-long-address now", 12)).toBe(
    "see\n  https://example.com/a-long-address\n  now",
  );
});

it("leaves a pipe's text as it is", () => {
  const text = "word ".repeat(100);

  expect(wrapProse(text, null)).toBe(text);
});

it("loses no word and makes no line too long, for words that fit", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 12, max: 80 }), (words, columns) => {
      const wrapped = wrapProse(words.join(" "), columns);

      expect(wrapped.split(/\s+/)).toEqual(words);
      for (const line of wrapped.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    }),
  );
});
