import { describe, expect, it } from "vitest";
import { judgeStart, judgeSweep, judgeWithdraw, obstacleTo } from "../../../lib/cli/dead-letters/reasons.ts";
import { FRESH_GATE } from "../../../lib/domain/gate.ts";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import type { Ending } from "../../../lib/domain/tracked-invitation.ts";
import { at, gate, identityPolicy, tracked } from "../../domain/helpers/records.ts";

const NOW = at("2026-11-02T12:00:00.000Z");
const plus = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const message = { expiresAt: plus(60) };
const LK_524 = { label: "LK_524", ref: "err-7", at: plus(-30) };
const ending = { outcome: "withdrawn", endedAt: plus(-90) } as Ending;

describe("a withdraw message", () => {
  it("of a pending invitation can be redriven, and the last answer is told", () => {
    const diagnosis = judgeWithdraw(message, tracked({ attempts: 2, lastError: LK_524 }), null, NOW);

    expect(diagnosis).toEqual({
      redrive: "now",
      reason: "still pending; last answer LK_524 (ref err-7) on 2026-11-02 11:30 UTC",
    });
  });

  it("says so when there never was an answer, or one without a reference", () => {
    const none = judgeWithdraw(message, tracked(), null, NOW);
    const nameless = judgeWithdraw(message, tracked({ lastError: { ...LK_524, ref: null } }), null, NOW);

    expect(none.reason).toBe("still pending; no answer is on record");
    expect(nameless.reason).toContain("last answer LK_524 (ref none)");
  });

  it("whose answer was lost can be redriven", () => {
    const diagnosis = judgeWithdraw(message, tracked({ state: "withdrawing", lostAnswers: 1 }), null, NOW);

    expect(diagnosis.redrive).toBe("now");
    expect(diagnosis.reason).toContain("not known whether a call took effect");
  });

  it("whose attempt died can be redriven once its lease is over, clocks' difference included", () => {
    const left = { state: "withdrawing", attempts: 1 } as const;
    const until = (ms: number) => ({ attempt: { id: "a", until: new Date(NOW.getTime() + ms) } });

    const over = judgeWithdraw(message, tracked({ ...left, ...until(-2_000) }), null, NOW);
    const nearly = judgeWithdraw(message, tracked({ ...left, ...until(-1_999) }), null, NOW);

    expect(over.redrive).toBe("now");
    expect(over.reason).toContain("claim left behind by an attempt that died");
    expect(nearly.redrive).toBe("later");
    expect(nearly.reason).toContain("under way");
  });

  it.each(["withdrawn", "accepted", "gone", "failed"] as const)("has nothing left to do when it is %s", (state) => {
    const diagnosis = judgeWithdraw(message, tracked({ state, ending }), null, NOW);

    expect(diagnosis).toEqual({
      redrive: "never",
      reason: `has ended meanwhile: ${state} on 2026-11-02 10:30 UTC: nothing left to do`,
    });
  });

  it("is dropped without a call from the very instant it expires", () => {
    const [before, then] = [-1, 0].map((ms) =>
      judgeWithdraw({ expiresAt: NOW }, tracked(), null, new Date(NOW.getTime() + ms)),
    );

    expect(before?.redrive).toBe("now");
    expect(then).toMatchObject({ redrive: "never" });
    expect(then?.reason).toContain("expired on 2026-11-02 12:00 UTC: a redrive would drop it without a call");
  });

  it("is not called for when the ledger does not hold the invitation", () => {
    const diagnosis = judgeWithdraw(message, null, null, NOW);

    expect(diagnosis.redrive).toBe("never");
  });

  it("is not called for while it rests after its fifth call, written or not", () => {
    const lastError = { label: "STATUS_403", ref: null, at: NOW };
    const rest = { until: later(NOW, DAY_MS), count: 1, attempts: 5 };
    const diagnoses = [tracked({ attempts: 4, lastError }), tracked({ attempts: 5, lastError }), tracked({ rest })].map(
      (invitation) => judgeWithdraw(message, invitation, null, NOW),
    );

    expect(diagnoses.map(({ redrive }) => redrive)).toEqual(["now", "never", "never"]);
    expect(diagnoses[1]?.reason).toMatch(/rests until .* after 5 calls; last answer STATUS_403/);
  });

  it("waits for what stands in the way, and for nothing when it has ended anyway", () => {
    const open = judgeWithdraw(message, tracked(), "the identity is paused", NOW);
    const over = judgeWithdraw(message, tracked({ state: "gone", ending }), "the identity is paused", NOW);

    expect(open).toMatchObject({
      redrive: "later",
      reason: expect.stringContaining("not now: the identity is paused"),
    });
    expect(over.redrive).toBe("never");
  });
});

