import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { csvText } from "../../lib/report/csv.ts";
import { unguarded } from "../../lib/report/spreadsheet-guard.ts";

/** Anything, and often what a spreadsheet would run, round or split. */
const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.stringMatching(/^['=+@\-\t\n ;,"]{0,4}[\dA-Za-z=]{0,20}$/),
  fc.stringMatching(/^0?\d{0,20}(?:e\d{1,3})?$/),
);
/** What the format has no place for becomes a question mark, and line breaks are all of one kind. */
const kept = (text: string): string =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu, "?");

it("every text is read in again as it was", () => {
  const columns = [
    { title: "number", value: ({ index }: { readonly index: number }) => index },
    { title: "text", value: ({ text }: { readonly text: string }) => text },
  ];
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 8 }), (given) => {
      const csv = csvText(
        columns,
        given.map((text, index) => ({ index, text })),
      );

      const [, ...records] = parse(csv) as string[][];
      expect(records.map(([, text = ""]) => unguarded(text))).toEqual(given.map(kept));
    }),
    { numRuns: 2000 },
  );
});

it("no cell begins as a formula, loses digits, or counts as a power of ten", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const [, [cell = ""] = []] = parse(
        csvText([{ title: "text", value: (one: string) => one }], [text]),
      ) as string[][];

      expect(cell).not.toMatch(/^\s*[=+\-@]/);
      expect(cell).not.toMatch(/^(?:\d{16,}|0\d+|\d+e\d+)$/i);
    }),
    { numRuns: 2000 },
  );
});
