import { describe, expect, it } from "vitest";
import { estimateCurves } from "../../lib/analytics/curves.ts";
import { estimateShareGivenUp, readSpan } from "../../lib/analytics/span.ts";
import { times } from "./helpers/observations.ts";
import { tableOf } from "./helpers/tables.ts";

describe("a share of a span", () => {
  // One acceptance, on day 9: in about e⁻¹ of the replicates there is none at all, and no share of nothing.
  const table = tableOf(times(1, "accepted", 9), times(200, "censored", 20));
  const curves = estimateCurves({ strata: [{ table, cohorts: [] }], all: table, reach: table }, [7, 12], 1, 400);

  it("leaves out the replicates in which there is nothing to take a share of", () => {
    const span = readSpan(curves, 7, "horizon");
    const without = [...(span?.replicates.acceptedByHorizon ?? [])].filter((accepted) => accepted === 0);
    expect(without.length).toBeGreaterThan(100);
    // All there are come after day 7: the share is 1 wherever it is one.
    expect(span && estimateShareGivenUp(span)).toMatchObject({ value: 1, lower: 1, upper: 1 });
  });

  it("does not exist beyond the horizon, nor without one", () => {
    expect(readSpan(curves, 21, "horizon")).toBeNull();
    expect(readSpan(curves, 7, 30)).toBeNull();
    const few = tableOf(times(3, "censored", 20));
    const none = estimateCurves({ strata: [{ table: few, cohorts: [] }], all: few, reach: few }, [7], 1, 10);
    expect(readSpan(none, 7, "horizon")).toBeNull();
  });
});
