import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, type Policy } from "../../../lib/domain/policy.ts";
import { HOUR_MS, later } from "../../../lib/domain/time.ts";
import { csvText } from "../../../lib/report/csv.ts";
import { type FileReportQuery, reportObservations } from "../../../lib/report/observations/report-observations.ts";
import { OUTCOME_COLUMNS } from "../../../lib/report/outcome-csv.ts";
import type { OutcomeRow } from "../../../lib/report/outcome-row.ts";
import { type OutcomeRowsQuery, readOutcomeRows } from "../../../lib/report/reading/read-outcome-rows.ts";
import { readReport } from "../../../lib/report/reading/read-report.ts";
import type { ReportData } from "../../../lib/report/report-data.ts";
import { ledgerOf } from "../helpers/log-ledger.ts";
import { anOpen, anOutcome, day } from "../helpers/records.ts";
import { exactlyDatedFrom, relativelyDated } from "../helpers/relative-dates.ts";
import { type SimulatedLog, simulateLog } from "../helpers/simulated-log.ts";
import { recordsOf } from "./helpers/records-of.ts";

const logOf = (identityId: string, seed: number, thresholdDays: number, sendsPerDay: number): SimulatedLog =>
  simulateLog({
    chances: { acceptance: (age) => 0.05 * Math.exp(-age / 9), departure: () => 0.005 },
    ...{ identityId, seed, firstListing: day(0), listings: 60, sendsPerDay, backlogDays: 30, thresholdDays },
  });
/** Most of the lines are Ana's, so hers is the threshold that all are set against, as in the policy. */
const LOGS = [logOf("ana", 3, 21, 12), logOf("bob", 4, 28, 5)];
const POLICY: Policy = { ...DEFAULT_POLICY, identities: [{ id: "bob", thresholdDays: 28 }] };
const NOW = later(LOGS[0]?.lastListing ?? day(0), 2 * HOUR_MS);

type Logs = readonly SimulatedLog[];
type Ledger = ReturnType<typeof ledgerOf>;

async function csvOf(ledger: Ledger, query: Partial<OutcomeRowsQuery> = {}): Promise<string> {
  const rows: OutcomeRow[] = [];
  const all = { now: NOW, until: NOW, withPending: true, ...query };
  for await (const row of readOutcomeRows(ledger, { policy: POLICY, version: 3 }, all)) rows.push(row);
  return csvText(OUTCOME_COLUMNS, rows);
}

const ofFile = async (text: string, query: Partial<FileReportQuery> = {}) =>
  reportObservations(recordsOf(text), { now: NOW, ...query });

const ofLedger = async (ledger: Ledger, query = {}): Promise<ReportData> =>
  readReport(ledger, { policy: POLICY, version: 3 }, { now: NOW, ...query });

/** What is counted and estimated; how long those pending have been so is told as of the report's end, which differs. */
function figures({ overall, identities }: ReportData) {
  const of = ({ daysPending, weeks, ...section }: ReportData["overall"]) => ({
    ...section,
    ended: daysPending.ended,
    weeks,
  });
  return { overall: of(overall), identities: identities.map((one) => ({ id: one.identityId, ...of(one) })) };
}

