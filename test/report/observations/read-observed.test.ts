import { describe, expect, it } from "vitest";
import type { ObservedLine } from "../../../lib/report/observations/observed-line.ts";
import { readObservations } from "../../../lib/report/observations/read-observed.ts";
import { recordsOf } from "./helpers/records-of.ts";

const HEADINGS = "sent at,first seen at,ended at,outcome";
const GOOD = "2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,2026-03-05T11:12:00Z,gone";
const BAD = "2026-03-02,2026-03-03T06:00:00Z,2026-03-05T11:12:00Z,gone";

async function read(...lines: string[]): Promise<ObservedLine[]> {
  const all: ObservedLine[] = [];
  for await (const { observed } of readObservations(recordsOf(lines.join("\n")))) all.push(observed);
  return all;
}

describe("the invitations of a file", () => {
  it("are read with the lines they stand on", async () => {
    expect((await read(HEADINGS, GOOD, GOOD)).map(({ line }) => line)).toEqual([2, 3]);
  });

  it("with a problem are refused with its place", async () => {
    await expect(read(HEADINGS, GOOD, BAD)).rejects.toThrow(
      /^line 3, "sent at": "2026-03-02" has no time zone; write /,
    );
  });

  it("with many problems are refused with ten of them and how many more there are", async () => {
    const message = await read(HEADINGS, ...Array.from({ length: 13 }, () => BAD)).then(
      () => "",
      (error: Error) => error.message,
    );

    const lines = message.split("\n");
    expect(lines[0]).toBe("13 problems; nothing was analysed:");
    expect(lines.slice(1, 11).map((line) => /^ {2}line (\d+), /.exec(line)?.[1])).toEqual(
      Array.from({ length: 10 }, (_, index) => String(index + 2)),
    );
    expect(lines.slice(11)).toEqual(["  and 3 more"]);
  });

  it("are missed in an empty file and below headings alone, which are told apart", async () => {
    await expect(read("")).rejects.toThrow(/^the file is empty; the first line names the columns: sent at,/);
    await expect(read(HEADINGS)).rejects.toThrow(/^the file has headings and no line below them/);
  });
});
