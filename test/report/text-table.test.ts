import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { type Column, layOutTable, textTable } from "../../lib/report/text-table.ts";

const RUNS = 300;
type Row = readonly string[];

const word = fc.string({ unit: fc.constantFrom(..."abcdefghij0123456789.-"), minLength: 1, maxLength: 12 });
const phrase = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
const wide = fc.constantFrom(
  "李小龍",
  "Zoë Ångström",
  "Nguyê\u0303n Thị",
  "Jürgen 👋",
  "👩‍👩‍👧 Pérez",
  "한국어 이름",
  "محمد",
);

interface ShapeOptions {
  readonly cell: fc.Arbitrary<string>;
  readonly rows: number;
}

/** Columns of any kind, and rows for them. */
const tables = ({ cell, rows }: ShapeOptions) =>
  fc.integer({ min: 1, max: 8 }).chain((count) =>
    fc.record({
      columns: fc.array(
        fc.record(
          {
            title: phrase,
            align: fc.constantFrom("left" as const, "right" as const),
            drop: fc.integer({ min: 1, max: 5 }),
            narrow: fc.constantFrom("wrap" as const, "cut" as const, "cut-before-last" as const),
          },
          { requiredKeys: ["title"] },
        ),
        { minLength: count, maxLength: count },
      ),
      rows: fc.array(fc.array(cell, { minLength: count, maxLength: count }), { maxLength: rows }),
    }),
  );
const columnsOf = (shapes: readonly Omit<Column<Row>, "text">[]): Column<Row>[] =>
  shapes.map((shape, index) => ({ ...shape, text: (row) => row[index] ?? "" }));
const widths = fc.integer({ min: 60, max: 200 });

describe("on a terminal", () => {
  it("no line is longer than it is wide, whatever the cells are", () => {
    fc.assert(
      fc.property(
        tables({ cell: fc.oneof(phrase, wide, fc.string()), rows: 6 }),
        widths,
        ({ columns, rows }, width) => {
          const table = textTable(columnsOf(columns), rows, { columns: width, showsAll: "--json" });

          for (const line of table.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("no word is broken: each stands as it is, or is alone in its cell and cut with …", () => {
    fc.assert(
      fc.property(tables({ cell: phrase, rows: 5 }), widths, ({ columns, rows }, width) => {
        const { lines } = layOutTable(columnsOf(columns), rows, { columns: width });
        const known = new Set(
          [...rows.flat(), ...columns.map(({ title }) => title)].flatMap((text) => text.split(" ")),
        );

        for (const shown of [...lines].flatMap((line) => line.split(" ")).filter((one) => one !== "")) {
          const whole = shown.replace(/…$/, "");
          const isCut = shown.endsWith("…") && [...known].some((one) => one.startsWith(whole));
          expect(known.has(whole) || isCut, shown).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("a column is there for every row or named under the table as not shown", () => {
    fc.assert(
      fc.property(tables({ cell: phrase, rows: 5 }), widths, ({ columns, rows }, width) => {
        // Titles that cannot be taken for anything else.
        const titled = columns.map((column, index) => ({ ...column, title: `T${index}T` }));
        const { lines, note } = layOutTable(columnsOf(titled), rows, { columns: width });
        const [head = ""] = lines;

        for (const { title } of titled) expect(head.includes(title)).not.toBe(note.join(" ").includes(title));
      }),
      { numRuns: RUNS },
    );
  });

  it("where everything fits it is the table of a pipe", () => {
    fc.assert(
      fc.property(tables({ cell: fc.oneof(phrase, wide), rows: 5 }), ({ columns, rows }) => {
        const piped = textTable(columnsOf(columns), rows);
        const width = Math.max(...piped.split("\n").map((line) => stringWidth(line)), 1);

        expect(textTable(columnsOf(columns), rows, { columns: width + 20 })).toBe(piped);
      }),
      { numRuns: RUNS },
    );
  });
});

/** What the table is, said in another way. */
function paddedByHand(columns: readonly Omit<Column<Row>, "text">[], rows: readonly Row[]): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const longest = columns.map((_, index) => Math.max(1, ...lines.map((line) => line[index]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((text, index) => {
          const width = longest[index] ?? 0;
          return columns[index]?.align === "right" ? text.padStart(width) : text.padEnd(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

describe("in a pipe", () => {
  it("cells stand under their titles, two spaces apart, and none is left out or cut", () => {
    fc.assert(
      fc.property(tables({ cell: fc.oneof(phrase, fc.constant("")), rows: 8 }), ({ columns, rows }) => {
        expect(textTable(columnsOf(columns), rows)).toBe(paddedByHand(columns, rows));
      }),
      { numRuns: RUNS },
    );
  });

  it("numbers on the right end under each other, also beside names of another script", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(wide, fc.nat()), { minLength: 1, maxLength: 8 }), (rows) => {
        const table = textTable<readonly [string, number]>(
          [
            { title: "name", text: ([name]) => name },
            { title: "count", align: "right", text: ([, count]) => String(count) },
          ],
          rows,
        );

        expect(new Set(table.split("\n").map((line) => stringWidth(line))).size).toBe(1);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("what goes where there is no room", () => {
  const rows = [["Ana", "VP of Engineering at Example", "7450123456789012345", "held-out"]] as const;
  const columns = columnsOf([
    { title: "person", narrow: "cut" },
    { title: "job title", narrow: "cut", drop: 2 },
    { title: "invitation", drop: 1 },
    { title: "held back" },
  ]);
  const at = (width: number) => textTable(columns, rows, { columns: width, showsAll: "--json" }).split("\n");

  it("first a long cell is cut, between words", () => {
    // 20 places are left for it, and the next word would take 22.
    expect(at(60)).toEqual([
      "person  job title             invitation           held back",
      "Ana     VP of Engineering…    7450123456789012345  held-out",
    ]);
  });

  it("then columns go in their order, and the line under the table names them", () => {
    expect(at(50)).toEqual([
      "person  invitation           held back",
      "Ana     7450123456789012345  held-out",
      "(not shown: job title; a wider terminal or --json",
      "shows it)",
    ]);
    expect(at(30).slice(0, 2)).toEqual(["person  held back", "Ana     held-out"]);
  });
});

it("sentences of a column that wraps go on in the next line", () => {
  const table = textTable(
    [
      { title: "check", text: () => "lease" },
      { title: "found", narrow: "wrap", text: () => "nobody holds the lease, and the last run ended two days ago" },
    ],
    [null],
    { columns: 40 },
  );

  expect(table.split("\n")).toEqual([
    "check  found",
    "lease  nobody holds the lease, and the",
    "       last run ended two days ago",
  ]);
});

it("asks each cell for its text twice, however many rows there are", () => {
  const asked = (count: number) => {
    let texts = 0;
    const columns = [{ title: "id", text: (row: number) => String(++texts && row) }];
    textTable(
      columns,
      Array.from({ length: count }, (_, row) => row),
      { columns: 80 },
    );
    return texts;
  };

  expect([asked(10), asked(10_000)]).toEqual([20, 20_000]);
});
