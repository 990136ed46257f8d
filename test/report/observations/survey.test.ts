import { describe, expect, it } from "vitest";
import { csvText } from "../../../lib/report/csv.ts";
import { survey } from "../../../lib/report/observations/survey.ts";
import { OUTCOME_COLUMNS } from "../../../lib/report/outcome-csv.ts";
import type { OutcomeRow } from "../../../lib/report/outcome-row.ts";
import { anOutcome, day } from "../helpers/records.ts";
import { recordsOf } from "./helpers/records-of.ts";

const row = (over: Partial<OutcomeRow>): OutcomeRow => ({ ...anOutcome(), ...over });
const ofLog = (...rows: OutcomeRow[]) => survey(recordsOf(csvText(OUTCOME_COLUMNS, rows)));

describe("the survey of a file", () => {
  it("has as an identity's last list the one that showed its pending ones, and not a withdrawal after it", async () => {
    const { lastLists, latest } = await ofLog(
      row({ identityId: "ana", outcome: "pending", endedAt: day(40) }),
      row({ identityId: "ana", endedAt: day(40.7) }),
      row({ identityId: "bob", outcome: "gone", endedAt: day(33) }),
    );

    expect(lastLists).toEqual(
      new Map([
        ["ana", day(40)],
        ["bob", day(33)],
      ]),
    );
    expect(latest).toEqual(day(40.7));
  });

  it("has as the last list of any other file the latest time there is", async () => {
    const at = (days: number) => day(days).toISOString();
    const lines = [
      "sent at,first seen at,ended at,outcome",
      `${at(0)},${at(1)},${at(20)},pending`,
      `${at(0)},${at(1)},${at(30)},gone`,
    ];

    expect((await survey(recordsOf(lines.join("\n")))).lastLists).toEqual(new Map([["all", day(30)]]));
  });

  it("takes two lists put together for whole from when on both are, and not at all where one does not say", async () => {
    const lists = [row({ endingsSince: day(5) }), row({ endingsSince: day(12) }), row({ endingsSince: day(8) })];

    expect((await ofLog(...lists)).endingsSince).toEqual(day(12));
    expect((await ofLog(...lists, row({ endingsSince: null }))).endingsSince).toBeNull();
  });
});
