import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../../lib/domain/policy.ts";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import { readReport } from "../../lib/report/reading/read-report.ts";
import type { ReportData } from "../../lib/report/report-data.ts";
import { reportText } from "../../lib/report/report-text.ts";
import { verdictLines } from "../../lib/report/verdict/verdict-lines.ts";
import { ledgerOf } from "./helpers/log-ledger.ts";
import { day } from "./helpers/records.ts";
import { simulateLog } from "./helpers/simulated-log.ts";

const log = (identityId: string, thresholdDays: number | null = 21) =>
  simulateLog({
    chances: { acceptance: (age) => 0.08 * Math.exp(-age / 6) + 0.004 * Math.exp(-age / 40), departure: () => 0.006 },
    seed: 8,
    identityId,
    firstListing: day(0),
    listings: 61,
    sendsPerDay: 20,
    backlogDays: 40,
    thresholdDays,
  });

const reportOf = (...identities: string[]): Promise<ReportData> =>
  readReport(
    ledgerOf(identities.map((id) => log(id))),
    { policy: DEFAULT_POLICY, version: 3 },
    { now: later(day(60), HOUR_MS) },
  );

/** The lines from a heading to the next blank line but one. */
function under(heading: string, text: string): string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(heading));
  expect(start, heading).toBeGreaterThanOrEqual(0);
  const end = lines.indexOf("", start + 2);
  return lines.slice(start + 2, end < 0 ? lines.length : end);
}

describe("a report as text", () => {
  it("begins with the verdict, then has its span and what is in force", async () => {
    const report = await reportOf("a");
    const verdict = verdictLines(report.overall.verdict, report.until);

    const lines = reportText(report).split("\n");

    expect(lines.slice(0, verdict.length)).toEqual(verdict);
    const [blank, heading, inForce] = lines.slice(verdict.length);
    expect(heading).toBe(
      "Report of 2026-03-02 10:00 UTC: 2025-12-31 09:00 to 2026-03-02 10:00 (61 days), all identities",
    );
    expect(inForce).toBe("In force: policy v3, withdraws after 21 days");
    expect(blank).toBe("");
  });

  it("has a line for each wait tried, and no figure that must not be acted on", async () => {
    const report = await reportOf("a");

    const [head, ...lines] = under("What another threshold would", reportText(report));

    expect(head).toMatch(/against 21 days/);
    const waits = lines.map((line) => Number(line.trim().split(" ")[0]));
    const { rows, recommendation } = report.overall.analysis;
    expect(new Set(waits)).toEqual(new Set([7, 10, 14, 21, 30, 45, recommendation.thresholdDays]));
    expect(waits).toEqual(rows.map(({ thresholdDays }) => thresholdDays));
    const lacking = report.overall.analysis.rows.map(({ missing }) => missing.length > 0);
    expect(lacking).toContain(true);
    expect(lacking).toContain(false);
    for (const [index, line] of lines.entries()) {
      if (lacking[index]) expect(line).toMatch(/^\s*\d+ days +– +– +– +\S.* past day \d+$/);
      else expect(line).toMatch(/^\s*\d+ days +[\d.]+% \([\d.]+–[\d.]+%\)/);
    }
  });

  it("draws the days pending in columns that line up", async () => {
    const report = await reportOf("a");

    const [head = "", ...lines] = under("Days pending", reportText(report));

    expect(lines).toHaveLength(report.overall.daysPending.ended.bins.length);
    const column = head.indexOf("pending") + "pending".length;
    for (const [index, line] of lines.entries()) {
      const count = report.overall.daysPending.pending.bins[index]?.count ?? Number.NaN;
      expect(
        line
          .slice(0, column)
          .trimEnd()
          .endsWith(` ${count.toLocaleString("en-US")}`),
      ).toBe(true);
    }
  });

  it("ends with every caveat", async () => {
    const report = await reportOf("a");

    const lines = under("Limits of these numbers", reportText(report));

    expect(lines).toEqual(report.caveats.map((caveat) => `- ${caveat}`));
  });

  it("says whether ages are taken from ids, and by the policy's word when it has that off", async () => {
    const report = await reportOf("a");
    const withIds = (ids: Partial<ReportData["ids"]>) => reportText({ ...report, ids: { ...report.ids, ...ids } });

    expect(reportText(report)).toContain("\n\nAges from ids: calibrating, 0 of 20 trials\n\n");
    expect(withIds({ trials: 57 })).toContain("\n\nAges from ids: believed after 57 trials\n\n");
    expect(withIds({ trials: 57, ageFromIds: "off" })).toContain("\n\nAges from ids: off by the policy\n\n");
  });

  it("names identities only when there are several", async () => {
    expect(reportText(await reportOf("a"))).not.toContain("By identity");
    const report = await reportOf("a", "b");
    const [head, ...lines] = under("By identity", reportText(report));
    expect(head).toContain("accepted by its last day (95%)");
    expect(lines).toHaveLength(2);
    for (const [index, line] of lines.entries()) {
      const { curve, horizon } = report.identities[index]?.analysis ?? { curve: [], horizon: null };
      const { value, lower, upper } = curve[horizon ?? -1]?.acceptedShare ?? { value: 0, lower: 0, upper: 0 };
      const percent = (share: number) => Number((100 * share).toFixed(1));
      expect(line).toContain(`${percent(value)}% (${percent(lower)}–${percent(upper)}%) by day ${horizon}`);
    }
  });

  it("of nothing says so, and how to begin", async () => {
    const ledger = ledgerOf([]);
    const empty = await readReport(ledger, { policy: DEFAULT_POLICY, version: 1 }, { now: later(day(0), DAY_MS) });

    const text = reportText(empty);

    expect(text).toMatch(
      /^Not yet\nA wait of 21 days .* needs 20 more acceptances and 100 more invitations watched past/,
    );
    expect(text).toContain("The log holds no invitations in this span.");
    expect(text.split("\n")).toHaveLength(7);
  });
});
