import fc from "fast-check";
import stringWidth from "string-width";
import { expect, it } from "vitest";
import { cutTo, displayWidth, wrapTo } from "../../../lib/report/table/display-width.ts";

const ofAnyScript = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0x20, max: 0xd7ff }), { maxLength: 8 }).map((codes) => String.fromCharCode(...codes)),
);

it("counts every character by itself as the library does", () => {
  const differing: string[] = [];
  for (let code = 0x20; code <= 0xd7ff; code++) {
    const one = String.fromCharCode(code);
    if (displayWidth(`a${one}a`) !== stringWidth(`a${one}a`)) differing.push(code.toString(16));
  }

  expect(differing).toEqual([]);
});

it("counts texts of any script as the library does", () => {
  fc.assert(
    fc.property(ofAnyScript, (text) => {
      expect(displayWidth(text)).toBe(stringWidth(text));
    }),
    { numRuns: 1_000 },
  );
});

it("cuts and wraps to no more places than there are", () => {
  fc.assert(
    fc.property(ofAnyScript, fc.integer({ min: 2, max: 40 }), (text, width) => {
      expect(stringWidth(cutTo(text, width))).toBeLessThanOrEqual(width);
      for (const line of wrapTo(text, width)) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 500 },
  );
});

it("cuts no character in two", () => {
  expect(cutTo("李小龍先生", 6)).toBe("李小…");
  expect(cutTo("Nguye\u0302\u0303n", 5)).toBe("Nguy…");
});
