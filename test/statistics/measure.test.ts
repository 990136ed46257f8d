import { describe, expect, it } from "vitest";
import { faultsBeyondChance } from "./bands.ts";
import { CHECKS } from "./checks.ts";
import { measure } from "./measure.ts";
import type { WorldSpec } from "./world.ts";

/**
 * A small version of `npm run verify:statistics`: few data sets, and bands as wide as chance asks for. The seeds are fixed,
 * so it passes or fails for good.
 */
const FEW = { sets: 30, replicates: 100 };

const CURVES = ["accepted by day 21", "accepted by day 45", "still pending after day 21"];
const LOSSES = ["given up by withdrawing at 14", "given up by withdrawing at 21", "late acceptance after 21"];

/** What the product states of each world: figures that stay within the bands over 400 data sets. */
const TRUE_FIGURES: Readonly<Record<string, readonly string[]>> = {
  demo: [...CURVES, ...LOSSES],
  "two-thresholds": [...CURVES, ...LOSSES],
  drift: CURVES,
  batches: CURVES,
  "since-30-days": [...CURVES, "given up by withdrawing at 14"],
  "relative-dates": [...CURVES, "given up by withdrawing at 14"],
};

/** Worlds without figures, in which all that is checked stays within its bands. */
const TRUE_WORLDS: readonly string[] = ["team", "one-bridge"];

const SEVERAL = { sets: 6, replicates: 2, allowsChance: true };

const named = (name: string) => {
  const found = CHECKS.find(({ world }) => world.name === name);
  if (found === undefined) throw new Error(`there is no world ${name}`);
  return found;
};

describe.each(Object.entries(TRUE_FIGURES))("what is stated of %s", (name, figures) => {
  const world: WorldSpec = named(name).world;
  const measured = measure(world, FEW);

  it.each(figures)("is true on average and in its interval: %s", (figure) => {
    const found = measured.find((one) => one.figure.name === figure);
    expect(found && faultsBeyondChance(found)).toEqual([]);
  });
});

describe.each(TRUE_WORLDS)("the world %s", (name) => {
  it("stays within its bands", () => {
    expect(named(name).run(SEVERAL)).toMatchObject({ isWithin: true });
  });
});

describe("what lies outside its band", () => {
  it("is found: a team that is held against the truth of another world", () => {
    const { world } = named("demo");
    const sent = world.senders.map((sender) => ({
      ...sender,
      lawsToday: named("drift").world.senders[0]?.lawsToday ?? [],
    }));
    const measured = measure({ ...world, senders: sent }, FEW);
    const faults = measured.map((one) => [one.figure.name, faultsBeyondChance(one)]);
    expect(faults).toContainEqual(["accepted by day 21", ["bias", "coverage"]]);
    expect(faults).toContainEqual(["still pending after day 21", ["bias", "coverage"]]);
  });
});
