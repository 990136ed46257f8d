import { describe, expect, it } from "vitest";
import { obstaclesToInviting } from "../../lib/domain/can-invite.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import type { EdgesFailure } from "../../lib/edges/errors.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import {
  ANA,
  account,
  BEN,
  contradictions,
  idOf,
  NO_CONTRADICTIONS,
  staleAt,
  type TestBed,
  testBedFor,
  urnsOf,
} from "../helpers/test-bed.ts";

type Fault = Omit<FaultSpec, "action"> & { readonly kind: FaultSpec["kind"] };
const onWithdraw = (fault: object): FaultSpec => ({ ...(fault as Fault), action: "withdraw" }) as FaultSpec;
const label = (name: string, more: object = {}) => ({ kind: "label", label: name, ...more });

/** The invitation that the first withdraw call is for. */
const oldestOf = (bed: TestBed) => {
  const [oldest] = staleAt(bed.truth(), bed.now());
  if (oldest === undefined) throw new Error("nothing is stale on this test bed");
  return oldest;
};

/** Nothing was done and the API says so, or the answer was lost before anything was done. */
const WITHOUT_EFFECT = [
  { kind: "drop-before-effect" },
  label("LK_524"),
  label("ACTION_ABORTED", { status: 422 }),
  label("UNKNOWN_ERROR"),
  { kind: "status", status: 500 },
  { kind: "status", status: 503 },
  { kind: "broken-json", takesEffect: false },
  label("GENERIC_ERROR"),
  label("LK_ERROR"),
  label("NO_DATA_LOADED"),
  label("PROXY_ERROR"),
  { kind: "rate-limited", retryAfterSeconds: 30 },
] as const;

/** All was done, and the answer says otherwise or nothing: the same run asks again. */
const AFTER_EFFECT = [
  { kind: "drop-after-effect" },
  { kind: "timeout-after-effect" },
  { kind: "status", status: 502, takesEffect: true },
  { kind: "broken-json", takesEffect: true },
  label("ACTION_ABORTED", { status: 422, takesEffect: true }),
  label("UNKNOWN_ERROR", { takesEffect: true }),
  label("LK_ERROR", { takesEffect: true }),
  label("GENERIC_ERROR", { takesEffect: true }),
  label("NO_DATA_LOADED", { takesEffect: true }),
  label("LK_ERROR", { status: 200, takesEffect: true }),
  { kind: "empty-answer" },
] as const;

/** The same, and the answer may be the invitation's own: the next run's list finds out. */
const REFUSED_AFTER_EFFECT = [
  { kind: "unknown-label", takesEffect: true },
  label("STATUS_403", { takesEffect: true }),
  label("PROFILE_NOT_ACCESSIBLE", { takesEffect: true }),
  label("BAD_INPUT", { status: 200, takesEffect: true }),
  label("STATUS_404", { status: 200, takesEffect: true }),
  label("AUTH_EXPIRED", { status: 200, takesEffect: true }),
] as const;

const named = (faults: readonly object[]) => faults.map((fault) => [JSON.stringify(fault), fault] as const);

describe("an answer that says or hides that nothing was done", () => {
  it.each(named(WITHOUT_EFFECT))("%s: the same run calls again, and the withdrawal is confirmed", async (_, fault) => {
    const bed = await testBedFor({ faults: [onWithdraw(fault)] });
    const oldest = oldestOf(bed);
    const stale = staleAt(bed.truth(), bed.now()).length;

    await bed.run();

    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
    expect((await bed.find(oldest)).ending).toMatchObject({ outcome: "withdrawn", confirmed: true });
    expect(bed.truth().filter(({ state }) => state === "withdrawn")).toHaveLength(stale);
  });
});

