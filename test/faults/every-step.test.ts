import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import { inParallel } from "../../lib/sweep/in-parallel.ts";
import { ANA, BEN } from "../helpers/test-bed.ts";
import { AGREED } from "./agreement.ts";
import type { OutsideOptions } from "./outside.ts";
import { stand } from "./stand.ts";

/** Kill points, evenly over all steps of the run. `KILL_POINTS=n` asks for more; it has about 450 steps. */
const KILL_POINTS = Number(process.env.KILL_POINTS ?? 12);

/** Four days after its first listing one invitation was accepted, one declined, and new ones were sent. */
const WORLD: OutsideOptions = {
  identities: [
    { uid: ANA, name: "Ana", timezone: "UTC", backlog: 7, backlogDays: 40, sendsPerDay: 1 },
    { uid: BEN, name: "Ben", timezone: "UTC", backlog: 5, backlogDays: 40, sendsPerDay: 1 },
  ],
  fates: { acceptedShare: 0.45, declinedShare: 0.35, declinesOverDays: 60 },
  seed: 38,
};

/** Kinds of steps that a live run is made of; a sweep that misses one would prove less than it says. */
const KINDS = ["DynamoDB", "AmazonSQS", "_put item-", "_put index-", "_del index-", "linkedin-withdraw-invitation"];

async function prepared(): Promise<string> {
  const first = await stand(WORLD);
  await first.start({ policy: { mode: "dry-run" } }).ended;
  return first.root;
}

/** Step numbers from 1, evenly over all of them. */
function spread(steps: number): number[] {
  const count = Math.min(KILL_POINTS, steps);
  return Array.from({ length: count }, (_, place) => Math.floor(((place + 0.5) * steps) / count) + 1);
}

const later: OutsideOptions = { ...WORLD, daysLater: 4 };

it("a live run killed at any step leaves nothing that the next runs do not put right", {
  timeout: 120_000 + KILL_POINTS * 20_000,
}, async () => {
  const folder = await prepared();
  const rehearsal = await stand(later, folder);
  const steps = (await rehearsal.start().ended).steps ?? [];
  expect(KINDS.filter((kind) => !steps.some((step) => step.includes(kind)))).toEqual([]);
  expect(await rehearsal.settle()).toEqual(AGREED);

  const wrong: unknown[] = [];
  let died = 0;
  const points = spread(steps.length);
  await inParallel(2, points, async (nth) => {
    const { start, noteWritten, settle } = await stand(later, folder);
    const { diedAt } = await start({ death: { at: "", nth } }).ended;
    if (diedAt !== null) died += 1;
    await noteWritten();
    const found = await settle();
    if (!isDeepStrictEqual(found, AGREED)) wrong.push({ nth, diedAt, found });
  });

  expect(wrong).toEqual([]);
  // Gaps are drawn, so that a run may have a step less than its rehearsal had.
  expect(died).toBeGreaterThan(0.9 * points.length);
});
