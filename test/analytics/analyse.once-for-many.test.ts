import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cohorts, startOfWeek } from "../../lib/analytics/cohorts.ts";
import { daysPendingHistogram, histogramOfCounts } from "../../lib/analytics/days-pending-histogram.ts";
import { estimate } from "../../lib/analytics/estimate.ts";
import { acceptedHazards, hazardsAt } from "../../lib/analytics/hazards.ts";
import { lossLimits } from "../../lib/analytics/loss-limits.ts";
import type { Ending } from "../../lib/analytics/observation.ts";
import { partsOf } from "../../lib/analytics/parts.ts";
import { sentSince } from "../../lib/analytics/restrict.ts";
import { ownStrata, strataOf, sumOf } from "../../lib/analytics/strata.ts";
import { addCells, emptyTable } from "../../lib/analytics/table-sum.ts";
import { times } from "./helpers/observations.ts";
import { columnsOf, tableOf } from "./helpers/tables.ts";

/** What is worked out once, for many who ask, is to the last digit what each would have worked out alone. */
const DAY = 86_400_000;

const invitation = fc.record({
  identity: fc.nat(5),
  week: fc.integer({ min: 2_900, max: 2_912 }),
  exitAge: fc.integer({ min: 0, max: 40 }),
  ending: fc.constantFrom<Ending>("accepted", "gone", "censored"),
  count: fc.integer({ min: 1, max: 9 }),
  thresholdDays: fc.constantFrom(14, 21, null),
});
const worlds = fc.array(invitation, { minLength: 1, maxLength: 60 });
type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

function cohortsOf(world: World): Cohorts {
  const cohorts = new Cohorts();
  for (const { identity, week, exitAge, ending, count, thresholdDays } of world) {
    const sentAt = startOfWeek(week) + DAY;
    for (const observation of times(count, ending, exitAge)) {
      const stratum = { identityId: `identity-${identity}`, thresholdDays };
      cohorts.add({ observation, sentAt, endedAt: sentAt + exitAge * DAY }, stratum);
    }
  }
  return cohorts;
}

const plain = (strata: ReturnType<typeof strataOf>) =>
  strata.map(({ table, cohorts, ...rest }) => ({
    ...rest,
    table: columnsOf(table),
    cohorts: cohorts.map(({ week, table: own }) => ({ week, table: columnsOf(own) })),
  }));

describe("what is worked out once", () => {
  it("strata of one identity among those of all", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const ownOf = ownStrata(strataOf(cohortsOf(world)));
        for (const id of new Set(world.map(({ identity }) => identity))) {
          const alone = cohortsOf(world.filter(({ identity }) => identity === id));

          expect(plain(ownOf(`identity-${id}`) ?? [])).toEqual(plain(strataOf(alone)));
        }
      }),
    );
  });

  it("and not where the smallest of them are one stratum", () => {
    const many = Array.from({ length: 61 }, (_, identity) => identity);
    const world = many.map((identity) => ({
      ...{ identity, week: 2_900, exitAge: 3, ending: "gone" as const, count: 1, thresholdDays: 21 as const },
    }));
    const ownOf = ownStrata(strataOf(cohortsOf(world)));

    expect(many.map((identity) => ownOf(`identity-${identity}`)).filter((own) => own !== undefined)).toEqual([]);
  });

  it("those sent since a week, added up cell by cell", () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 2_900, max: 2_913 }), (world, first) => {
        const strata = strataOf(cohortsOf(world));
        const byHand = strata.map((stratum) => {
          const cohorts = stratum.cohorts
            .filter(({ week }) => week >= first)
            .map(({ week, table }) => {
              const cut = emptyTable(table.lastAge + 1);
              addCells(cut, table, 0, table.lastAge);
              return { week, table: cut.finish() };
            });
          return { ...stratum, cohorts, table: sumOf(cohorts.map(({ table }) => table)) };
        });

        expect(plain(sentSince(strata, first))).toEqual(plain(byHand));
      }),
    );
  });

  it("loss limits for one growth after another", () => {
    fc.assert(
      fc.property(
        worlds,
        fc.array(fc.double({ min: 0.5, max: 20, noNaN: true }), { minLength: 2, maxLength: 4 }),
        (world, growths) => {
          const strata = strataOf(cohortsOf(world));
          const all = sumOf(strata.map(({ table }) => table));
          const parts = partsOf(strata, all);

          for (const [index, growth] of growths.entries()) {
            const horizon = 10 + index;
            const terms = { upper: 1.96, growth };
            expect(lossLimits(parts, all, horizon, terms)).toEqual(lossLimits([...parts], all, horizon, terms));
          }
        },
      ),
    );
  });

  it("chances of acceptance by age", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const table = tableOf(world.flatMap(({ count, ending, exitAge }) => times(count, ending, exitAge)));
        const each = Array.from({ length: table.lastAge + 1 }, (_, age) => hazardsAt(table, age).accepted);

        expect([...acceptedHazards(table)]).toEqual(each);
      }),
    );
  });

  it("ages that are counted already", () => {
    const ages = fc.oneof(fc.integer({ min: -2, max: 500 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(fc.tuple(ages, fc.nat(20))), (counted) => {
        const each = counted.flatMap(([age, count]) => Array.from({ length: count }, () => age));

        expect(histogramOfCounts(counted)).toEqual(daysPendingHistogram(each));
      }),
    );
  });

  it("percentiles of replicates, which stay in their order", () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(shares, shares, (first, second) => {
        const of = (values: readonly number[]) => {
          const replicates = Float64Array.from(values);
          const found = estimate({ value: 0.5, replicates, count: 30, upperLimit: 0 });
          expect([...replicates]).toEqual([...values]);
          return found;
        };
        const before = of(first);
        of(second);

        expect(of(first)).toEqual(before);
        expect(of([...first].reverse())).toEqual(before);
      }),
    );
  });
});
