import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Io } from "../../lib/cli/io.ts";
import { printCsv, printJsonArray } from "../../lib/cli/print-rows.ts";

function recorder() {
  const printed: string[] = [];
  const io: Io = {
    env: {},
    ...{ interactive: false, columns: null, rows: null },
    out: (text) => void printed.push(text),
    err: () => {},
    progress: () => {},
    confirm: async () => false,
    ask: async () => "",
    onInterrupt: () => () => {},
  };
  return { io, printed, text: () => printed.map((text) => `${text}\n`).join("") };
}

const COLUMNS = [
  { title: "id", value: ({ id }: { id: number }) => id },
  { title: "text", value: ({ text }: { text: string }) => text },
];

describe("rows printed while they come", () => {
  it("are, as JSON, the text that all of them at once would be", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), async (rows) => {
        const { io, text } = recorder();
        await printJsonArray(io, rows);

        expect(text()).toBe(`${JSON.stringify(rows, null, 2)}\n`);
      }),
    );
  });

  it.each([0, 1, 499, 500, 501, 1_700])("are, as CSV, one header and %i lines", async (count) => {
    const rows = Array.from({ length: count }, (_, id) => ({ id, text: `a "quoted"\nline of ${id}, with a comma` }));
    const { io, text } = recorder();

    await printCsv(io, COLUMNS, rows);

    const [header, ...lines] = parse(text());
    expect(header).toEqual(["id", "text"]);
    expect(lines).toEqual(rows.map(({ id, text: said }) => [String(id), said]));
  });

  it("are not waited for to the last one", async () => {
    const { io, printed } = recorder();
    const seen: number[] = [];
    async function* endless() {
      for (let id = 0; id < 10_000; id++) {
        seen.push(printed.length);
        yield { id, text: "" };
      }
    }

    await printCsv(io, COLUMNS, endless());

    expect(seen[600]).toBe(1);
    expect(seen[9_999]).toBe(19);
  });
});
