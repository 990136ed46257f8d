import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../../lib/cli/errors.ts";
import { csvRecords } from "../../../lib/cli/flags/csv-records.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";
import { collect } from "../../helpers/dynamo-records.ts";

function fileOf(content: string | Buffer): string {
  const path = join(temporaryFolder(), "file.csv");
  writeFileSync(path, content);
  return path;
}
const read = (content: string | Buffer) => collect(csvRecords(fileOf(content)));

async function refusalOf(content: string | Buffer): Promise<string> {
  const error: unknown = await read(content).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UsageError)) throw new Error(`not refused: ${String(error)}`);
  return error.message;
}

describe("a CSV file", () => {
  it.each([
    ["commas", "a,b\nc,d\n"],
    ["semicolons", "a;b\nc;d\n"],
    ["tabs", "a\tb\nc\td\n"],
    ["CRLF", "a,b\r\nc,d\r\n"],
    ["CR alone", "a,b\rc,d\r"],
    ["no last line end", "a,b\nc,d"],
    ["a byte order mark", "\ufeffa,b\nc,d\n"],
    ["quotes", '"a","b"\n"c","d"\n'],
    ["UTF-16 and tabs, as Excel's Unicode text", Buffer.from("\ufeffa\tb\r\nc\td\r\n", "utf16le")],
    ["UTF-16 the other way round", Buffer.from("\ufeffa,b\nc,d\n", "utf16le").swap16()],
  ])("with %s is read", async (_, content) => {
    expect(await read(content)).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["c", "d"] },
    ]);
  });

  it("keeps the separator that is not its own as text", async () => {
    expect(await read("a;b\nx,y;z\n")).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["x,y", "z"] },
    ]);
  });

  it.each([
    ["sep=;\r\na;b\r\nc,x;d\r\n", 2],
    ["\ufeffsep=|\na|b\nc,x|d\n", 2],
    ['"sep=;"\na;b\nc,x;d', 2],
    ["\n\nsep=;\na;b\nc,x;d", 4],
    ["SEP=\t\n\na\tb\nc,x\td", 3],
  ])("takes the separator that a line of its own names, in %j", async (content, line) => {
    expect(await read(content)).toEqual([
      { line, cells: ["a", "b"] },
      { line: line + 1, cells: ["c,x", "d"] },
    ]);
  });

  it("takes no later line for one that names the separator", async () => {
    expect(await read("a;b\nsep=;\n")).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["sep=", ""] },
    ]);
  });

  it("passes over lines with nothing in them and counts them", async () => {
    expect(await read("\n\na;b\r\n\r\n;\r\n;;\r\nc;d\r\n\r\n")).toEqual([
      { line: 3, cells: ["a", "b"] },
      { line: 7, cells: ["c", "d"] },
    ]);
  });

  it("takes a quote within a text for what it is", async () => {
    expect(await read('a,b\nc,the "boss"\nd,"said ""hi"""\n')).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["c", 'the "boss"'] },
      { line: 3, cells: ["d", 'said "hi"'] },
    ]);
  });

  it("counts lines of the file, whatever its line ends and whatever breaks stand within quotes", async () => {
    const cell = fc.array(fc.constantFrom("x", "ü", "1", ",", ";", '"', "\n", "\r\n"), { maxLength: 6 });
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 30 });
    const quoted = (parts: readonly string[]) => `"${parts.join("").replaceAll('"', '""')}"`;
    const breaksIn = (parts: readonly string[]) => parts.filter((part) => part.endsWith("\n")).length;

    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom("\n", "\r\n"), fc.nat(2), async (all, end, blanks) => {
        let text = `k,v${end}`;
        let line = 2;
        const expected = [{ line: 1, cells: ["k", "v"] }];
        for (const [one, other] of all) {
          text += `${end.repeat(blanks)}${quoted(one)},${quoted(other)}${end}`;
          line += blanks;
          const cells = [one.join(""), other.join("")];
          if (cells.some((each) => each.trim() !== "")) expected.push({ line, cells });
          line += 1 + breaksIn(one) + breaksIn(other);
        }

        expect(await read(text)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("counts on over the pieces in which it is read", async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},"a\r\nb"\r\n`);

    const records = await read(`k,v\r\n${rows.join("")}`);

    expect(records).toHaveLength(20_001);
    expect(records.at(-1)).toEqual({ line: 2 + 2 * 19_999, cells: ["19999", "a\r\nb"] });
  });

  it.each([
    ["Latin-1", Buffer.from("a,b\nc,d\nJürg,x\n", "latin1"), 3],
    ["UTF-16 without its mark", Buffer.from("a,b\n", "utf16le"), 1],
    ["UTF-8 that breaks off", Buffer.from("a,b\nc,ü").subarray(0, -1), 2],
  ])("in %s is refused with the line and the remedy", async (_, content, line) => {
    expect(await refusalOf(content)).toContain(`line ${line} is not UTF-8`);
    expect(await refusalOf(content)).toContain("CSV UTF-8");
  });

  it.each([
    [
      "Windows-1252",
      Buffer.from("a,b\nJos\u00e9,x\n", "latin1"),
      "line 2 is not UTF-8 but an older encoding, such as the Windows-1252",
    ],
    ["UTF-16 without its mark", Buffer.from("a,b\n", "utf16le"), "UTF-16 without the mark"],
    ["UTF-16 that breaks off", Buffer.from("\ufeffa,b\n", "utf16le").subarray(0, -1), "line 1 is not the UTF-16"],
  ])("in %s is refused with that cause", async (_, content, why) => {
    expect(await refusalOf(content)).toContain(why);
    expect(await refusalOf(content)).toContain('save the file as "CSV UTF-8"');
  });

  it("finds what is not UTF-8 far down too", async () => {
    const content = Buffer.concat([Buffer.from("a,b\n".repeat(50_000)), Buffer.from([0x61, 0xfc, 0x0a])]);

    expect(await refusalOf(content)).toContain("line 50001 is not UTF-8");
  });

  it.each([
    ["at the end of the file", 'a,b\nc,"d\ne,f\n'],
    ["at the size no record has", `a,b\nc,"d\n${"e,f\n".repeat(30_000)}`],
  ])("with a quote that is never closed tells where it opens, %s", async (_, content) => {
    expect(await refusalOf(content)).toContain("from line 2 on");
  });

  it("tells every record before it stops", async () => {
    const told: number[] = [];
    const reading = (async () => {
      for await (const { line } of csvRecords(fileOf('a,b\nc,d\ne,f\ng,"h\n'))) told.push(line);
    })();

    await expect(reading).rejects.toThrow(UsageError);
    expect(told).toEqual([1, 2, 3]);
  });
});
