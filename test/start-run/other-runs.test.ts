import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import { aRun, aSweep } from "../helpers/dynamo-records.ts";
import { AT, idsOf, type VirtualStartOptions, virtualStart } from "./helpers/virtual-start.ts";

const daysOn = (days: number) => later(AT, days * DAY_MS);
const nameOf = (days: number) => daysOn(days).toISOString();

/** Starts a run a day; `swept` of the identities have a record of it. */
async function runADay(v: ReturnType<typeof virtualStart>, day: number, swept: readonly string[]) {
  v.advance(Math.max(0, daysOn(day).getTime() - v.now().getTime()));
  await v.schedule(daysOn(day));
  for (const identityId of swept) await v.ledger.runs.recordSweep(aSweep({ runId: nameOf(day), identityId }));
}

const withTeam = (change: Partial<VirtualStartOptions> = {}) => virtualStart({ ids: idsOf(10), ...change });

describe("who was not reached", () => {
  it("is counted when the next run begins, kept with the run and told in a metric", async () => {
    const v = withTeam();
    await runADay(v, 0, idsOf(7));
    const open = await v.ledger.runs.find(nameOf(0));

    await runADay(v, 1, idsOf(10));
    await runADay(v, 2, []);

    expect(open).toMatchObject({ reached: null, notReached: null });
    expect(await v.ledger.runs.find(nameOf(0))).toMatchObject({ reached: 7, notReached: 3 });
    expect(await v.ledger.runs.find(nameOf(1))).toMatchObject({ reached: 10, notReached: 0 });
    expect(v.metrics.get("SweepsNotReached")).toBe(3);
  });

  it("is not counted while messages of the run may be left", async () => {
    const v = withTeam();
    await runADay(v, 0, []);
    v.advance(6 * HOUR_MS);
    await v.schedule(later(AT, 6 * HOUR_MS));
    expect(await v.ledger.runs.find(nameOf(0))).toMatchObject({ notReached: null });

    await runADay(v, 1, []);

    expect(await v.ledger.runs.find(nameOf(0))).toMatchObject({ notReached: 10 });
    expect(await v.ledger.runs.find(later(AT, 6 * HOUR_MS).toISOString())).toMatchObject({ notReached: null });
  });

  it("are those without a message too, of a run that a newer one has ended", async () => {
    const v = withTeam({ room: { sweeps: 4, withdrawals: 100_000 } });
    v.queue.workOff = (waiting) => waiting;
    await runADay(v, 0, idsOf(4));
    v.queue.workOff = () => ({ sweeps: 0, withdrawals: 0 });
    await runADay(v, 1, []);
    await v.schedule(daysOn(0));

    expect(await v.ledger.runs.find(nameOf(0))).toMatchObject({ identities: 10, reached: 4, notReached: 6 });
  });

  it("is not asked of a reconciliation, nor of a run of an earlier version", async () => {
    const v = withTeam();
    const before = later(AT, -2 * DAY_MS);
    await v.ledger.runs.begin(aRun({ runId: "reconcile-1", scheduledAt: before, startedAt: before }));
    await v.ledger.runs.markStarted("reconcile-1", 1, [], before);
    await v.ledger.runs.begin(aRun({ runId: before.toISOString(), scheduledAt: before, startedAt: before }));
    await v.ledger.runs.markStarted(before.toISOString(), 5, []);

    await runADay(v, 0, []);

    expect(await v.ledger.runs.find("reconcile-1")).toMatchObject({ notReached: null });
    expect(await v.ledger.runs.find(before.toISOString())).toMatchObject({ notReached: null });
    expect(v.metrics.get("SweepsNotReached")).toBeUndefined();
  });

  it("that cannot be counted stops no run", async () => {
    const v = withTeam();
    await runADay(v, 0, []);
    const { runs } = v.c.ledger;
    const broken = {
      ...v.c.ledger,
      runs: { ...v.ledger.runs, countSweeps: () => Promise.reject(new Error("throttled")) },
    };
    Object.assign(v.c, { ledger: broken });

    await runADay(v, 1, []);
    Object.assign(v.c, { ledger: { ...broken, runs } });

    expect(v.deliveries).toHaveLength(20);
    await runADay(v, 2, []);
    expect(await v.ledger.runs.find(nameOf(0))).toMatchObject({ notReached: 10 });
  });
});

it("an identity that is not connected is new once, and again after it had been connected", async () => {
  const disconnected = new Set(idsOf(2));
  const v = withTeam({ disconnected });
  const counts: (number | undefined)[] = [];
  const day = async (at: number) => {
    v.metrics.delete("IdentitiesNewlyNeedingAPerson");
    await runADay(v, at, []);
    counts.push(v.metrics.get("IdentitiesNewlyNeedingAPerson"));
  };

  await day(0);
  await day(1);
  disconnected.add(idsOf(3)[2] ?? "");
  await day(2);
  disconnected.delete(idsOf(1)[0] ?? "");
  await day(3);
  disconnected.add(idsOf(1)[0] ?? "");
  await day(4);

  expect(counts).toEqual([2, 0, 1, 0, 1]);
  expect(v.metrics.get("IdentitiesNeedingAPerson")).toBe(2 + 2 + 3 + 2 + 3);
});
