import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { type LifeTable, lifeTable } from "../../lib/analytics/life-table.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { truncated, untruncated } from "./helpers/arbitraries.ts";
import { oneMinusKaplanMeier } from "./helpers/naive.ts";
import { ending, gridOf, times } from "./helpers/observations.ts";

const close = (actual: Float64Array, expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length);
  for (const [age, share] of expected.entries()) expect(actual[age], `day ${age}`).toBeCloseTo(share, 12);
};

describe("cumulativeIncidence, worked by hand", () => {
  it("splits the endings of four invitations seen from the start", () => {
    // day 1: n = 4, one accepted: A = 1/4, S = 3/4
    // day 2: n = 3, one gone (and one censored): G = 3/4 · 1/3 = 1/4, S = 3/4 · 2/3 = 1/2
    // day 3: n = 1, accepted: A = 1/4 + 1/2 · 1/1 = 3/4, S = 0
    const table = lifeTable(gridOf(ending("accepted", [1, 3]), ending("gone", [2]), ending("censored", [2])));
    const incidence = cumulativeIncidence(table);
    close(incidence.accepted, [0, 1 / 4, 1 / 4, 3 / 4]);
    close(incidence.gone, [0, 0, 1 / 4, 1 / 4]);
    // With the one gone taken for censored, nobody is left but the accepted: 1 − 3/4 · 0 = 1, a quarter too much.
    expect(oneMinusKaplanMeier(table)[3]).toBe(1);
  });

  it("lets late entries join the risk set without having been at risk before", () => {
    // from 0: accepted at 1, censored at 3 · from 1: accepted at 3 · from 2: gone at 2, accepted at 4
    // day 1: n = 3 (the one from 1 is in): A = 1/3, S = 2/3
    // day 2: n = 4: G = 2/3 · 1/4 = 1/6, S = 2/3 · 3/4 = 1/2
    // day 3: n = 3 (the one censored today is in): A = 1/3 + 1/2 · 1/3 = 1/2, S = 1/2 · 2/3 = 1/3
    // day 4: n = 1: A = 1/2 + 1/3 = 5/6, S = 0
    const table = lifeTable(
      gridOf(
        ending("accepted", [1]),
        ending("censored", [3]),
        ending("accepted", [3], 1),
        ending("gone", [2], 2),
        ending("accepted", [4], 2),
      ),
    );
    const incidence = cumulativeIncidence(table);
    close(incidence.accepted, [0, 1 / 3, 1 / 3, 1 / 2, 5 / 6]);
    close(incidence.gone, [0, 0, 1 / 6, 1 / 6, 1 / 6]);
    close(survival(table).estimate, [1, 2 / 3, 1 / 2, 1 / 3, 0]);
  });

  it("takes both causes on one day from the same risk set", () => {
    // day 0: n = 10, 3 accepted and 2 gone: A = 0.3, G = 0.2, S = 0.5. Day 1: n = 5, 2 accepted: A = 0.3 + 0.5 · 0.4.
    const table = lifeTable(
      gridOf(times(3, "accepted", 0), times(2, "gone", 0), times(2, "accepted", 1), times(3, "censored", 1)),
    );
    close(cumulativeIncidence(table).accepted, [0.3, 0.5]);
    close(cumulativeIncidence(table).gone, [0.2, 0.2]);
  });
});

describe("cumulativeIncidence at its edges", () => {
  it("is 0 with variance 0 when all are censored", () => {
    const incidence = cumulativeIncidence(lifeTable(gridOf(ending("censored", [2]))));
    expect([...incidence.accepted, ...incidence.gone]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...incidence.acceptedVariance, ...incidence.goneVariance]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("is 1 for a single invitation that was accepted, and stays there when others enter later", () => {
    const incidence = cumulativeIncidence(lifeTable(gridOf(ending("accepted", [1]), ending("gone", [4], 3))));
    expect([...incidence.accepted]).toEqual([0, 1, 1, 1, 1]);
    expect([...incidence.gone]).toEqual([0, 0, 0, 0, 0]);
  });

  it("is empty without observations", () => {
    expect(cumulativeIncidence(lifeTable(new DayGrid())).accepted).toHaveLength(0);
  });
});

describe("cumulativeIncidence in general", () => {
  it.each([
    ["with left truncation", truncated],
    ["without", untruncated],
  ])("adds up to 1 with the share still pending: %s", (_name, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (observations) => {
        const table = lifeTable(gridOf(observations));
        const { accepted, gone } = cumulativeIncidence(table);
        for (const [age, share] of survival(table).estimate.entries()) {
          expect(share + (accepted[age] ?? 0) + (gone[age] ?? 0)).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it("is the plain share accepted when nobody is censored or enters late, with the binomial variance", () => {
    const answered = untruncated.map((observations) =>
      observations.map((seen) => (seen.ending === "censored" ? { ...seen, ending: "gone" as const } : seen)),
    );
    fc.assert(
      fc.property(answered, (observations) => {
        const { accepted, acceptedVariance } = cumulativeIncidence(lifeTable(gridOf(observations)));
        for (const [age, estimate] of accepted.entries()) {
          const counted = observations.filter((seen) => seen.ending === "accepted" && seen.exitAge <= age).length;
          const share = counted / observations.length;
          expect(estimate).toBeCloseTo(share, 12);
          expect(acceptedVariance[age]).toBeCloseTo((share * (1 - share)) / observations.length, 12);
        }
      }),
    );
  });

  it("has the variance of the closed form", () => {
    fc.assert(
      fc.property(truncated, (observations) => {
        const table = lifeTable(gridOf(observations));
        const { accepted, gone, acceptedVariance, goneVariance } = cumulativeIncidence(table);
        for (const age of table.atRisk.keys()) {
          expect(acceptedVariance[age]).toBeCloseTo(closedForm(table, table.accepted, accepted, age), 10);
          expect(goneVariance[age]).toBeCloseTo(closedForm(table, table.gone, gone, age), 10);
        }
      }),
    );
  });

  it("never exceeds 1 − Kaplan–Meier, which the other cause inflates", () => {
    fc.assert(
      fc.property(truncated, (observations) => {
        const table = lifeTable(gridOf(observations));
        const naive = oneMinusKaplanMeier(table);
        for (const [age, share] of cumulativeIncidence(table).accepted.entries()) {
          expect(share).toBeLessThanOrEqual((naive[age] ?? 0) + 1e-12);
        }
      }),
    );
  });
});

/**
 * Marubini and Valsecchi (1995), formula 10.12, summed as it stands:
 * Σ [A(t) − A(s)]² d/(n(n − d)) + Σ S(s−)² a(n − a)/n³ − 2 Σ [A(t) − A(s)] S(s−) a/n²
 */
function closedForm(table: LifeTable, events: Float64Array, incidence: Float64Array, upTo: number): number {
  const { estimate } = survival(table);
  let total = 0;
  for (let age = 0; age <= upTo; age++) {
    const n = table.atRisk[age] ?? 0;
    const d = (table.accepted[age] ?? 0) + (table.gone[age] ?? 0);
    if (d === 0) continue;
    const a = events[age] ?? 0;
    const before = age === 0 ? 1 : (estimate[age - 1] ?? 0);
    const still = (incidence[upTo] ?? 0) - (incidence[age] ?? 0);
    // Once everyone at risk has ended A stands still, and 0² · ∞ is 0.
    if (d < n) total += (still ** 2 * d) / (n * (n - d));
    total += (before ** 2 * a * (n - a)) / n ** 3 - (2 * still * before * a) / n ** 2;
  }
  return total;
}
