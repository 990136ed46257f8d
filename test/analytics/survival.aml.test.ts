import { describe, expect, it } from "vitest";
import { survival } from "../../lib/analytics/survival.ts";
import { ending } from "./helpers/observations.ts";
import { tableOf } from "./helpers/tables.ts";

/**
 * Remission of acute myelogenous leukemia, weeks: Miller, Survival Analysis (1981), page 49; the data set `aml` of R's
 * survival package, whose `survfit` gives these figures to three digits.
 */
const MAINTAINED = tableOf(ending("accepted", [9, 13, 18, 23, 31, 34, 48]), ending("censored", [13, 28, 45, 161]));
const NOT_MAINTAINED = tableOf(ending("accepted", [5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45]), ending("censored", [16]));

describe("a curve out of a textbook", () => {
  it.each([
    [9, 11, 0.909, 0.0867],
    [13, 10, 0.818, 0.1163],
    [18, 8, 0.716, 0.1397],
    [23, 7, 0.614, 0.1526],
    [31, 5, 0.491, 0.1642],
    [34, 4, 0.368, 0.1627],
    [48, 2, 0.184, 0.1535],
  ])("with maintenance, week %i", (week, atRisk, stillInRemission, standardError) => {
    const { estimate, variance } = survival(MAINTAINED);
    expect(MAINTAINED.atRisk[week]).toBe(atRisk);
    expect(estimate[week]).toBeCloseTo(stillInRemission, 3);
    expect(Math.sqrt(variance[week] ?? 0)).toBeCloseTo(standardError, 4);
  });

  it.each([
    [5, 12, 0.8333, 0.1076],
    [8, 10, 0.6667, 0.1361],
    [12, 8, 0.5833, 0.1423],
    [23, 6, 0.4861, 0.1481],
    [27, 5, 0.3889, 0.147],
    [30, 4, 0.2917, 0.1387],
    [33, 3, 0.1944, 0.1219],
    [43, 2, 0.0972, 0.0919],
    [45, 1, 0, 0],
  ])("without maintenance, week %i", (week, atRisk, stillInRemission, standardError) => {
    const { estimate, variance } = survival(NOT_MAINTAINED);
    expect(NOT_MAINTAINED.atRisk[week]).toBe(atRisk);
    expect(estimate[week]).toBeCloseTo(stillInRemission, 4);
    expect(Math.sqrt(variance[week] ?? 0)).toBeCloseTo(standardError, 4);
  });
});
