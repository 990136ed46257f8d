import { describe, expect, it } from "vitest";
import { heldForSurge, releaseHeld } from "../../lib/sweep/release-run.ts";
import { recorded } from "../local/events/helpers.ts";
import { dailyBed, IDENTITY } from "./helpers/daily-bed.ts";

/** So many are too young throughout: nothing is stale of them. */
const USUAL = { young: 200, days: 6 };

/** Daily dry runs in which nothing is stale; then so many are at once. */
async function surging(stale: number, heard?: ReturnType<typeof recorded>) {
  const bed = dailyBed(
    Array.from({ length: USUAL.young }, () => 0),
    heard,
  );
  for (let day = 0; day < USUAL.days; day += 1) {
    bed.untilDay(day);
    await bed.run({ mode: "dry-run" });
  }
  bed.untilDay(USUAL.days);
  bed.invite(Array.from({ length: stale }, () => 30));
  const release = async (runId: string) => releaseHeld(bed, runId, await heldForSurge(bed, runId));
  return Object.assign(bed, { release });
}

describe("a sweep whose eligible share jumps", () => {
  it("is held as a whole, and told: nothing is queued until a person lets it go", async () => {
    const heard = recorded();
    const bed = await surging(40, heard);

    const run = await bed.run();
    const preview = await bed.preview();

    expect(run.called).toEqual([]);
    expect(run.sweep).toMatchObject({
      eligible: 40,
      queued: 0,
      held: { surge: 40 },
      surge: { kind: "jump", limit: 0 },
    });
    expect(heard.events).toMatchObject([
      { "detail-type": "Run Held", detail: { runId: run.runId, why: "surge", eligible: "40" } },
    ]);
    expect(preview.identities[0]).toMatchObject({ heldBecause: "surge", today: [] });
  });

  it("is held the next day too: what was held does not become the usual", async () => {
    const bed = await surging(40);
    const called: number[] = [];
    for (let day = 0; day < 9; day += 1) {
      bed.untilDay(USUAL.days + day);
      called.push(...(await bed.run()).called);
    }

    expect(called).toEqual([]);
    expect((await bed.ledger.identities.find(IDENTITY)).eligibleShares.shares).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("goes once it is released, and the release is spent with it", async () => {
    const bed = await surging(40);
    const held = await bed.run();
    await bed.release(held.runId);
    const dry = await bed.run({ mode: "dry-run" });

    const run = await bed.run();
    const { surgeRelease, eligibleShares } = await bed.ledger.identities.find(IDENTITY);
    bed.untilDay(USUAL.days + 2);
    bed.invite(Array.from({ length: 40 }, () => 30));
    const next = await bed.run();

    expect(dry.sweep.held).toEqual({ "dry-run": 40 });
    expect(run.called).toHaveLength(40);
    expect(surgeRelease).toMatchObject({ left: 0, usedBy: run.runId });
    expect(eligibleShares.shares.at(-1)).toBeCloseTo(40 / 240, 3);
    expect(next.called).toEqual([]);
    expect(next.sweep.held).toEqual({ surge: 40 });
  });

  it("goes on under one release over the days that the cap makes of it", async () => {
    const bed = await surging(60);
    const held = await bed.run();
    await bed.release(held.runId);
    const called: number[] = [];
    for (let day = 1; day <= 4; day += 1) {
      bed.untilDay(USUAL.days + day);
      bed.invite([30]);
      called.push((await bed.run({ dailyCap: 20 })).called.length);
    }

    expect(called).toEqual([20, 20, 20, 4]);
  });

  it("is held anew where more than a tenth more has become eligible than was shown", async () => {
    const bed = await surging(40);
    const held = await bed.run();
    await bed.release(held.runId);
    bed.untilDay(USUAL.days + 1);
    bed.invite(Array.from({ length: 5 }, () => 30));

    const run = await bed.run();

    expect(run.called).toEqual([]);
    expect(run.sweep).toMatchObject({ held: { surge: 45 }, surge: { kind: "grown", limit: 44 } });
  });

  it("is held anew a week after the release", async () => {
    const bed = await surging(40);
    const held = await bed.run();
    await bed.release(held.runId);
    bed.untilDay(USUAL.days + 8);

    expect((await bed.run()).sweep.held).toEqual({ surge: 40 });
  });
});

describe("a policy's largest share", () => {
  it("holds the first run of an identity already, and a release lets that go too", async () => {
    const bed = dailyBed([30, 30, 30, 5]);
    const change = { maxShare: 0.5 };

    const held = await bed.run(change);
    await releaseHeld(bed, held.runId, await heldForSurge(bed, held.runId));
    const run = await bed.run(change);

    expect(held.sweep).toMatchObject({ held: { surge: 3 }, surge: { kind: "max-share", limit: 0.5 } });
    expect(run.called).toHaveLength(3);
  });

  it("lets a smaller one go, and takes a release that is needed no longer away", async () => {
    const bed = dailyBed([30, 30, 30, 5]);
    const held = await bed.run({ maxShare: 0.5 });
    await releaseHeld(bed, held.runId, await heldForSurge(bed, held.runId));

    await bed.run({ maxShare: 0.75 });

    expect((await bed.ledger.identities.find(IDENTITY)).surgeRelease).toBeNull();
  });
});