describe("an answer that hides that all was done", () => {
  it.each(named(AFTER_EFFECT))("%s: the next call finds out, and it is logged as unconfirmed", async (_, fault) => {
    const bed = await testBedFor({ faults: [onWithdraw(fault)] });
    const oldest = oldestOf(bed);
    const stale = staleAt(bed.truth(), bed.now()).length;

    await bed.run();

    const logged = (await bed.outcomes()).find(({ invitationId }) => invitationId === idOf(oldest.urn));
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
    expect(logged).toMatchObject({ outcome: "withdrawn", confirmed: false, reason: "stale", attempts: 2 });
    expect(bed.withdrawCalls(oldest.urn)).toHaveLength(2);
    expect(bed.truth().filter(({ state }) => state === "withdrawn")).toHaveLength(stale);
  });

  it.each(named(REFUSED_AFTER_EFFECT))(
    "%s: nobody may invite the person again, whatever the calls after it say",
    async (_, fault) => {
      const bed = await testBedFor({ faults: [onWithdraw(fault)] });
      const oldest = oldestOf(bed);

      bed.untilDayAfter(await bed.run());
      await bed.run();

      const found = await bed.find(oldest);
      expect(found.ending).toMatchObject({ outcome: "withdrawn", confirmed: false });
      const [obstacle] = obstaclesToInviting([found], new Set(), { reinviteCooldownDays: 21 }, bed.now());
      expect(obstacle?.why).toBe("withdrawn");
      expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
    },
  );

  it("is logged as unconfirmed by the next listing too when no further call could be made", async () => {
    const bed = await testBedFor({ faults: [onWithdraw({ kind: "drop-after-effect" })] });
    const oldest = oldestOf(bed);

    const first = await bed.run({ dailyCap: 1 });
    const between = await bed.find(oldest);
    bed.untilDayAfter(first);
    await bed.run({ dailyCap: 1, mode: "dry-run" });

    const logged = (await bed.outcomes()).find(({ invitationId }) => invitationId === idOf(oldest.urn));
    expect(between.state).toBe("withdrawing");
    expect(logged).toMatchObject({ outcome: "withdrawn", confirmed: false, reason: "stale" });
  });
});

describe("an answer that takes its time", () => {
  it("is waited for up to the time-out, and no second call is made", async () => {
    const bed = await testBedFor({ faults: [onWithdraw({ kind: "slow", ms: 12_000 })] });
    const oldest = oldestOf(bed);

    await bed.run();

    expect(bed.withdrawCalls(oldest.urn)).toHaveLength(1);
    expect((await bed.find(oldest)).ending).toMatchObject({ outcome: "withdrawn", confirmed: true });
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });
});

describe("LIMIT_REACHED", () => {
  it("is waited for when it ends within 15 minutes", async () => {
    const bed = await testBedFor();
    const stale = staleAt(bed.truth(), bed.now()).length;
    const postponed_until = new Date(bed.now().getTime() + 10 * 60_000).toISOString();
    bed.sandbox.faults.add(onWithdraw(label("LIMIT_REACHED", { status: 429, params: { postponed_until } })));

    const { calls } = await bed.run();

    const [refused, next] = calls.filter(({ action }) => action === "withdraw");
    expect(refused?.answer).toMatchObject({ label: "LIMIT_REACHED" });
    expect(next?.startedAt).toBeGreaterThanOrEqual(Date.parse(postponed_until));
    expect(bed.truth().filter(({ state }) => state === "withdrawn")).toHaveLength(stale);
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });

  it("that lasts longer puts all of the identity's messages off, and the run after it goes on", async () => {
    const bed = await testBedFor();
    const stale = staleAt(bed.truth(), bed.now()).length;
    const postponed_until = new Date(bed.now().getTime() + 5 * 3600_000).toISOString();
    bed.sandbox.faults.add(onWithdraw(label("LIMIT_REACHED", { status: 424, params: { postponed_until } })));

    const first = await bed.run();
    bed.untilDayAfter(first);
    await bed.run();

    const deferred = Object.values(first.sweeps.get(ANA)?.deferred ?? {}).flat();
    expect(urnsOf(first.calls)).toHaveLength(1);
    expect(deferred).toHaveLength(stale);
    expect(bed.truth().filter(({ state }) => state === "withdrawn").length).toBeGreaterThanOrEqual(stale);
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });

  it("of the vendor's own allowance is met by calling no more that day", async () => {
    const bed = await testBedFor({ identities: [account({ withdrawLimitPerDay: 2 })] });

    const { calls } = await bed.run();

    expect(urnsOf(calls)).toHaveLength(3);
    expect(bed.truth().filter(({ state }) => state === "withdrawn")).toHaveLength(2);
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });
});