describe("the rows of a log as a file", () => {
  it("give the same figures as the log itself, of all and of each identity", async () => {
    const { report, warnings } = await ofFile(await csvOf(ledgerOf(LOGS)));
    const wanted = await ofLedger(ledgerOf(LOGS));

    expect(figures(report)).toEqual(figures(wanted));
    expect(report.since).toEqual(wanted.since);
    expect(report.overall.funnel.pending).toBe(LOGS.flatMap(({ open }) => open).length);
    expect(report.overall.sendsPerDay).toBeGreaterThan(0);
    expect(warnings).toEqual([]);
  });

  it("give them for one identity, and for a span", async () => {
    const text = await csvOf(ledgerOf(LOGS));
    const [since, until] = [day(20), day(40)];

    const bob = await ofFile(text, { identityId: "bob" });
    const span = await ofFile(text, { since: () => since, until: () => until });

    expect(figures(bob.report)).toEqual(figures(await ofLedger(ledgerOf(LOGS), { identityId: "bob" })));
    expect(figures(span.report)).toEqual(figures(await ofLedger(ledgerOf(LOGS), { since, until })));
  });

  it("give them from dates that are no more than bounds, by ids once these are believed and without", async () => {
    for (const trials of [0, 20]) {
      const ledger = ledgerOf(LOGS.map(relativelyDated), { trials, misses: 0, firstMiss: null });

      const { report } = await ofFile(await csvOf(ledger));

      expect(figures(report)).toEqual(figures(await ofLedger(ledger)));
      const unknown = report.overall.exclusions["age-not-known"];
      if (trials === 0) expect(unknown).toBeGreaterThan(0);
      else expect(unknown).toBe(0);
    }
  });

  it.each(["relative", "unreadable"] as const)(
    "give them where dates became exact after they were %s at first sight",
    async (before) => {
      for (const trials of [0, 20]) {
        const calibration = { trials, misses: 0, firstMiss: null };
        const ledger = ledgerOf(
          LOGS.map((log) => exactlyDatedFrom(day(25), log, before)),
          calibration,
        );

        const { report } = await ofFile(await csvOf(ledger));

        const wanted = await ofLedger(ledger);
        expect(figures(report)).toEqual(figures(wanted));
        const left = wanted.overall.exclusions[before === "relative" ? "age-not-known" : "unreadable-date"];
        if (trials === 0) expect(left).toBeGreaterThan(0);
      }
    },
  );

  it("give them where records contradict themselves or were on no complete list yet", async () => {
    const [log] = LOGS as [SimulatedLog];
    const early = anOutcome({ identityId: "ana", firstSeenAt: day(5), outcome: "accepted", endedAt: day(4.5) });
    const unseen = anOpen({ invitationId: "8", sentAt: log.lastListing, firstSeenAt: later(log.lastListing, HOUR_MS) });
    const odd: Logs = [{ ...log, outcomes: [...log.outcomes, early], open: [...log.open, unseen] }];

    const { report } = await ofFile(await csvOf(ledgerOf(odd)));

    const wanted = await ofLedger(ledgerOf(odd));
    expect(figures(report)).toEqual(figures(wanted));
    expect(wanted.overall.exclusions).toMatchObject({ "ended-before-first-seen": 1, "no-complete-listing": 1 });
  });

  it("count pending ones of an identity without a complete list as not watched yet, and say so", async () => {
    const unwatched: OutcomeRow = { ...anOutcome({ identityId: "eve" }), outcome: "pending", endedAt: null };
    const { report } = await ofFile(csvText(OUTCOME_COLUMNS, [unwatched, anOutcome({ endedAt: day(30) })]));

    expect(report.overall.funnel).toMatchObject({ seen: 2, pending: 1 });
    expect(report.overall.exclusions["no-complete-listing"]).toBe(1);
    expect(report.caveats.join("\n")).toContain(
      '1 pending invitation without "ended at" had been on no complete list yet',
    );
  });

  it("of the last month alone are watched from then on, also where somebody asks for more", async () => {
    const since = day(30);
    const text = await csvOf(ledgerOf(LOGS), { since });

    const whole = await ofFile(text);
    const more = await ofFile(text, { since: () => day(5) });

    const wanted = figures(await ofLedger(ledgerOf(LOGS), { since }));
    expect(figures(whole.report)).toEqual(wanted);
    expect(figures(more.report)).toEqual(wanted);
    expect(whole.warnings).toEqual([]);
    expect(more.warnings.join()).toContain("watching begins there, not 2026-01-06 09:00 UTC as --since says");
  });

  it("as an earlier version wrote them are read, with what is missing and the command that writes it", async () => {
    const columns = OUTCOME_COLUMNS.slice(0, 18);
    const outcomes = LOGS.flatMap((log) => log.outcomes);

    const { report, warnings } = await ofFile(csvText(columns, outcomes));

    expect(warnings).toHaveLength(3);
    for (const warning of warnings) expect(warning).toContain("sweeper outcomes --pending --csv");
    expect(report.caveats.slice(1, 4)).toEqual(warnings);
    const first = outcomes.map(({ endedAt }) => endedAt.getTime()).toSorted((a, b) => a - b)[0];
    expect(report.since.getTime()).toBe(first);
  });
});