describe("a sweep message", () => {
  const facts = { runKnown: true, swept: false, sweptSince: null };

  it("of an identity that was not swept in its run can be redriven", () => {
    expect(judgeSweep({ runId: "r" }, facts, null)).toEqual({ redrive: "now", reason: "not swept in that run" });
  });

  it.each([
    [{ swept: true }, "the run has a sweep of this identity already: nothing left to do"],
    [{ runKnown: false }, "the ledger holds no run r: a sweep in its name would fail again"],
    [{ sweptSince: "s" }, "run s has swept this identity since: nothing left to do"],
  ])("with %j is not cured by a redrive", (change, reason) => {
    expect(judgeSweep({ runId: "r" }, { ...facts, ...change }, null)).toEqual({ redrive: "never", reason });
  });

  it("waits for what stands in the way", () => {
    expect(judgeSweep({ runId: "r" }, facts, "the identity is paused").redrive).toBe("later");
  });
});

describe("a firing of the schedule", () => {
  const facts = { run: null, startedSince: null, error: "the policy is not valid" };

  it("that never became a run is told with its time and what it failed on", () => {
    expect(judgeStart(NOW, facts, null)).toEqual({
      redrive: "now",
      reason: "the run of 2026-11-02 12:00 UTC did not start: the policy is not valid",
    });
  });

  it("that died half-way goes on where it stopped", () => {
    const diagnosis = judgeStart(NOW, { ...facts, run: { state: "starting", identities: null }, error: null }, null);

    expect(diagnosis).toEqual({
      redrive: "now",
      reason: "begun, and not every identity has its message: no failure is on record",
    });
  });

  it.each([
    [{ run: { state: "started", identities: 3 } }, "has started meanwhile, for 3 identities"],
    [{ startedSince: "2026-11-03T12:00:00.000Z" }, "has started since"],
  ] as const)("has nothing left to do with %j", (change, words) => {
    const diagnosis = judgeStart(NOW, { ...facts, ...change }, null);

    expect(diagnosis).toMatchObject({ redrive: "never", reason: expect.stringContaining(words) });
  });
});

describe("what stands in the way of a redrive", () => {
  const find = (change: Partial<Parameters<typeof identityPolicy>[0]> = {}, state = FRESH_GATE) =>
    obstacleTo("withdraw", identityPolicy(change), state, null, NOW);

  it("is nothing in live mode with an open gate", () => {
    expect(find()).toBeNull();
  });

  it.each([
    ["withdraw", "dry-run", 'the policy\'s mode is "dry-run"'],
    ["withdraw", "off", 'the policy\'s mode is "off"'],
    ["list", "off", 'the policy\'s mode is "off"'],
    ["list", "dry-run", null],
  ] as const)("is of a %s in mode %s: %s", (action, mode, words) => {
    expect(obstacleTo(action, identityPolicy({ mode }), FRESH_GATE, null, NOW)).toBe(words);
  });

  it("is a pause, and what needs a person", () => {
    const needsPerson = { since: NOW, why: "AUTH_EXPIRED", ref: null };

    expect(find({ paused: true })).toBe("the identity is paused");
    expect(find({}, gate({ needsPerson }))).toBe("the identity needs a person (AUTH_EXPIRED)");
  });

  it("is a stop of the whole workspace until it is over", () => {
    const stop = (until: Date) =>
      obstacleTo("list", identityPolicy(), FRESH_GATE, { until, why: "401", ref: null }, NOW);

    expect(stop(plus(30))).toBe("every identity is stopped until 2026-11-02 12:30 UTC (401)");
    expect(stop(NOW)).toBeNull();
  });

  it("is no wait that a message spends in the queue anyway, but a longer one", () => {
    const block = (minutes: number) => ({ withdraw: { until: plus(minutes), why: "LIMIT_REACHED", ref: null } });

    expect(find({}, gate({ nextAllowedAt: plus(2) }))).toBeNull();
    expect(find({}, gate({ blocks: block(15) }))).toBeNull();
    expect(find({}, gate({ blocks: block(16) }))).toBe("blocked until 2026-11-02 12:16 UTC");
  });
});
