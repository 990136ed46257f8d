import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type IdCalibration, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { DEFAULT_POLICY, type Policy } from "../../../lib/domain/policy.ts";
import { DAY_MS, HOUR_MS, later, utcDay } from "../../../lib/domain/time.ts";
import { type ReportQuery, readReport } from "../../../lib/report/reading/read-report.ts";
import type { ReportData } from "../../../lib/report/report-data.ts";
import { eachWithDays } from "../../ledger/helpers/packed-ledger.ts";
import { simulateLog } from "../helpers/simulated-log.ts";
import { writeLog } from "../helpers/write-log.ts";

const t = eachWithDays();
const FIRST = new Date("2026-01-05T09:00:00.000Z");
const LISTINGS = 20;
const LAST = later(FIRST, (LISTINGS - 1) * DAY_MS);
const BELIEVED: IdCalibration = { trials: 40, misses: 0, firstMiss: null };

/** The id that LinkedIn would have minted at an instant. */
const mintedAt = (at: Date, sequence: number): string => String((BigInt(at.getTime()) << 22n) | BigInt(sequence));

/** Two identities' ledger, of which a few hundred outcomes tell; ids with a time that fits, or nearly, or not at all. */
async function filled(seed: number, missedByHours: number): Promise<void> {
  for (const index of [0, 1]) {
    const log = simulateLog({
      chances: { acceptance: () => 0.05, departure: () => 0.02 },
      seed: seed + index,
      identityId: `identity-${index}`,
      firstListing: FIRST,
      listings: LISTINGS,
      sendsPerDay: 4,
      backlogDays: 5,
      thresholdDays: 6,
      holdout: { share: 0.2, maxAgeDays: 10 },
    });
    const outcomes = log.outcomes.map((one, at) => ({
      ...one,
      invitationId: mintedAt(later(one.sentAt, -(at % 3) * missedByHours * HOUR_MS), at + index * 10_000),
      reason: one.outcome === "withdrawn" && at % 5 === 0 ? "customer" : one.reason,
      policyVersion: 1 + (at % 2),
      ...(at % 2 === 0 && { sentFrom: later(one.sentAt, -HOUR_MS), sentWidthAtFirstSight: HOUR_MS }),
    }));
    const { documentClient } = t.connection;
    await writeLog({ ...log, outcomes }, { ledger: t.ledger, documentClient, table: t.tables.invitations });
  }
}

const queries: fc.Arbitrary<Partial<ReportQuery>> = fc.record(
  {
    since: fc.nat({ max: 10 * 24 }).map((hours) => later(FIRST, hours * HOUR_MS)),
    until: fc.integer({ min: 11 * 24, max: 30 * 24 }).map((hours) => later(FIRST, hours * HOUR_MS)),
    identityId: fc.constantFrom("identity-0", "nobody"),
    reason: fc.constantFrom("stale", "customer"),
    policyVersion: fc.constantFrom(1, 2),
  },
  { requiredKeys: [] },
);
const policies = fc.constantFrom("on", "off").map((ageFromIds) => ({ ...DEFAULT_POLICY, ageFromIds }) as Policy);

describe("a report of packed days", () => {
  it.each([
    ["not believed", NO_TRIALS, 0],
    ["believed", BELIEVED, 13],
  ])(
    "is the report of the index, whatever it is narrowed to, while ids are %s",
    { timeout: 300_000 },
    async (_, calibration, missedByHours) => {
      await filled(10, missedByHours);
      if (calibration.trials > 0) await t.ledger.ids.add(calibration);
      const asked = fc.sample(fc.tuple(queries, policies), { numRuns: 6, seed: 7 });
      const now = later(LAST, 5 * DAY_MS);
      const reports = async () => {
        const made: ReportData[] = [];
        for (const [query, policy] of asked) {
          made.push(await readReport(t.ledger, { policy, version: 3 }, { now, ...query }));
        }
        return made;
      };
      t.now = LAST;
      const fromIndex = await reports();

      t.now = later(LAST, 8 * DAY_MS);
      for (let day = FIRST; day <= later(LAST, DAY_MS); day = later(day, DAY_MS)) await t.days.pack(utcDay(day));
      const before = t.fromIndex;
      const fromPacks = await reports();

      expect(fromPacks).toStrictEqual(fromIndex);
      expect(fromIndex.some(({ overall }) => overall.analysis.counts.observed > 50)).toBe(true);
      // Only the day before the log and those after it have not been packed.
      expect(t.fromIndex - before).toBeLessThan(asked.length * 9);
    },
  );
});
