import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { harmlessIo } from "../../lib/cli/harmless-io.ts";
import type { Io } from "../../lib/cli/io.ts";
import { escaped, printable } from "../../lib/report/printable.ts";
import { textTable } from "../../lib/report/text-table.ts";
import { expectHarmless } from "./helpers/screen.ts";
import { hostileJson, hostileText, TERMINAL_TRICKS } from "./helpers/texts.ts";

const RUNS = 2000;
const TABLE_RUNS = 500;

test("a cell is one line without anything a terminal acts on, no longer than asked for, and no tower of marks", () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 1, max: 60 }), (text, longest) => {
      const cell = printable(text, longest);
      expectHarmless(cell);
      expect(cell).not.toMatch(/[\n\t\p{Cf}]/u);
      expect([...cell].length).toBeLessThanOrEqual(longest);
      expect(cell).not.toMatch(/\p{M}{4}/u);
    }),
    { numRuns: RUNS },
  );
});

test.each(["Zoë Ångström", "Nguyễn Thị Ánh", "Nguyê\u0303n", "李小龍", "محمد", "Jürgen 👋", "עברית", "ไทยที่นี่"])(
  "a name of any script stays as it is: %s",
  (name) => {
    expect(printable(name)).toBe(name);
    expect(escaped(name)).toBe(name);
  },
);

test("a table of hostile cells has as many lines as rows", () => {
  fc.assert(
    fc.property(fc.array(hostileText, { minLength: 1, maxLength: 5 }), (texts) => {
      const table = textTable([{ title: "name", text: (text: string) => printable(text, 30) }], texts);
      expectHarmless(table);
      expect(table.split("\n")).toHaveLength(texts.length + 1);
    }),
    { numRuns: TABLE_RUNS },
  );
});

test("JSON that is printed is harmless and the same JSON", () => {
  fc.assert(
    fc.property(fc.oneof(hostileJson, fc.array(hostileText)), (value) => {
      const text = JSON.stringify(value, null, 2);
      expectHarmless(escaped(text));
      expect(JSON.parse(escaped(text))).toEqual(JSON.parse(text));
    }),
    { numRuns: RUNS },
  );
});

describe("whatever a command prints, the terminal gets it harmless", () => {
  const printed: string[] = [];
  const record = (text: string) => void printed.push(text);
  const io: Io = {
    ...{
      env: {},
      interactive: true,
      columns: null,
      rows: null,
      out: record,
      err: record,
      progress: record,
      onInterrupt: () => () => {},
    },
    confirm: async (question) => {
      printed.push(question);
      return false;
    },
    ask: async (question) => {
      printed.push(question);
      return "";
    },
  };
  test.each(TERMINAL_TRICKS.map((trick) => [JSON.stringify(trick).slice(0, 40), trick]))("%s", async (_, trick) => {
    const guarded = harmlessIo(io);
    guarded.out(trick);
    guarded.err(trick);
    guarded.progress(trick);
    await guarded.confirm(trick);
    await guarded.ask(trick);
    expect(printed).toHaveLength(5);
    for (const text of printed.splice(0)) expectHarmless(text);
  });

  test("and of a notice no more than a screenful", () => {
    harmlessIo(io).err(`unknown option ${"x".repeat(1_000_000)}`);
    expect(printed.pop()?.length).toBeLessThan(1100);
  });
});
