import { describe, expect, it } from "vitest";
import { MINIMAL_HEADINGS, readHeadings } from "../../../lib/report/observations/headings.ts";
import { OUTCOME_COLUMNS } from "../../../lib/report/outcome-csv.ts";
import { THRESHOLD_COLUMNS } from "../../../lib/report/threshold-csv.ts";

const faults = (cells: readonly string[]): string[] => {
  const reading = readHeadings(1, cells);
  return reading.ok ? [] : reading.problems.map(({ column, fault }) => `${column ?? ""}|${fault}`);
};

describe("headings", () => {
  it("of the minimal form and of `outcomes --csv` are told apart", () => {
    expect(readHeadings(1, MINIMAL_HEADINGS)).toMatchObject({ ok: true, headings: { form: "minimal", count: 6 } });
    const ours = OUTCOME_COLUMNS.map(({ title }) => title);
    expect(readHeadings(1, ours)).toMatchObject({ ok: true, headings: { form: "outcomes", count: ours.length } });
  });

  it("are found in any order, in any case, with blanks around and among others", () => {
    const reading = readHeadings(1, ["Note", " ENDED AT ", "Outcome", "", "first  seen at", "Sent At"]);

    expect(reading).toMatchObject({
      headings: {
        places: new Map([
          ["sent at", 5],
          ["first seen at", 4],
          ["ended at", 1],
          ["outcome", 2],
        ]),
      },
    });
  });

  it("that are missing are all named", () => {
    const found = faults(["sent at", "identity"]);

    expect(found.map((fault) => fault.split("|")[0])).toEqual(["first seen at", "ended at", "outcome"]);
    expect(found[0]).toContain("sent at,first seen at,ended at,outcome,identity,threshold days");
    expect(faults(["first seen at", "ended at", "outcome"])[0]).toMatch(/^sent at\|no such heading/);
  });

  it("that stand twice are named, unless nobody reads them", () => {
    expect(faults([...MINIMAL_HEADINGS, "Outcome "])).toEqual(["outcome|stands 2 times among the headings; keep one"]);
    expect(faults([...MINIMAL_HEADINGS, "note", "note"])).toEqual([]);
    expect(faults([...MINIMAL_HEADINGS, "sent by"])[0]).toContain("both say when an invitation was sent");
  });

  it("are missed where the first line is an invitation already", () => {
    const [fault] = faults(["2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z", "", "pending"]);

    expect(fault).toContain("holds no heading that is known; the first line names the columns: sent at,");
  });

  it("of a table of thresholds are recognised, and the command is named that writes invitations", () => {
    const [fault, ...others] = faults(THRESHOLD_COLUMNS.map(({ title }) => title));

    expect(others).toEqual([]);
    expect(fault).toContain("table of thresholds");
    expect(fault).toContain("sweeper outcomes --pending --csv");
  });
});
