import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bySweep } from "../../lib/analytics/by-sweep.ts";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { createRandom } from "../../lib/analytics/random.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { truncated } from "./helpers/arbitraries.ts";
import { times } from "./helpers/observations.ts";
import { tableOf } from "./helpers/tables.ts";
import { timed } from "./helpers/timed.ts";

function curvesOf(observations: readonly Observation[]) {
  const table = tableOf(observations);
  const { estimate } = survival(table);
  const { accepted, gone } = cumulativeIncidence(table);
  return { pending: estimate, accepted, gone, atSweep: bySweep(table, estimate, accepted) };
}

const early = (one: Observation): Observation => ({ ...one, isBeforeSweep: true });

describe("bySweep", () => {
  it("keeps what came before the hour, gives up what came after it, and finds the day's gone gone", () => {
    // Of 100, 20 are accepted on day 0. Day 3: 80 at risk, 8 accepted before the sweep, 4 after it, 2 gone.
    const { atSweep, accepted, pending } = curvesOf([
      ...times(20, "accepted", 0),
      ...times(8, "accepted", 3).map(early),
      ...times(4, "accepted", 3),
      ...times(2, "gone", 3),
      ...times(66, "censored", 9),
    ]);
    expect(atSweep.accepted[3]).toBeCloseTo(0.28, 12);
    expect(atSweep.stillPending[3]).toBeCloseTo(0.7, 12);
    expect([accepted[3], pending[3]]).toEqual([expect.closeTo(0.32, 12), expect.closeTo(0.66, 12)]);
  });

  it("has nothing accepted before the sweep of day 0, and is empty of nothing", () => {
    const { atSweep } = curvesOf(times(1, "accepted", 0));
    expect([atSweep.accepted[0], atSweep.stillPending[0]]).toEqual([0, 1]);
    expect(curvesOf([]).atSweep.accepted).toHaveLength(0);
  });

  it("with whole days is the curve of the day before, less the day's gone", () => {
    fc.assert(
      fc.property(truncated, (observations) => {
        const { atSweep, accepted, gone, pending } = curvesOf(observations);
        for (let age = 0; age < accepted.length; age++) {
          expect(atSweep.accepted[age]).toBe(accepted[age - 1] ?? 0);
          const leftToday = (gone[age] ?? 0) - (gone[age - 1] ?? 0);
          expect(atSweep.stillPending[age]).toBeCloseTo((pending[age - 1] ?? 1) - leftToday, 12);
        }
      }),
    );
  });

  it("lies between the curve of the day before and that of the day", () => {
    fc.assert(
      fc.property(timed, (observations) => {
        const { atSweep, accepted, pending } = curvesOf(observations);
        for (let age = 0; age < accepted.length; age++) {
          expect(atSweep.accepted[age]).toBeGreaterThanOrEqual(accepted[age - 1] ?? 0);
          expect(atSweep.accepted[age]).toBeLessThanOrEqual((accepted[age] ?? 0) + 1e-12);
          expect(atSweep.stillPending[age]).toBeGreaterThanOrEqual((pending[age] ?? 0) - 1e-12);
        }
      }),
    );
  });
});

const DAY = 1_440;
const THRESHOLD = 7;
const PER_HOUR = 0.004;

/** Each first seen at a minute of day 0, which is then the minute of its sweep; the sweep of day 7 takes so many of 100. */
function sweptWorld(withdrawn: number): Observation[] {
  const random = createRandom(7);
  return Array.from({ length: 40_000 }, (_, n) => {
    const sweep = Math.floor(random() * DAY);
    const accepted = sweep + Math.floor((60 * Math.log(random())) / Math.log(1 - PER_HOUR));
    const end = (n % 100 < withdrawn ? THRESHOLD : 20) * DAY + sweep;
    const exit = Math.min(accepted, end);
    const base = { entryAge: 0, entryMinute: sweep, exitAge: Math.floor(exit / DAY) };
    if (accepted < end) return { ...base, ending: "accepted", isBeforeSweep: exit % DAY < sweep };
    return { ...base, ending: "censored", exitMinute: exit % DAY };
  });
}

describe("the acceptances that a threshold keeps", () => {
  it("are the same whether the sweep of that day withdraws none or 80 of 100", () => {
    // The withdrawals come after the hour that is asked about, so nothing of it may change.
    const [none, most] = [0, 80].map((share) => curvesOf(sweptWorld(share)).atSweep);
    expect(most?.accepted[THRESHOLD]).toBe(none?.accepted[THRESHOLD]);
    expect(most?.stillPending[THRESHOLD]).toBe(none?.stillPending[THRESHOLD]);
  });

  it("are those of 168 hours from first sight", () => {
    // Standard deviation of a share of a half among 40,000: 0.0025.
    const truth = 1 - (1 - PER_HOUR) ** (24 * THRESHOLD);
    expect(Math.abs((curvesOf(sweptWorld(80)).atSweep.accepted[THRESHOLD] ?? 0) - truth)).toBeLessThan(0.0075);
  });
});
