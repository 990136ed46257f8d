import { describe, expect, it } from "vitest";
import type { ReportData } from "../../../lib/report/report-data.ts";
import { verdictOf } from "../../../lib/report/verdict/verdict.ts";
import { withCommands } from "../../../lib/report/verdict/with-commands.ts";
import { sampleReport } from "../html/helpers/sample.ts";
import { SAYINGS, UNTIL } from "./helpers.ts";

const report = sampleReport({ identities: 1, each: 5 });

function saying(what: keyof typeof SAYINGS, identityId: string | null = null): ReportData {
  const analysis = SAYINGS[what];
  const section = {
    ...report.overall,
    analysis,
    verdict: verdictOf(analysis, { binding: "slots", until: UNTIL }),
  };
  return {
    ...report,
    filter: { ...report.filter, identityId },
    overall: section,
    identities: [{ ...section, identityId: "ana-1" }],
  };
}

const commands = (data: ReportData, program: "sweeper" | "npx sweeper", target: string) => {
  const { overall, identities } = withCommands(data, { program, target });
  return [overall.verdict.command, identities[0]?.verdict.command];
};

describe("the command beside a verdict", () => {
  it("sets the advice for the target of the surface, and one identity's for that identity", () => {
    expect(commands(saying("go"), "sweeper", " --data folder")).toEqual([
      "sweeper threshold set 14 --data folder",
      "sweeper threshold set 14 --identity ana-1 --data folder",
    ]);
    expect(commands(saying("longer"), "npx sweeper", "--stack staging")).toEqual([
      "npx sweeper threshold set 30 --stack staging",
      "npx sweeper threshold set 30 --identity ana-1 --stack staging",
    ]);
  });

  it("of a report of one identity sets that one's", () => {
    expect(commands(saying("go", "ana-1"), "sweeper", "")).toEqual([
      "sweeper threshold set 14 --identity ana-1",
      "sweeper threshold set 14 --identity ana-1",
    ]);
  });

  it.each(["keep", "not-yet"] as const)("is none for %s", (what) => {
    expect(commands(saying(what), "sweeper", "")).toEqual([null, null]);
  });

  it("leaves all else as it was", () => {
    const data = saying("keep");

    expect(withCommands(data, { program: "sweeper", target: "" })).toEqual(data);
  });
});