describe("a file of the minimal form", () => {
  const HEADINGS = "sent at,first seen at,ended at,outcome,identity,threshold days\n";
  const line = (sent: number, seen: number, ended: number | null, rest: string) =>
    `${[sent, seen].map((at) => day(at).toISOString()).join(",")},${ended === null ? "" : day(ended).toISOString()},${rest}\n`;

  it("counts pending ones without a time as pending at the latest time in it, and says so", async () => {
    const { report, warnings } = await ofFile(
      `${HEADINGS}${line(0, 1, null, "pending,ana,21")}${line(2, 3, 12.5, "gone,ana,21")}${line(4, 5, 8, "pending,ana,21")}`,
    );

    const { curve, lastAge } = report.overall.analysis;
    expect(lastAge).toBe(12);
    // The first was pending until the middle of its day 12.
    expect(curve[12]).toMatchObject({ atRisk: 0.5 });
    expect(report.until).toEqual(day(12.5));
    expect(report.overall.exclusions["no-complete-listing"]).toBe(0);
    expect(report.caveats.join("\n")).toContain('1 pending invitation without "ended at" count');
    expect(warnings).toEqual([]);
  });

  it("is set against the threshold of its latest lines, or another one that is asked for", async () => {
    const text = `${HEADINGS}${line(0, 1, 9, "withdrawn,ana,14")}${line(2, 3, null, "pending,ana,14")}`;

    const read = await ofFile(text);
    const asked = await ofFile(text, { thresholdDays: 30, acceptableLoss: 0.1 });

    expect(read.report.policy).toEqual({
      version: 0,
      thresholdDays: 14,
      acceptableLoss: 0.07,
      binding: "slots",
      holdout: null,
    });
    expect(asked.report.policy).toMatchObject({ thresholdDays: 30, acceptableLoss: 0.1 });
    expect(asked.report.overall.analysis.recommendation.currentThreshold).toBe(30);
    expect(read.report.caveats.join("\n")).toContain('no column "reason"');
  });

  it("without pending ones is read, with a warning", async () => {
    const { warnings } = await ofFile(`${HEADINGS}${line(0, 1, 9, "accepted,ana,14")}`);

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^The file holds no pending invitation\..* add a line for each, with the outcome "pending"\.$/,
    );
  });

  it("names the identities it has to whoever asks for another, and a span that ends before it begins", async () => {
    const text = `${HEADINGS}${line(0, 1, 9, "accepted,ana,14")}${line(0, 1, null, "pending,bob,14")}`;

    await expect(ofFile(text, { identityId: "eve" })).rejects.toThrow('no identity "eve"; it has "ana", "bob"');
    await expect(ofFile(text, { since: () => day(80) })).rejects.toThrow("after it ends (2026-01-10T09:00:00.000Z)");
    await expect(ofFile(text, { reason: "stale" })).rejects.toThrow('no column "reason" to narrow by');
    await expect(ofFile(text, { policyVersion: 2 })).rejects.toThrow("leave --policy-version out");
  });

  it("with another identity on each line is not taken for thousands of senders", async () => {
    const lines = Array.from({ length: 5_001 }, (_, index) => line(0, 1, null, `pending,person-${index},21`));

    await expect(ofFile(HEADINGS + lines.join(""))).rejects.toThrow('"identity" names more than 5,000 identities');
  });
});