describe("a failure that does not go away", () => {
  it.each(
    named([
      label("GENERIC_ERROR", { times: 1000 }),
      label("LK_ERROR", { times: 1000 }),
      { kind: "unknown-label", times: 1000 },
      { kind: "drop-before-effect", times: 1000 },
    ]),
  )("%s costs an invitation five calls at most, over as many runs as there are", async (_, fault) => {
    const bed = await testBedFor({ identities: [account({ backlog: 3 })], faults: [onWithdraw(fault)] });

    for (let day = 0; day < 3; day += 1) bed.untilDayAfter(await bed.run());

    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });

  it.each(named([label("PROXY_ERROR", { times: 1000 }), { kind: "rate-limited", retryAfterSeconds: 30, times: 1000 }]))(
    "%s is a refusal for everybody: three calls a run at most, and none of them counts",
    async (_, fault) => {
      const bed = await testBedFor({ identities: [account({ backlog: 3 })], faults: [onWithdraw(fault)] });
      const oldest = oldestOf(bed);

      const runs = [];
      for (let day = 0; day < 3; day += 1) {
        const run = await bed.run();
        runs.push(urnsOf(run.calls).filter((urn) => urn === oldest.urn).length);
        bed.untilDayAfter(run);
      }

      expect(runs.every((calls) => calls >= 1 && calls <= 3)).toBe(true);
      expect(await bed.find(oldest)).toMatchObject({ attempts: 0, ending: null, rest: null });
    },
  );

  it("a plan's rate limit leaves nothing in the dead letters and does not spend the day on one invitation", async () => {
    const fault = onWithdraw({ kind: "rate-limited", retryAfterSeconds: 30, times: 1000 });
    const bed = await testBedFor({ identities: [account({ backlog: 12 })], faults: [fault] });
    const stale = staleAt(bed.truth(), bed.now()).length;

    const { sweeps } = await bed.run();

    const deferred = Object.values(sweeps.get(ANA)?.deferred ?? {}).flat();
    expect(new Set(deferred).size).toBe(stale);
  });
});

describe("an identity or a workspace that cannot act", () => {
  it.each(["AUTH_EXPIRED", "NO_VALID_ACCOUNT_CONFIGURED", "INTEGRATION_ERROR"])(
    "%s pauses that identity alone, until it is connected again",
    async (name) => {
      const bed = await testBedFor({ identities: [account(), account({ uid: BEN })] });
      const stale = staleAt(bed.truth(BEN), bed.now()).length;
      bed.sandbox.faults.add(onWithdraw({ ...label(name), identityId: ANA }));

      const first = await bed.run();
      const { gate } = await bed.workspace.ledger.identities.find(ANA);
      bed.untilDayAfter(first);
      await bed.run();

      const ofAna = first.calls.filter(({ action, identityId }) => action === "withdraw" && identityId === ANA);
      expect(ofAna).toHaveLength(1);
      expect(gate.needsPerson).toMatchObject({ why: name });
      expect(tookIn(first.calls, BEN)).toBe(stale);
      expect(staleAt(bed.truth(ANA), bed.now())).toEqual([]);
      expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
    },
  );

  it.each(named([label("NO_ACCESS", { status: 402, times: 20 }), { kind: "status", status: 401, times: 20 }]))(
    "%s stops every identity at once, and the next run finds out whether it is over",
    async (_, fault) => {
      const bed = await testBedFor({ identities: [account(), account({ uid: BEN })], faults: [onWithdraw(fault)] });

      const first = await bed.run();
      bed.sandbox.faults.clear();
      bed.untilDayAfter(first);
      await bed.run();

      // Both may have been under way at the moment of the first refusal, but no identity is tried a second time.
      for (const id of [ANA, BEN]) {
        const ofIdentity = first.calls.filter(({ action, identityId }) => action === "withdraw" && identityId === id);
        expect(ofIdentity.length).toBeLessThanOrEqual(1);
        expect(staleAt(bed.truth(id), bed.now())).toEqual([]);
        expect(await contradictions(bed, id)).toEqual(NO_CONTRADICTIONS);
      }
    },
  );

  it("an unlisted label for everybody stops it for two runs, and then until a person looks", async () => {
    const fault = onWithdraw({ kind: "unknown-label", times: 1000 });
    const bed = await testBedFor({ faults: [fault] });

    const first = await bed.run();
    bed.untilDayAfter(first);
    const second = await bed.run();
    bed.untilDayAfter(second);
    const third = await bed.run();

    const { gate } = await bed.workspace.ledger.identities.find(ANA);
    expect([first, second].map(({ calls }) => new Set(urnsOf(calls)).size)).toEqual([3, 3]);
    expect(new Set(urnsOf([...first.calls, ...second.calls])).size, "others come first").toBe(6);
    expect(gate.needsPerson).toMatchObject({ why: "outcomes-not-known" });
    expect(gate.unknownOutcomes.at(-1)?.label).toMatch(/^[A-Z_0-9]+$/);
    expect(gate.unknownOutcomes.every(({ ref }) => ref !== null)).toBe(true);
    expect(third.calls.filter(({ identityId }) => identityId === ANA)).toEqual([]);
    expect(third.sweeps.get(ANA)).toMatchObject({ listing: "none", held: { "needs-person": 0 } });
  });
});

