import { describe, expect, it } from "vitest";
import { createRandom } from "../../lib/analytics/random.ts";
import type { FateLaw } from "./fate-law.ts";
import { type Life, livesOf } from "./lives.ts";
import { DAY_MS, FIRST_LIST, HOUR_MS, lookOn, type WorldSpec } from "./world.ts";
import { ONE_BRIDGE, TEAM, WORLDS } from "./worlds.ts";

const named = (name: string): WorldSpec => {
  const found = WORLDS.find((world) => world.name === name);
  if (found === undefined) throw new Error(`there is no world ${name}`);
  return found;
};

const sends = (lives: readonly Life[]) => lives.filter(({ sentAt }) => sentAt >= 0);

describe("one bridge", () => {
  const end = lookOn(ONE_BRIDGE.days) - FIRST_LIST;
  const watched = livesOf(ONE_BRIDGE, 1).map(({ sentAt, firstSeenAt, endedAt }) => ({
    from: (firstSeenAt - sentAt) / DAY_MS,
    to: (Math.min(endedAt, end) - sentAt) / DAY_MS,
  }));
  const atRisk = (age: number) => watched.filter(({ from, to }) => from <= age && age < to).length;

  it("has a single person at risk from day 7 to day 40, and many on either side", () => {
    expect([7, 12, 20, 30, 39.5].map(atRisk)).toEqual([1, 1, 1, 1, 1]);
    expect(atRisk(2)).toBeGreaterThan(200);
    expect(atRisk(55)).toBeGreaterThan(200);
  });
});

describe("the holdout", () => {
  it("leaves a fifth of those that reach the threshold until day 45", () => {
    const withdrawn = sends(livesOf(named("demo"), 2)).filter(({ ending }) => ending === "withdrawn");
    const ages = withdrawn.map(({ sentAt, endedAt }) => Math.floor((endedAt - HOUR_MS - sentAt) / DAY_MS));
    const late = ages.filter((age) => age === 45).length;
    expect(ages.every((age) => age === 21 || age === 45)).toBe(true);
    // Fewer than a fifth, as some are accepted or declined between the two. Six standard errors to either side.
    expect(late / ages.length).toBeGreaterThan(0.14);
    expect(late / ages.length).toBeLessThan(0.24);
  });
});

describe("drift", () => {
  it("shows only in what is sent from 45 days before the end on", () => {
    const lives = Array.from({ length: 10 }, (_, seed) =>
      sends(livesOf({ ...named("drift"), withdraws: false }, seed)),
    );
    const share = (from: number, to: number) => {
      const sent = lives.flat().filter(({ sentAt }) => sentAt >= from * DAY_MS && sentAt < to * DAY_MS);
      return sent.filter(({ ending }) => ending === "accepted").length / sent.length;
    };
    expect(share(100, 134)).toBeCloseTo(share(0, 100), 1);
    expect(share(136, 180) / share(0, 134)).toBeLessThan(0.75);
  });
});

describe("batches", () => {
  const [sender] = named("batches").senders;
  if (sender === undefined) throw new Error("there is no sender");
  const lawOn = sender.laws(createRandom(5));

  it("are the weeks of an identity", () => {
    expect(lawOn(0)).toBe(lawOn(6));
    expect(lawOn(6)).not.toBe(lawOn(7));
    expect(lawOn(-1)).not.toBe(lawOn(0));
  });

  it.each([
    ["drawn ones", Array.from({ length: 4_000 }, (_, week) => lawOn(7 * week))],
    ["those the truth is the mean of", sender.lawsToday],
  ])("differ in odds and in speed by half a logarithmic unit, one apart from the other: %s", (_which, laws) => {
    const odds = laws.map((law) => Math.log(acceptedShare(law) / (1 - acceptedShare(law))) - Math.log(0.37 / 0.63));
    // Of the published acceptances 63% come within a day.
    const slowness = laws.map((law) => Math.log(ageWhen(law, 0.63 * acceptedShare(law))));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const product = (one: readonly number[], other: readonly number[]) =>
      mean(one.map((value, index) => value * (other[index] ?? 0)));
    for (const values of [odds, slowness]) {
      expect(Math.abs(mean(values))).toBeLessThan(0.03);
      expect(Math.abs(Math.sqrt(product(values, values)) - 0.5)).toBeLessThan(0.02);
    }
    expect(Math.abs(product(odds, slowness))).toBeLessThan(0.02);
  });
});

/** Whoever does not accept declines in 6 of 63 cases, all within 60 days, so the declines tell how many accept. */
const acceptedShare = (law: FateLaw) => 1 - (law.goneBy(60) * 0.63) / 0.06;

function ageWhen(law: FateLaw, share: number): number {
  let [low, high] = [0, 180];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (law.acceptedBy(middle) < share) low = middle;
    else high = middle;
  }
  return low;
}

describe("the team of the weekly looks", () => {
  it("is in the middle of its log as it is at the end of a shorter one", () => {
    expect(TEAM.days).toBe(182);
    const early = (world: WorldSpec) => livesOf(world, 4).filter(({ sender }) => sender.identityId === "lisbon");
    const short = early({ ...TEAM, days: 60 });
    expect(early(TEAM).slice(0, short.length)).toEqual(short);
  });
});
