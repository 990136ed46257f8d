import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonLines, printJson } from "../../lib/cli/print-json.ts";

const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ n, text: `row\n${n}`, at: new Date(n) }));

describe("JSON printed while it is made", () => {
  it("is the text of JSON.stringify, for whatever JSON can say", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 0, max: 120 }), (value, count) => {
        const shown = { before: value, rows: rows(count), after: { deep: [{ rows: rows(count) }, value] } };

        expect([...jsonLines(shown)].join("\n")).toBe(JSON.stringify(shown, null, 2));
        expect([...jsonLines(value)].join("\n")).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it("leaves out what JSON leaves out, and says null where JSON does", () => {
    const shown = { gone: undefined, call: () => 1, key: Symbol("x"), at: new Date(0), rows: [...rows(60), undefined] };

    expect([...jsonLines(shown)].join("\n")).toBe(JSON.stringify(shown, null, 2));
  });

  it("is printed in parts, none of them all of it", () => {
    const printed: string[] = [];
    const shown = { identities: [{ plan: rows(5_000) }] };

    printJson({ out: (text) => void printed.push(text) }, shown);

    expect(printed.join("\n")).toBe(JSON.stringify(shown, null, 2));
    expect(Math.max(...printed.map(({ length }) => length))).toBeLessThan(JSON.stringify(shown).length / 4);
  });
});
