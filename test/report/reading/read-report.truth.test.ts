import { describe, expect, it } from "vitest";
import { cumulativeIncidence } from "../../../lib/analytics/cumulative-incidence.ts";
import { Intake } from "../../../lib/analytics/intake.ts";
import { lifeTable } from "../../../lib/analytics/life-table.ts";
import { survival } from "../../../lib/analytics/survival.ts";
import { DAY_MS, earliest, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { readTallies } from "../../../lib/report/reading/read-tallies.ts";
import type { ReportWindow } from "../../../lib/report/reading/window.ts";
import { ledgerOf } from "../helpers/log-ledger.ts";
import { type Chances, type SimulatedLog, simulateLog } from "../helpers/simulated-log.ts";

const CHANCES: Chances = {
  acceptance: (age) => 0.08 * Math.exp(-age / 6) + 0.004 * Math.exp(-age / 40),
  departure: () => 0.006,
};
const FIRST_LISTING = new Date("2026-01-05T09:00:00.000Z");
const LOGS = Array.from({ length: 20 }, (_, index) =>
  simulateLog({
    chances: CHANCES,
    seed: index + 1,
    firstListing: FIRST_LISTING,
    listings: 90,
    sendsPerDay: 25,
    backlogDays: 60,
    thresholdDays: 21,
    holdout: { share: 0.3, maxAgeDays: 60 },
  }),
);
const NOW = later(LOGS[0]?.lastListing ?? FIRST_LISTING, 3 * HOUR_MS);
const daysAgo = (days: number) => later(NOW, -days * DAY_MS);

/** After this day of age every listing has been made that first sight depends on. */
const [FROM, TO] = [2, 19];

/** Chance that one still pending after day `FROM` is accepted by day `TO`, worked out from the chances alone. */
function trueChance(): number {
  let [pending, accepted] = [1, 0];
  for (let age = FROM + 1; age <= TO; age++) {
    accepted += pending * CHANCES.acceptance(age);
    pending *= 1 - CHANCES.acceptance(age) - CHANCES.departure(age);
  }
  return accepted;
}

function estimatedChance({ grid }: Intake): number {
  const table = lifeTable(grid);
  const { accepted } = cumulativeIncidence(table);
  return ((accepted[TO] ?? 0) - (accepted[FROM] ?? 0)) / (survival(table).estimate[FROM] ?? 0);
}

/** Mean over the logs of by how much an estimate misses the truth, as a share of it, with the mean's standard error. */
async function missBy(read: (log: SimulatedLog) => Promise<Intake> | Intake) {
  const misses: number[] = [];
  for (const log of LOGS) misses.push(estimatedChance(await read(log)) / trueChance() - 1);
  const mean = misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
  const variance = misses.reduce((sum, miss) => sum + (miss - mean) ** 2, 0) / (misses.length - 1);
  return { mean, error: Math.sqrt(variance / misses.length) };
}

const throughWindow = (window: ReportWindow) => async (log: SimulatedLog) => {
  const narrowing = { reason: null, policyVersion: null };
  return (await readTallies(ledgerOf([log]), { window, narrowing, identityId: null, now: NOW, calibration: null }))
    .overall.intake;
};

/** What one writes first: endings of the window, all that is pending, each from its first sight on. */
const naively = (window: ReportWindow) => (log: SimulatedLog) => {
  const intake = new Intake();
  for (const { outcome, endedAt, sentAt, firstSeenAt } of log.outcomes) {
    if (endedAt < window.since || endedAt > window.until) continue;
    const end = outcome === "accepted" ? { connectedAt: endedAt } : { endedAt };
    intake.add({ sentAt, firstSeenAt, state: outcome, ...end, reason: "stale" });
  }
  const lastListingAt = earliest(log.lastListing, window.until);
  for (const open of log.open) if (open.firstSeenAt <= window.until) intake.add({ ...open, lastListingAt });
  return intake;
};

const LAST_MONTH = { since: daysAgo(30), until: NOW };
const UNTIL_A_MONTH_AGO = { since: daysAgo(200), until: daysAgo(30) };

describe("a reading of the ledger", () => {
  it.each([
    ["the whole log", { since: daysAgo(200), until: NOW }],
    ["its last month, whose older invitations were first seen before it", LAST_MONTH],
    ["all but its last month, whose pending invitations have ended since", UNTIL_A_MONTH_AGO],
    ["a month in the middle", { since: daysAgo(60), until: daysAgo(30) }],
  ])("finds the true chance of acceptance from %s", async (_, window) => {
    const { mean, error } = await missBy(throughWindow(window));

    const days = Math.min(89, (window.until.getTime() - window.since.getTime()) / DAY_MS);
    // A day of age that the window's edge cuts counts as a whole day at risk: low by one part in as many as it has days.
    expect(mean).toBeLessThan(3 * error);
    expect(mean).toBeGreaterThan(-1 / days - 3 * error);
  });

  it("would find too small a chance if invitations from before the span were watched from their first sight", async () => {
    const { mean, error } = await missBy(naively(LAST_MONTH));

    expect(mean + 3 * error).toBeLessThan(-0.2);
  });

  it("would find too large a chance if those that ended after the span were left out", async () => {
    const { mean, error } = await missBy(naively(UNTIL_A_MONTH_AGO));

    expect(mean - 3 * error).toBeGreaterThan(0.1);
  });
});
