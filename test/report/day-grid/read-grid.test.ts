import { describe, expect, it } from "vitest";
import { GRID_COLUMNS } from "../../../lib/contract/archive.ts";
import { readGrid } from "../../../lib/report/day-grid/read-grid.ts";
import { reportDayGrid } from "../../../lib/report/day-grid/report-day-grid.ts";
import { recordsOf } from "../observations/helpers/records-of.ts";
import { ANA, type GridCells, gridCsv } from "./helpers.ts";

const NOW = new Date("2026-04-03T10:00:00Z");
const read = (lines: readonly GridCells[]) => readGrid(recordsOf(gridCsv(lines)), null);
const report = (lines: readonly GridCells[], query = {}) =>
  reportDayGrid(recordsOf(gridCsv(lines)), { now: NOW, ...query });
/** The lines with those that `which` finds changed, or left out. */
const changed = (which: (line: GridCells) => boolean, change: GridCells | null): GridCells[] =>
  ANA.flatMap((line) => (which(line) ? (change === null ? [] : [{ ...line, ...change }]) : [line]));

describe("a day grid by hand", () => {
  it("is counted as it says", async () => {
    const { window, tallies, identities } = await read(ANA);
    const { report: made, warnings } = await report(ANA);

    expect(window).toEqual({ since: new Date("2026-03-02T06:00:00Z"), until: new Date("2026-04-03T09:00:00Z") });
    expect(identities).toEqual(["ana"]);
    expect(tallies.overall.funnel).toEqual({
      ...{ seen: 4, pending: 2, accepted: 1, withdrawn: 0, gone: 1, unreachable: 0, failed: 0 },
    });
    expect(made.overall.analysis.counts).toMatchObject({ observed: 3, accepted: 1, gone: 1, censored: 1 });
    expect(made.overall.exclusions["age-not-known"]).toBe(1);
    expect(made.policy).toMatchObject({ version: 0, thresholdDays: 21 });
    expect(warnings).toEqual([]);
    expect(made.caveats[0]).toBe("Made from a day grid of 4 invitations, as of 2026-04-03 09:00 UTC.");
  });

  it("is set against the threshold that is asked for", async () => {
    expect((await report(ANA, { thresholdDays: 28 })).report.policy.thresholdDays).toBe(28);
  });

  it("knows whom it holds", async () => {
    await expect(report(ANA, { identityId: "anna" })).rejects.toThrow(
      'the file holds no identity "anna"; it has "ana"',
    );
  });
});

describe("a file that has lost lines", () => {
  it.each<[string, (line: GridCells) => boolean]>([
    ["a cell of entries", ({ row, entries }) => row === "cell" && entries === 3],
    ["a cell of endings", ({ row, "age days": age }) => row === "cell" && age === 20],
    ["those excluded", ({ row }) => row === "excluded"],
    ["those pending", ({ row }) => row === "pending"],
    ["those that ended", ({ row, what }) => row === "ended" && what === "gone"],
    ["an age", ({ row, "age days": age }) => row === "age" && age === 30],
    ["a week", ({ row, what }) => row === "week" && what === "gone"],
  ])("is refused: %s", async (_, lost) => {
    expect(ANA.some(lost)).toBe(true);

    await expect(read(changed(lost, null))).rejects.toThrow(
      /^the file has lost lines: of identity "ana" .*; run the query "Day grid"/,
    );
  });

  it("is refused without its span", async () => {
    await expect(read(changed(({ row }) => row === "span", null))).rejects.toThrow(
      "does not say which span was watched",
    );
  });

  it("is refused where a table had no complete export", async () => {
    const lines = changed(({ row, what }) => row === "exported" && what === "Runs", { at: "" });

    await expect(read(lines)).rejects.toThrow(/^the query found no complete export of Runs: /);
  });
});

describe("what is wrong in a line", () => {
  it.each<[string, (line: GridCells) => boolean, GridCells, RegExp]>([
    ["a count", ({ row }) => row === "pending", { count: "2.5" }, /^line 8, "count": "2\.5" is not a whole number/],
    ["no count", ({ row }) => row === "pending", { count: "" }, /^line 8, "count": is empty/],
    ["an age", ({ row, entries }) => row === "cell" && entries === 3, { "age days": 4_000 }, /^line 2, "age days": /],
    [
      "a week",
      ({ row, entries }) => row === "cell" && entries === 3,
      { week: "2026-03-03" },
      /^line 2, "week": "2026-03-03" is not the date of a Monday/,
    ],
    [
      "a kind",
      ({ row }) => row === "sent",
      { row: "posted" },
      /^line 16, "row": "posted" is not known here; it is one of cell, /,
    ],
    [
      "an outcome",
      ({ row, what }) => row === "week" && what === "gone",
      { what: "lost" },
      /^line 15, "what": "lost" is not known/,
    ],
    ["no identity", ({ row }) => row === "threshold", { identity: "" }, /^line 6, "identity": is empty/],
    ["a time", ({ row }) => row === "sent", { at: "yesterday" }, /^line 16, "at": "yesterday" is not a time/],
    [
      "confirmed beyond all",
      ({ row, what }) => row === "ended" && what === "gone",
      { confirmed: 2 },
      /^line 10, "confirmed": /,
    ],
  ])("is told with line and column: %s", async (_, which, change, fault) => {
    await expect(read(changed(which, change))).rejects.toThrow(fault);
  });

  it("is told together, and nothing is analysed", async () => {
    const lines = changed(({ row }) => row === "pending" || row === "sent", { count: "x" });

    await expect(read(lines)).rejects.toThrow(/^2 problems; nothing was analysed:\n {2}line 8, .*\n {2}line 16, /);
  });

  it("may be the headings", async () => {
    const without = gridCsv(ANA).replace('"censored"', '"censured"');

    await expect(readGrid(recordsOf("sent at,outcome\n1,2\n"), null)).rejects.toThrow("holds no heading of a day grid");
    await expect(readGrid(recordsOf(without), null)).rejects.toThrow(/^line 1, "censored": no such heading/);
    await expect(readGrid(recordsOf(""), null)).rejects.toThrow("the file is empty");
    expect(GRID_COLUMNS).toContain("censored");
  });
});

describe("what a reader has to know", () => {
  it("is told where items could not be read", async () => {
    const { warnings, report: made } = await report(changed(({ row }) => row === "unreadable", { count: 7 }));

    expect(warnings).toEqual(["7 items of the table Identities could not be read and are in no figure."]);
    expect(made.caveats).toContain(warnings[0]);
  });

  it("is told where the exports are of different times, or old", async () => {
    const apart = changed(({ row, what }) => row === "exported" && what === "Runs", { at: "2026-03-27T09:00:00.000Z" });

    expect((await report(apart)).warnings).toEqual([
      expect.stringMatching(/^The newest complete exports are not of one time: Runs is of 2026-03-27 09:00 UTC, /),
    ]);
    const later = await report(ANA, { now: new Date("2026-06-01T00:00:00Z") });
    expect(later.warnings).toEqual([
      expect.stringMatching(/^The newest complete export of \w+ is of 2026-04-03 09:00 UTC: later ones have failed/),
    ]);
  });
});