describe("BAD_INPUT", () => {
  it("costs that invitation a turn and goes on with the others", async () => {
    const bed = await testBedFor({ faults: [onWithdraw(label("BAD_INPUT", { status: 400 }))] });
    const oldest = oldestOf(bed);
    const stale = staleAt(bed.truth(), bed.now()).length;

    const first = await bed.run();
    const between = await bed.find(oldest);
    bed.untilDayAfter(first);
    await bed.run();

    expect(between).toMatchObject({ state: "pending", ending: null, attempts: 1 });
    expect(tookIn(first.calls, ANA)).toBe(stale - 1);
    expect((await bed.find(oldest)).ending).toMatchObject({ outcome: "withdrawn", confirmed: true });
  });
});

describe("a key that is gone in mid-run", () => {
  it("costs no attempt, no place of the cap and no call; the next run with a key goes on", async () => {
    const words = "the secret is empty: put a key in";
    const key = { calls: 0, isBack: false };
    const edges = (real: EdgesClient): EdgesClient => ({
      ...real,
      checkApiKey: async () => (key.calls >= 2 && !key.isBack ? keyFailure(words) : null),
      withdrawInvitation(order) {
        key.calls += 1;
        return real.withdrawInvitation(order);
      },
    });
    const bed = await testBedFor({ identities: [account({ backlog: 6 })], edges });
    const stale = staleAt(bed.truth(), bed.now()).length;

    const first = await bed.run();
    const { gate } = await bed.workspace.ledger.identities.find(ANA);
    const block = await bed.workspace.ledger.identities.workspaceBlock();
    bed.untilDayAfter(first);
    key.isBack = true;
    await bed.run();

    expect(urnsOf(first.calls)).toHaveLength(2);
    expect(gate.withdrawCalls).toHaveLength(2);
    expect(block).toMatchObject({ why: "no-api-key", detail: words });
    expect(first.sweeps.get(ANA)?.deferred["workspace-stopped"]).toHaveLength(stale - 2);
    expect(staleAt(bed.truth(), bed.now())).toEqual([]);
  });
});

const keyFailure = (why: string): EdgesFailure => ({
  ...{ reaction: "workspace-stopped", effect: "none", sent: false, label: "no-api-key", ref: null, status: null },
  ...{
    scope: null,
    until: null,
    endsBy: null,
    unlisted: false,
    method: "POST",
    address: "https://api.example/v1",
    why,
  },
});

const tookIn = (calls: readonly { tookEffect: boolean; identityId: string | null }[], id: string): number =>
  calls.filter((call) => call.tookEffect && call.identityId === id).length;
