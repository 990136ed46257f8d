import { describe, expect, it } from "vitest";
import { type Analysis, analyse } from "../../../lib/analytics/analyse.ts";
import { DayGrid } from "../../../lib/analytics/day-grid.ts";
import type { Recommended } from "../../../lib/analytics/recommendation.ts";
import { priceInWords } from "../../../lib/report/verdict/price.ts";
import { anAnalysis, aRecommendation, atMost, longer, NOT_ENOUGH, shorter } from "./helpers.ts";

const price = (recommendation: Analysis["recommendation"], binding: "slots" | "invitations" = "slots") =>
  priceInWords(anAnalysis({ recommendation }), binding);

describe("the price of a change", () => {
  it("is told in what is short", () => {
    expect(price(aRecommendation())).toBe("It costs 3.1 acceptances a month for every 100 slots freed.");
    expect(price(aRecommendation(), "invitations")).toBe(
      "It costs 1.2 acceptances for every 100 invitations sent; the slots it frees do not let you send more.",
    );
  });

  it("of a longer wait is what it wins", () => {
    expect(price(longer())).toBe("It wins 3.1 acceptances a month for every 100 slots taken.");
    expect(price(longer(), "invitations")).toBe(
      "It wins 1.2 acceptances for every 100 invitations sent; the slots it takes do not keep you from sending.",
    );
  });

  it.each([
    [1, "1 acceptance"],
    [0.04, "under 0.1 acceptances"],
    [12, "12 acceptances"],
  ])("of %d reads %s", (per100Slots, words) => {
    expect(price(shorter({ per100Slots }))).toBe(`It costs ${words} a month for every 100 slots freed.`);
  });

  it("is not told where no slot lies between the two, where nothing changes, and where there is no advice", () => {
    expect(price(shorter({ per100Slots: null }))).toBeNull();
    expect(price(aRecommendation({ thresholdDays: 21, againstCurrent: null }))).toBeNull();
    expect(price(NOT_ENOUGH)).toBeNull();
  });
});

describe("where no acceptance was seen between the two", () => {
  // Half are accepted on day 1, nothing happens after it, and all the others are watched until day 60.
  const grid = new DayGrid();
  for (let index = 0; index < 200; index++) {
    const accepted = index < 100;
    grid.add({
      entryAge: 0,
      exitAge: accepted ? 1 : 60,
      ending: accepted ? "accepted" : "censored",
      informative: false,
    });
  }
  const curve = analyse(grid, {
    acceptableLoss: 0.05,
    currentThreshold: 21,
    sendsPerDay: 1,
    seed: 1,
    replicates: 1,
  }).curve;
  const unseen: Recommended = {
    ...shorter({ acceptances: atMost(0.02), per100Slots: 0, per100Sent: 0 }),
    horizon: 45,
  };
  const told = (binding: "slots" | "invitations") =>
    priceInWords(anAnalysis({ recommendation: unseen, curve }), binding);

  // A(45) = 0.5 and a limit of 2% of acceptances: u / (0.5 + u) = 0.02, so u = 0.010204, 1.02 for every 100 sent.
  it("the price is the bound, never zero", () => {
    expect(told("invitations")).toMatch(/^It costs at most 1 acceptance for every 100 invitations sent;/);
  });

  // Half stay pending over the seven days between 14 and 21: 3.5 slots a day sent, and 30 · 100 · 0.010204 / 3.5 = 8.7.
  it("also for every 100 slots", () => {
    expect(told("slots")).toBe("It costs at most 8.7 acceptances a month for every 100 slots freed.");
  });
});
