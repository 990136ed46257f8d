import { describe, expect, it } from "vitest";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import { Intake } from "../../lib/analytics/intake.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { agesAtFirstListing, truthWhenFirstListed } from "../../lib/sandbox/first-listed-truth.ts";
import { seededRng } from "../../lib/sandbox/rng.ts";
import { drawFate, type FateModel, PUBLISHED_FATES, trueAcceptedBy, trueDeclinedBy } from "../../lib/sandbox/truth.ts";

const HOUR = 1 / 24;

describe("the truth about invitations first listed at a given age", () => {
  it("is the true curve itself when each is listed as it is sent, declines noticed a day late", () => {
    const truth = truthWhenFirstListed([0]);

    for (const day of [0, 1, 7, 21, 45]) {
      expect(truth.acceptedBy(day)).toBeCloseTo(trueAcceptedBy(day + 1), 12);
      expect(truth.stillPendingAfter(day)).toBeCloseTo(1 - trueAcceptedBy(day + 1) - trueDeclinedBy(day), 12);
    }
  });

  it("leaves out what was answered before anybody looked", () => {
    const truth = truthWhenFirstListed([0.5]);

    const pending = 1 - trueAcceptedBy(0.5) - trueDeclinedBy(0.5);
    expect(truth.acceptedBy(21)).toBeCloseTo((trueAcceptedBy(22) - trueAcceptedBy(0.5)) / pending, 12);
    expect(truth.stillPendingAfter(21)).toBeCloseTo((1 - trueAcceptedBy(22) - trueDeclinedBy(21.5)) / pending, 12);
  });

  it("weighs each age by how many are still pending then", () => {
    const [early, late] = [HOUR, 23 * HOUR];

    const truth = truthWhenFirstListed([early, late]);

    const pendingAt = (age: number) => 1 - trueAcceptedBy(age) - trueDeclinedBy(age);
    const accepted = 2 * trueAcceptedBy(31) - trueAcceptedBy(early) - trueAcceptedBy(late);
    expect(truth.acceptedBy(30)).toBeCloseTo(accepted / (pendingAt(early) + pendingAt(late)), 12);
  });

  it("takes the first days from those first listed young, and is not moved by a backlog with the same chances", () => {
    const young = truthWhenFirstListed([0]);
    const withBacklog = truthWhenFirstListed([0, 0, 10, 10, 10]);

    for (const day of [5, 21, 60]) expect(withBacklog.acceptedBy(day)).toBeCloseTo(young.acceptedBy(day), 4);
  });

  it("never falls, and adds up to one with what has gone", () => {
    const truth = truthWhenFirstListed([0.2, 0.7, 3.4]);

    const accepted = Array.from({ length: 200 }, (_, day) => truth.acceptedBy(day));
    expect(accepted).toEqual(accepted.toSorted((a, b) => a - b));
    expect(truth.stillPendingAfter(180)).toBeCloseTo(0, 12);
  });

  it("is what the estimators find in a large log of daily listings", () => {
    // Many slow declines: ignoring them, or dating them by the day they were made, would show.
    const model: FateModel = { ...PUBLISHED_FATES, declinedShare: 0.3, declinesOverDays: 20 };
    const rng = seededRng("first-listed-truth");
    const intake = new Intake();
    const ages: number[] = [];
    for (let invitation = 0; invitation < 30_000; invitation += 1) {
      const firstListed = rng() < 0.8 ? rng() : 30 * rng();
      const fate = drawFate(seededRng("fate", invitation), 0, model);
      ages.push(firstListed);
      if (fate.at <= firstListed * DAY_MS) continue;
      const listings = Math.ceil(fate.at / DAY_MS - firstListed);
      const noticedAt = (firstListed + listings) * DAY_MS;
      intake.add({
        sentAt: 0,
        firstSeenAt: firstListed * DAY_MS,
        state: fate.kind === "accepted" ? "accepted" : "gone",
        endedAt: noticedAt,
        connectedAt: fate.at,
      });
    }

    const truth = truthWhenFirstListed(ages, model);

    const table = lifeTable(intake.grid);
    const accepted = cumulativeIncidence(table);
    const pending = survival(table);
    for (const day of [0, 1, 3, 7, 14, 21, 45]) {
      const errors =
        (truth.acceptedBy(day) - (accepted.accepted[day] ?? 0)) / Math.sqrt(accepted.acceptedVariance[day] ?? 0);
      expect(Math.abs(errors)).toBeLessThan(4);
      const left =
        (truth.stillPendingAfter(day) - (pending.estimate[day] ?? 0)) / Math.sqrt(pending.variance[day] ?? 0);
      expect(Math.abs(left)).toBeLessThan(4);
    }
  });
});

describe("ages at first listing", () => {
  it("are counted from sending to the next listing, for those that are listed at all", () => {
    const listedAt = [1, 2, 3].map((day) => day * DAY_MS);
    const sentAt = [0, 0.75, 1, 2.5, 3.1].map((day) => day * DAY_MS);

    expect(agesAtFirstListing(sentAt, listedAt)).toEqual([1, 0.25, 0, 0.5]);
  });

  it("are none without a listing", () => {
    expect(agesAtFirstListing([0, 1], [])).toEqual([]);
  });
});
