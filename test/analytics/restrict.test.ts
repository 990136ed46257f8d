import { describe, expect, it } from "vitest";
import { Cohorts, startOfWeek } from "../../lib/analytics/cohorts.ts";
import { createRandom } from "../../lib/analytics/random.ts";
import { type LedgerRecord, readObservation } from "../../lib/analytics/read-observation.ts";
import { asOf, firstRecentAge, since } from "../../lib/analytics/restrict.ts";
import { type StratumTable, strataOf, sumOf } from "../../lib/analytics/strata.ts";
import { times } from "./helpers/observations.ts";
import { columnsOf, stratumOf } from "./helpers/tables.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;

describe("asOf", () => {
  const strata = [stratumOf("anna", { 10: times(5, "accepted", 2), 11: times(7, "gone", 9) })];
  const endOfWeek = (week: number) => startOfWeek(week + 1);

  it("counts of a week the days of age that its youngest has behind it", () => {
    // Two whole days after week 10: ages 0 and 1, all of week 10 at risk and none accepted yet. Of week 11 nothing.
    const [early] = asOf(strata, endOfWeek(10) + 2 * DAY);
    expect(early && columnsOf(early.table)).toMatchObject({ atRisk: [5, 5], accepted: [0, 0], lastAge: 1 });
    const [later] = asOf(strata, endOfWeek(10) + 3 * DAY);
    expect(later && columnsOf(later.table)).toMatchObject({ atRisk: [5, 5, 5], accepted: [0, 0, 5] });
  });

  it("counts no day before it is over", () => {
    const [one] = asOf(strata, endOfWeek(10) + 3 * DAY - 1);
    expect(one?.table.lastAge).toBe(1);
    expect(asOf(strata, endOfWeek(10) + DAY - 1)[0]?.table.lastAge).toBe(-1);
  });

  it("is everything when everything is over, and leaves the strata as they were", () => {
    const before = columnsOf(strata[0]?.table ?? sumOf([]));
    const [all] = asOf(strata, endOfWeek(11) + 10 * DAY);
    expect(all && columnsOf(all.table)).toEqual(before);
    expect(columnsOf(strata[0]?.table ?? sumOf([]))).toEqual(before);
    expect(asOf([], 0)).toEqual([]);
  });
});

describe("since", () => {
  it("counts of a week the days of age that its middle began at the moment or later", () => {
    const strata = [stratumOf("anna", { 10: [...times(5, "accepted", 2), ...times(3, "gone", 4)] })];
    // The middle of week 10 is Thursday noon. Three days later it is 3 days old.
    const middle = startOfWeek(10) + 3.5 * DAY;
    expect([0, 3, 3.5, -1].map((days) => firstRecentAge(10, middle + days * DAY))).toEqual([0, 3, 4, 0]);
    const [recent] = since(strata, middle + 3 * DAY);
    expect(recent && columnsOf(recent.table)).toMatchObject({
      atRisk: [0, 0, 0, 3, 3],
      gone: [0, 0, 0, 0, 3],
      firstAge: 3,
    });
    expect(since(strata, middle + 5 * DAY)[0]?.table.lastAge).toBe(-1);
    expect(since(strata, middle + 5 * DAY)[0]?.cohorts).toEqual([]);
  });
});

/** What the ledger of a list every six hours comes to by a moment, nothing later known. */
function recordsBy(at: number, seed: number): LedgerRecord[] {
  const random = createRandom(seed);
  const listAt = (from: number) => Math.ceil(from / (6 * HOUR)) * 6 * HOUR;
  const records: LedgerRecord[] = [];
  for (let n = 0; n < 1_500; n++) {
    const sentAt = startOfWeek(100) + random() * 70 * DAY;
    const firstSeenAt = listAt(sentAt + (random() < 0.2 ? random() * 12 * DAY : 0));
    const ended = firstSeenAt + 1 + -Math.log(random()) * 15 * DAY;
    const isAccepted = random() < 0.6;
    const noticed = isAccepted ? ended : listAt(ended);
    const isWithdrawn = noticed > firstSeenAt + 21 * DAY;
    const endedAt = isWithdrawn ? firstSeenAt + 21 * DAY : noticed;
    if (firstSeenAt > at) continue;
    const base = { sentAt, firstSeenAt, lastListingAt: Math.floor(at / (6 * HOUR)) * 6 * HOUR };
    if (endedAt > at) records.push({ ...base, state: "pending" });
    else if (isWithdrawn) records.push({ ...base, state: "withdrawn", reason: "stale", endedAt });
    else if (isAccepted) records.push({ ...base, state: "accepted", connectedAt: endedAt });
    else records.push({ ...base, state: "gone", endedAt });
  }
  return records;
}

function strataBy(at: number, seed: number): StratumTable[] {
  const cohorts = new Cohorts();
  for (const record of recordsBy(at, seed)) {
    const reading = readObservation(record);
    if (reading.kind === "observed") cohorts.add(reading, { identityId: "anna", thresholdDays: 21 });
  }
  return strataOf(cohorts);
}

describe("a look back", () => {
  const end = startOfWeek(112);

  it.each([1, 2, 3, 5, 8, 11])("over %i weeks sees nothing that was not known then", (weeks) => {
    const at = end - weeks * 7 * DAY;
    const [all, known] = [strataBy(end, 5), strataBy(at, 5)];
    const seen = asOf(all, at);
    const weekly = all.flatMap((stratum) => stratum.cohorts.map((one) => ({ ...stratum, cohorts: [one], ...one })));
    for (const [index, { table }] of asOf(weekly, at).entries()) {
      const week = weekly[index]?.week;
      const then = known.flatMap(({ cohorts }) => cohorts).find((one) => one.week === week)?.table;
      for (let age = 0; age <= table.lastAge; age++) {
        for (const name of ["atRisk", "atRiskOfGone", "accepted", "gone", "entries"] as const) {
          // Days that were over then are known in full: not only no more, but the same.
          expect(table[name][age], `week ${week}, day ${age}, ${name}`).toBeCloseTo(then?.[name][age] ?? -1, 9);
        }
      }
    }
    const [sum, whole] = [seen, known].map((strata) => sumOf(strata.map(({ table }) => table)));
    for (const [age, count] of (sum?.atRisk ?? []).entries()) {
      expect(count).toBeLessThanOrEqual((whole?.atRisk[age] ?? 0) + 1e-9);
    }
  });

  it("sees most of what was known", () => {
    const at = end - 14 * DAY;
    const atRisk = (strata: StratumTable[]) =>
      sumOf(strata.map(({ table }) => table)).atRisk.reduce((sum, count) => sum + count, 0);
    expect(atRisk(asOf(strataBy(end, 5), at))).toBeGreaterThan(0.75 * atRisk(strataBy(at, 5)));
  });
});
