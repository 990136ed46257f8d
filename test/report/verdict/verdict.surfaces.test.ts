import { expect, it } from "vitest";
import { digestText } from "../../../lib/digest/digest-text.ts";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { HOUR_MS, later } from "../../../lib/domain/time.ts";
import { reportPage } from "../../../lib/report/html/page.ts";
import { readReport } from "../../../lib/report/reading/read-report.ts";
import type { ReportData } from "../../../lib/report/report-data.ts";
import { reportText } from "../../../lib/report/report-text.ts";
import { verdictOf } from "../../../lib/report/verdict/verdict.ts";
import { withCommands } from "../../../lib/report/verdict/with-commands.ts";
import { aWeek } from "../../digest/helpers.ts";
import { ledgerOf } from "../helpers/log-ledger.ts";
import { day } from "../helpers/records.ts";
import { simulateLog } from "../helpers/simulated-log.ts";
import { SAYINGS } from "./helpers.ts";
import { expectSaid, headerOf } from "./surfaces.ts";

const log = simulateLog({
  chances: { acceptance: (age) => 0.08 * Math.exp(-age / 6), departure: () => 0.006 },
  ...{ seed: 8, firstListing: day(0), listings: 61, sendsPerDay: 20, backlogDays: 40, thresholdDays: 21 },
});

/** The report of a ledger, with what its analysis would say then. */
async function saying(what: keyof typeof SAYINGS): Promise<ReportData> {
  const now = later(day(60), HOUR_MS);
  const report = await readReport(ledgerOf([log]), { policy: DEFAULT_POLICY, version: 3 }, { now });
  const { overall, policy, until } = report;
  const { recommendation, drift, basis, expected, rows } = SAYINGS[what];
  const late = new Map(rows.map((row) => [row.thresholdDays, row.lateAcceptances]));
  const lacking = recommendation.kind === "not-enough-data" ? { missing: recommendation.missing } : {};
  const analysis = {
    ...overall.analysis,
    ...{ recommendation, drift, basis, expected },
    rows: overall.analysis.rows.map((row) => ({
      ...row,
      ...lacking,
      lateAcceptances: late.get(row.thresholdDays) ?? null,
    })),
  };
  const verdict = verdictOf(analysis, { binding: policy.binding, until });
  return withCommands({ ...report, overall: { ...overall, analysis, verdict } }, { program: "sweeper", target: "" });
}

it.each([
  ["keep", "Keep 21 days", 23],
  ["go", "Go to 14 days", 23],
  ["longer", "Go to 30 days", 23],
  ["not-yet", "Not yet: about week 9", 3],
  ["drift", "Go to 14 days", 23],
] as const)("terminal, page, mail and JSON say the same verdict: %s", async (what, headline, late) => {
  const report = await saying(what);
  const { verdict } = report.overall;
  const mail = digestText({ ...aWeek(), until: report.until, threshold: { ...aWeek().threshold, verdict } }, FRAME);
  const json: ReportData = JSON.parse(JSON.stringify(report));

  expect(verdict.headline).toBe(headline);
  expect(verdict.drift !== null).toBe(what === "drift");
  for (const [surface, text] of [
    ["terminal", reportText(report)],
    ["page", headerOf(reportPage(report))],
    ["mail", mail],
  ] as const) {
    expectSaid(surface, text, json.overall.verdict, late);
    const isGo = ["go", "longer", "drift"].includes(what);
    expect(/threshold set \d+/.exec(text)?.[0] ?? null).toBe(
      isGo ? `threshold set ${/\d+/.exec(headline)?.[0]}` : null,
    );
  }
  expect(mail.startsWith(verdict.drift?.slice(0, 60) ?? headline)).toBe(true);
  expect(reportText(report).startsWith(verdict.drift ?? headline)).toBe(true);
});

const FRAME = { report: null, target: "" };
