import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../lib/domain/time.ts";
import {
  ANA,
  account,
  ageAt,
  BEN,
  contradictions,
  idOf,
  NO_CONTRADICTIONS,
  staleAt,
  testBedFor,
  urnsOf,
} from "../helpers/test-bed.ts";

describe("a live run", () => {
  it("withdraws each stale invitation with one call, oldest first, and no other", async () => {
    const bed = await testBedFor();
    const stale = staleAt(bed.truth(), bed.now()).map(({ urn }) => urn);

    const { calls } = await bed.run();

    const withdrawn = bed.truth().filter(({ state }) => state === "withdrawn");
    expect(stale.length).toBeGreaterThan(2);
    expect(urnsOf(calls)).toEqual(stale);
    expect(withdrawn.map(({ urn }) => urn)).toEqual(stale);
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });

  it("logs when, at what age, why and under which policy", async () => {
    const bed = await testBedFor();
    const before = bed.now();
    const [oldest] = staleAt(bed.truth(), before);

    const { runId } = await bed.run({ thresholdDays: 14 });

    const [call] = bed.withdrawCalls(oldest?.urn);
    const logged = (await bed.outcomes()).find(({ invitationId }) => invitationId === idOf(oldest?.urn ?? ""));
    expect(logged).toMatchObject({
      identityId: ANA,
      outcome: "withdrawn",
      reason: "stale",
      thresholdDays: 14,
      policyVersion: 1,
      confirmed: true,
      runId,
      attempts: 1,
      lastError: null,
    });
    expect(logged?.withdrawnAt).toEqual(logged?.endedAt);
    expect(logged?.withdrawnAt?.getTime()).toBeGreaterThanOrEqual(call?.endedAt ?? Number.NaN);
    expect(logged?.daysPending).toBe(
      Math.floor(((logged?.withdrawnAt?.getTime() ?? 0) - (oldest?.sentAt ?? 0)) / DAY_MS),
    );
  });

  it("keeps what is younger than the threshold pending, in the ledger too", async () => {
    const bed = await testBedFor();

    const { startedAt } = await bed.run();

    const young = bed.truth().filter((one) => ageAt(one, startedAt) < 21 && one.state === "pending");
    const states = await Promise.all(young.map(async (one) => (await bed.find(one)).state));
    expect(young.length).toBeGreaterThan(1);
    expect(new Set(states)).toEqual(new Set(["pending"]));
  });

  it("makes no second call for anybody when it is run again on the same day", async () => {
    const bed = await testBedFor();
    const first = await bed.run();

    const second = await bed.run();

    expect(urnsOf(first.calls).length).toBeGreaterThan(2);
    expect(urnsOf(second.calls)).toEqual([]);
    expect(second.sweeps.get(ANA)).toMatchObject({ listing: "complete", trust: "believed", eligible: 0, gone: 0 });
  });

  it("goes on with what has grown old by the next days", async () => {
    const bed = await testBedFor();
    await bed.run();
    bed.advance(15);
    const stale = staleAt(bed.truth(), bed.now()).map(({ urn }) => urn);

    const { calls } = await bed.run();

    expect(stale.length).toBeGreaterThan(0);
    expect(urnsOf(calls)).toEqual(stale);
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });

  it("handles identities side by side, each one call at a time", async () => {
    const bed = await testBedFor({ identities: [account(), account({ uid: BEN, backlog: 20 })] });
    const stale = [ANA, BEN].map((id) => staleAt(bed.truth(id), bed.now()).length);

    const { sweeps } = await bed.run();

    expect([ANA, BEN].map((id) => sweeps.get(id)?.queued)).toEqual(stale);
    expect(await contradictions(bed, BEN)).toEqual(NO_CONTRADICTIONS);
    expect(await contradictions(bed, ANA)).toEqual(NO_CONTRADICTIONS);
  });

  it.each(["iso", "iso-date", "epoch-ms", "epoch-s", "relative", "mixed"] as const)(
    "never withdraws before the threshold when dates are written as %s",
    async (sentDateFormat) => {
      const bed = await testBedFor({ identities: [account({ backlog: 20, backlogDays: 120, sentDateFormat })] });

      const { calls } = await bed.run();

      const tooEarly = calls.flatMap(({ urn, startedAt }) => {
        const standing = urn === null ? null : bed.sandbox.world.fateOf(urn, startedAt);
        return standing !== null && ageAt(standing, new Date(startedAt)) < 21 ? [urn] : [];
      });
      expect(urnsOf(calls).length).toBeGreaterThan(0);
      expect(tooEarly).toEqual([]);
    },
  );
});

describe("any other mode", () => {
  it("lists, books and plans in a dry run, and withdraws nothing", async () => {
    const bed = await testBedFor();
    const stale = staleAt(bed.truth(), bed.now()).length;

    const { calls, sweeps, run } = await bed.run({ mode: "dry-run" });

    expect(urnsOf(calls)).toEqual([]);
    expect(calls.filter(({ action }) => action === "list")).toHaveLength(1);
    expect(run).toMatchObject({ mode: "dry-run", queued: 0 });
    expect(sweeps.get(ANA)).toMatchObject({ listed: 12, appeared: 12, eligible: stale, held: { "dry-run": stale } });
  });

  it("calls nothing at all when it is off", async () => {
    const bed = await testBedFor();

    const { calls, run } = await bed.run({ mode: "off" });

    expect(calls).toEqual([]);
    expect(run).toMatchObject({ mode: "off", identities: 0 });
  });

  it("spends nothing of a later live run's budget", async () => {
    const bed = await testBedFor();
    await bed.run({ mode: "dry-run" });
    const stale = staleAt(bed.truth(), bed.now()).length;

    const { calls } = await bed.run();

    expect(urnsOf(calls)).toHaveLength(stale);
  });
});
