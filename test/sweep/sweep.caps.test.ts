import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../lib/domain/time.ts";
import { ANA, account, ageAt, BEN, CLEO, staleAt, testBedFor, tookEffect, urnsOf } from "../helpers/test-bed.ts";

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** All day, on the weekday that lies `days` from `now`. */
function onlyOnDay(now: Date, days: number) {
  const weekday = WEEKDAYS[new Date(now.getTime() + days * DAY_MS).getUTCDay()] ?? "mon";
  return { timezone: "UTC", start: "00:00", end: "24:00", days: [weekday] };
}

describe("the daily cap", () => {
  it("bounds the calls of one run and takes the oldest first", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 30 })] });
    const stale = staleAt(bed.truth(), bed.now()).map(({ urn }) => urn);

    const { sweeps, calls } = await bed.run({ dailyCap: 4 });

    expect(urnsOf(calls)).toEqual(stale.slice(0, 4));
    expect(sweeps.get(ANA)).toMatchObject({ queued: 4, held: { "daily-cap": stale.length - 4 } });
  });

  it("never lets more calls through than it says in any rolling 24 hours", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 40 })] });

    for (let run = 0; run < 6; run += 1) {
      await bed.run({ dailyCap: 4 });
      bed.advance(0.4);
    }

    const starts = bed.withdrawCalls().map(({ startedAt }) => startedAt);
    const crowded = starts.filter((at, index) => index >= 4 && at - (starts[index - 4] ?? 0) < DAY_MS);
    expect(starts.length).toBeGreaterThan(4);
    expect(crowded).toEqual([]);
    expect(bed.sandbox.world.violations()).toEqual([]);
  });

  it("is used up to the full on every day of a daily schedule", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 40 })] });
    const withdrawn: number[] = [];

    for (let day = 0; day < 3; day += 1) {
      const run = await bed.run({ dailyCap: 3 });
      withdrawn.push(tookEffect(run.calls).length);
      bed.untilDayAfter(run);
    }

    expect(withdrawn).toEqual([3, 3, 3]);
  });

  it("is the identity's own where the policy gives it one", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 20 }), account({ uid: BEN, backlog: 20 })] });

    const { sweeps } = await bed.run({ dailyCap: 4, identities: [{ id: ANA, dailyCap: 2 }, { id: BEN }] });

    expect(sweeps.get(ANA)?.queued).toBe(2);
    expect(sweeps.get(BEN)?.queued).toBe(4);
  });
});

describe("the run cap", () => {
  it("bounds a run over all identities and says what it held back", async () => {
    const identities = [ANA, BEN, CLEO].map((uid) => account({ uid, backlog: 12 }));
    const bed = await testBedFor({ identities });

    const { run, sweeps, calls } = await bed.run({ runCap: 5 });

    const held = [...sweeps.values()].reduce((sum, { held }) => sum + (held["run-cap"] ?? 0), 0);
    const eligible = [...sweeps.values()].reduce((sum, { eligible }) => sum + eligible, 0);
    expect(urnsOf(calls)).toHaveLength(5);
    expect(run.queued).toBe(5);
    expect(held).toBe(eligible - 5);
  });

  it("lets the next day go on where it stopped", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 20 })] });
    const stale = staleAt(bed.truth(), bed.now()).map(({ urn }) => urn);

    const first = await bed.run({ runCap: 3 });
    bed.untilDayAfter(first);
    const second = await bed.run({ runCap: 3 });

    expect(urnsOf(first.calls)).toEqual(stale.slice(0, 3));
    expect(urnsOf(second.calls)).toEqual(stale.slice(3, 6));
  });
});

describe("the gap", () => {
  it.each([
    { min: 60, max: 60 },
    { min: 600, max: 600 },
    { min: 900, max: 900 },
  ])("of $min to $max seconds is waited for, and every stale invitation gets its turn", async (gapSeconds) => {
    const bed = await testBedFor();
    const stale = staleAt(bed.truth(), bed.now()).length;

    const { calls, sweeps } = await bed.run({ gapSeconds });

    const at = calls.filter(({ action }) => action === "withdraw");
    const gaps = at.slice(1).map(({ startedAt }, index) => (startedAt - (at[index]?.endedAt ?? 0)) / 1000);
    expect(stale).toBeGreaterThan(2);
    expect(tookEffect(calls)).toHaveLength(stale);
    expect(sweeps.get(ANA)?.deferred).toEqual({});
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(gapSeconds.min);
  });
});

describe("working hours", () => {
  it("hold everything outside them, under that name", async () => {
    const bed = await testBedFor();
    const stale = staleAt(bed.truth(), bed.now()).length;

    const { calls, sweeps } = await bed.run({ workingHours: onlyOnDay(bed.now(), 3) });

    expect(urnsOf(calls)).toEqual([]);
    expect(sweeps.get(ANA)).toMatchObject({ queued: 0, eligible: stale, held: { "working-hours": stale } });
  });

  it("let the work be done when they have come", async () => {
    const bed = await testBedFor();
    const workingHours = onlyOnDay(bed.now(), 3);
    await bed.run({ workingHours });
    // To noon: far from either end of the day, whatever time it is now.
    const begin = new Date(bed.now().getTime() + 3 * DAY_MS).setUTCHours(12, 0, 0, 0);
    bed.advance((begin - bed.now().getTime()) / DAY_MS);
    const stale = staleAt(bed.truth(), bed.now()).map(({ urn }) => urn);

    const { calls } = await bed.run({ workingHours });

    expect(urnsOf(calls)).toEqual(stale);
  });
});

describe("one identity's own policy", () => {
  it("gives it a threshold of its own", async () => {
    const bed = await testBedFor({ identities: [account(), account({ uid: BEN })] });
    const now = bed.now();
    const old = staleAt(bed.truth(ANA), now, 40).map(({ urn }) => urn);

    const { calls } = await bed.run({ identities: [{ id: ANA, thresholdDays: 40 }, { id: BEN }] });

    const ofAna = calls.filter(({ action, identityId }) => action === "withdraw" && identityId === ANA);
    expect(urnsOf(ofAna)).toEqual(old);
    expect(bed.truth(ANA).filter((one) => one.state === "withdrawn" && ageAt(one, now) < 40)).toEqual([]);
    expect(bed.truth(BEN).filter(({ state }) => state === "withdrawn").length).toBeGreaterThan(0);
  });

  it("leaves a paused identity alone", async () => {
    const bed = await testBedFor({ identities: [account(), account({ uid: BEN })] });

    const { calls, run } = await bed.run({ identities: [{ id: ANA, paused: true }, { id: BEN }] });

    expect(calls.filter(({ identityId }) => identityId === ANA)).toEqual([]);
    expect(calls.some(({ identityId }) => identityId === BEN)).toBe(true);
    expect(run).toMatchObject({ identities: 1, notConnected: [] });
  });

  it("sweeps the listed identities only, and tells which of them are not connected", async () => {
    const bed = await testBedFor({
      identities: [account(), account({ uid: BEN }), account({ uid: CLEO, connected: false })],
    });

    const { calls, run } = await bed.run({ identities: [{ id: ANA }, { id: CLEO }] });

    expect(new Set(calls.map(({ identityId }) => identityId))).toEqual(new Set([null, ANA]));
    expect(run).toMatchObject({ identities: 1, notConnected: [CLEO] });
  });
});
