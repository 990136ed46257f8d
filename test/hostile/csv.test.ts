import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CsvColumn, csvText } from "../../lib/report/csv.ts";
import { escaped } from "../../lib/report/printable.ts";

const RUNS = 800;

/** What a spreadsheet takes for the beginning of a formula, after blanks and marks nobody sees. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u;

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom("=", "+", "-", "@", "＝", "−", "\t", "\r", "\n", '"', "'", ",", ";", " ", "\u200b", "\ufeff"),
      fc.constantFrom("\u001b[2J", "\u009b31m", "\u202e", "\ud800", "\0", "=cmd|' /C calc'!A0", "name", "1"),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

const asIs: CsvColumn<string>[] = [
  { title: "first", value: (text) => text },
  { title: "second", value: (text) => text },
];

test("whatever a text holds, it stays in its cell and no cell begins as a formula", () => {
  fc.assert(
    fc.property(fc.array(hostileText, { maxLength: 5 }), (texts) => {
      const cells: string[][] = parse(csvText(asIs, texts));
      expect(cells).toHaveLength(texts.length + 1);
      for (const row of cells) {
        expect(row).toHaveLength(2);
        for (const cell of row) expect(cell).not.toMatch(FORMULA);
      }
    }),
    { numRuns: RUNS },
  );
});

test("a spreadsheet that parts cells at semicolons or tabs, and mistakes the quotes, sees no formula either", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const lines = csvText(asIs, [text]).split(/[\r\n]+/);
      for (const cell of lines.flatMap((line) => line.split(/[;\t]/))) expect(cell).not.toMatch(FORMULA);
    }),
    { numRuns: RUNS },
  );
});

test("the text itself can be had back: only apostrophes are added, and only what CSV does not allow is replaced", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const [, row]: string[][] = parse(csvText(asIs, [text]));
      const withoutApostrophes = (one: string) => one.replaceAll("'", "");
      const expected = text
        .replace(/\r\n?/g, "\n")
        .replace(/(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "?");
      expect(withoutApostrophes(row?.[0] ?? "")).toBe(withoutApostrophes(expected));
    }),
    { numRuns: RUNS },
  );
});

test("nothing is left in it that a terminal would act on, so that it is printed as it is", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const csv = csvText(asIs, [text]);
      expect(csv).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      expect(escaped(csv)).toBe(csv);
    }),
    { numRuns: RUNS },
  );
});

test("numbers stay numbers, also negative ones", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const [[cell = ""] = []]: string[][] = parse(csvText([{ title: "n", value: () => number }], [0]), { from: 2 });
      expect(Number(cell)).toBe(number === 0 ? 0 : number);
    }),
    { numRuns: RUNS },
  );
});

test.each<[string, string | number | boolean | Date | null, string]>([
  ["a negative number", -5, "-5"],
  ["the same as text", "-5", "'-5"],
  ["a date, in UTC", new Date("2026-11-22T12:00:00+01:00"), "2026-11-22T11:00:00.000Z"],
  ["yes", true, "true"],
  ["no", false, "false"],
  ["nothing", null, '""'],
  ["no text", "", '""'],
  ["no number", Number.NaN, '""'],
  ["no end", Number.POSITIVE_INFINITY, '""'],
  ["a date that does not exist", new Date(Number.NaN), '""'],
  ["a line break", "a\nb", '"a\nb"'],
  ["quotes", 'say "hi", please', '"say ""hi"", please"'],
  ["a formula after a blank", " =1+1", "' =1+1"],
  ["a formula after a semicolon", "a;=1+1", "a;'=1+1"],
  ["letters of any script", "Šárka Ωmega 李", "Šárka Ωmega 李"],
])("%s is written as spreadsheets expect it", (_, value, written) => {
  expect(csvText([{ title: "only", value: () => value }], [0])).toBe(`only\n${written}`);
});

test("a header alone when there are no rows, and its titles are guarded as well", () => {
  expect(
    csvText(
      [
        { title: "=a", value: () => 1 },
        { title: "b", value: () => 2 },
      ],
      [],
    ),
  ).toBe("'=a,b");
});

test("rows may come from anything that can be gone through once", () => {
  function* rows() {
    yield "a";
    yield "b";
  }
  expect(csvText(asIs, rows())).toBe("first,second\na,a\nb,b");
});
