import { describe, expect, it } from "vitest";
import { MINIMAL_HEADINGS, readHeadings } from "../../../lib/report/observations/headings.ts";
import { readObserved } from "../../../lib/report/observations/observed-line.ts";

const OURS = ["sent from", "sent by", "first seen at", "ended at", "outcome", "reason", "confirmed", "attempts"];

function read(headings: readonly string[], line: string) {
  const reading = readHeadings(1, headings);
  if (!reading.ok) throw new Error("the headings of a test are read");
  return readObserved(7, line.split(","), reading.headings);
}

const minimal = (line: string) => read(MINIMAL_HEADINGS, line);
const faults = (reading: ReturnType<typeof readObserved>): string[] =>
  reading.ok ? [] : reading.problems.map(({ line, column, fault }) => `${line} ${column}: ${fault}`);

describe("a line of the minimal form", () => {
  it("is an invitation sent at one moment", () => {
    const reading = minimal("2026-03-02T09:30:00Z,2026-03-03T06:00:00+01:00,2026-03-05T11:12:00Z, Accepted ,ana,14");

    expect(reading).toEqual({
      ok: true,
      observed: {
        line: 7,
        identityId: "ana",
        outcome: "accepted",
        sentAt: new Date("2026-03-02T09:30:00.000Z"),
        sentFrom: null,
        sentWidthAtFirstSight: null,
        datesDisagree: false,
        firstSeenAt: new Date("2026-03-03T05:00:00.000Z"),
        endedAt: new Date("2026-03-05T11:12:00.000Z"),
        thresholdDays: 14,
        reason: null,
        confirmed: true,
        policyVersion: null,
        attempts: 0,
        endingsSince: null,
      },
    });
  });

  it("may leave the identity, the threshold and the end of a pending one out, and its last cells too", () => {
    const reading = minimal("2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,,pending");

    expect(reading).toMatchObject({ observed: { identityId: "all", thresholdDays: null, endedAt: null } });
  });

  it("has the guards of a spreadsheet taken off its identity", () => {
    const identity = (cell: string) => minimal(`2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,,pending,${cell},`);

    expect(identity("'7100000000000000001")).toMatchObject({ observed: { identityId: "7100000000000000001" } });
    expect(identity("'=ana")).toMatchObject({ observed: { identityId: "=ana" } });
    expect(identity("'ana")).toMatchObject({ observed: { identityId: "'ana" } });
  });

  it("reports all that is wrong with it, by line and column", () => {
    const found = faults(minimal("2026-03-02T09:30,,03.03.2026,declined,ana,three weeks"));

    expect(found).toEqual([
      '7 outcome: "declined" is no outcome; write accepted, gone, withdrawn or pending',
      '7 sent at: "2026-03-02T09:30" has no time zone; write 2026-03-02T09:30Z if it is UTC, otherwise its offset, such as 2026-03-02T09:30+02:00',
      "7 first seen at: is empty; write when a list first showed it; where nothing says so, when it was sent",
      '7 ended at: "03.03.2026" is not a time in ISO 8601; write it as 2026-03-01T09:30:00Z',
      '7 threshold days: "three weeks" is not a whole number from 1 to 365; correct it or leave it empty',
    ]);
  });

  it.each([
    [
      "ended",
      "2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,,withdrawn",
      "7 ended at: is empty; write when it was withdrawn",
    ],
    [
      "first seen after it was sent",
      "2026-03-02T09:30:00Z,2026-03-01T06:00:00Z,,pending",
      '7 first seen at: 2026-03-01T06:00:00.000Z lies before "sent at", 2026-03-02T09:30:00.000Z',
    ],
    [
      "ended after it was first seen",
      "2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,2026-03-02T23:00:00Z,gone",
      '7 ended at: 2026-03-02T23:00:00.000Z lies before "first seen at", 2026-03-03T06:00:00.000Z',
    ],
    ["an outcome", "2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,,", "7 outcome: is empty; write accepted"],
    [
      "within its columns",
      "2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,,pending,ana,21,x",
      "7 null: 7 cells under 6 headings",
    ],
    ["by its threshold", "2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,,pending,ana,0", '7 threshold days: "0" is not a'],
  ])("has to be %s", (_what, line, fault) => {
    const found = faults(minimal(line));

    expect(found).toHaveLength(1);
    expect(found[0]).toContain(fault);
  });
});

describe("a line of the ledger", () => {
  it("keeps the interval in which it was sent, and everything that is counted", () => {
    const line =
      "2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-01T12:00:00Z,2026-03-09T00:00:00Z,failed,stale,false,5";

    expect(read(OURS, line)).toMatchObject({
      ok: true,
      observed: {
        sentFrom: new Date("2026-03-01T00:00:00Z"),
        sentAt: new Date("2026-03-02T00:00:00Z"),
        ...{ outcome: "failed", reason: "stale", confirmed: false, attempts: 5 },
      },
    });
  });

  it("that contradicts itself is left to the analysis, which counts it by name", () => {
    const line = ",2026-03-02T00:00:00Z,2026-03-01T12:00:00Z,2026-03-01T00:00:00Z,accepted,,true,0";

    expect(read(OURS, line)).toMatchObject({ ok: true });
  });

  it("has true or false where one is asked for", () => {
    const line = ",2026-03-02T00:00:00Z,2026-03-03T12:00:00Z,2026-03-04T00:00:00Z,accepted,,yes,0";

    expect(faults(read(OURS, line))).toEqual(['7 confirmed: "yes" is neither true nor false']);
  });
});
