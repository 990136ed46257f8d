import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CLAIM_LEASE_MS,
  type Conclusion,
  conclude,
  decideClaim,
  MAX_ATTEMPTS,
  MAX_ATTEMPTS_PER_RUN,
  type Reaction,
} from "../../lib/domain/attempt.ts";
import type { TrackedInvitation } from "../../lib/domain/tracked-invitation.ts";
import { at, tracked } from "./helpers/records.ts";

const NOW = at("2026-11-02T12:00:00.000Z");
const plus = (ms: number): Date => new Date(NOW.getTime() + ms);
const claim = (changes: Partial<TrackedInvitation>, now = NOW) =>
  decideClaim(tracked(changes), { attemptId: "try-2", runId: "run-2", reason: "stale" }, now);

describe("the limits", () => {
  it("are five calls in all, three in a run, and a lease longer than the function's 30 seconds", () => {
    const limits = [MAX_ATTEMPTS, MAX_ATTEMPTS_PER_RUN, CLAIM_LEASE_MS];

    expect(limits).toEqual([5, 3, 60_000]);
  });
});

describe("a claim", () => {
  it("is given for an invitation never tried, with a lease of a minute", () => {
    const decision = claim({});

    expect(decision).toEqual({
      go: true,
      claim: {
        attempt: { id: "try-2", until: plus(60_000) },
        attempts: 1,
        attemptsInRun: 1,
        attemptRunId: "run-2",
        attemptReason: "stale",
        lostAnswers: 0,
      },
    });
  });

  it.each(["pending", "withdrawing"] as const)("is given while the invitation is %s", (state) => {
    const decision = claim({ state });

    expect(decision.go).toBe(true);
  });

  it.each(["withdrawn", "accepted", "gone", "failed"] as const)("is never given once it is %s", (state) => {
    const left = { id: "try-1", until: plus(60_000) };

    const decisions = [claim({ state }), claim({ state, attempt: left }), claim({ state, attempts: MAX_ATTEMPTS })];

    expect(decisions).toEqual(Array.from({ length: 3 }, () => ({ go: false, why: "ended" })));
  });

  it("counts on within its run and from one in another", () => {
    const counts = { attempts: 2, attemptsInRun: 2 };

    const decisions = [claim({ ...counts, attemptRunId: "run-2" }), claim({ ...counts, attemptRunId: "run-1" })];

    expect(decisions).toMatchObject([
      { claim: { attempts: 3, attemptsInRun: 3, attemptRunId: "run-2" } },
      { claim: { attempts: 3, attemptsInRun: 1, attemptRunId: "run-2" } },
    ]);
  });

  it("is taken over only when its lease has ended on every clock", () => {
    const left = { state: "withdrawing", attempts: 1, attempt: { id: "try-1", until: NOW } } as const;

    const decisions = [-60_000, 0, 1_999, 2_000].map((ms) => claim(left, plus(ms)));

    const claimed = { go: false, why: "claimed", until: plus(2_000) };
    expect(decisions).toMatchObject([claimed, claimed, claimed, { go: true }]);
  });

  it("taken over counts the answer of the one who died as lost", () => {
    const left = { state: "withdrawing", attempts: 2, attempt: { id: "try-1", until: plus(-10_000) } } as const;

    const decisions = [claim({ ...left, lostAnswers: 0 }), claim({ ...left, lostAnswers: 1 })];

    expect(decisions).toMatchObject([
      { claim: { attempts: 3, lostAnswers: 1, attempt: { id: "try-2" } } },
      { claim: { attempts: 3, lostAnswers: 2 } },
    ]);
  });

  it("given after a concluded attempt adds no lost answer", () => {
    const decision = claim({ state: "withdrawing", attempts: 2, lostAnswers: 1, attempt: null });

    expect(decision).toMatchObject({ claim: { attempts: 3, lostAnswers: 1 } });
  });

  it("is given for the fifth call and not for a sixth", () => {
    const decisions = [claim({ attempts: 4 }), claim({ attempts: 5 }), claim({ attempts: 6 })];

    expect(decisions).toMatchObject([
      { go: true, claim: { attempts: 5 } },
      { go: false, why: "exhausted" },
      { go: false, why: "exhausted" },
    ]);
  });

  it("waits for the fifth call's lease before it says that nothing is left", () => {
    const fifth = { state: "withdrawing", attempts: 5, attempt: { id: "try-1", until: NOW } } as const;

    const decisions = [claim(fifth, plus(1_999)), claim(fifth, plus(2_000))];

    expect(decisions).toMatchObject([{ why: "claimed", until: plus(2_000) }, { why: "exhausted" }]);
  });
});

describe("the conclusion from an answer", () => {
  const WITHDRAWN: Conclusion = { kind: "end", outcome: "withdrawn", confirmed: true };
  const WITHDRAWN_UNCONFIRMED: Conclusion = { kind: "end", outcome: "withdrawn", confirmed: false };
  const FAILED: Conclusion = { kind: "end", outcome: "failed" };
  const AGAIN: Conclusion = { kind: "leave-open", lost: false, counts: true, next: "try-again" };
  const NEXT_RUN: Conclusion = { kind: "leave-open", lost: false, counts: true, next: "next-run" };
  const NEXT_LISTING: Conclusion = { kind: "leave-open", lost: false, counts: true, next: "next-listing" };
  const AGAIN_UNCOUNTED: Conclusion = { kind: "leave-open", lost: false, counts: false, next: "try-again" };
  const NEXT_RUN_UNCOUNTED: Conclusion = { kind: "leave-open", lost: false, counts: false, next: "next-run" };
  const LOST_AGAIN: Conclusion = { kind: "leave-open", lost: true, counts: true, next: "try-again" };
  const LOST_NEXT_LISTING: Conclusion = { kind: "leave-open", lost: true, counts: true, next: "next-listing" };

  // Columns: the first call of all · the third of a run · the fourth, in a second run · the fifth and last.
  const CALLS = [
    { attempts: 1, attemptsInRun: 1 },
    { attempts: 3, attemptsInRun: 3 },
    { attempts: 4, attemptsInRun: 1 },
    { attempts: 5, attemptsInRun: 2 },
  ];
  const ROWS: readonly (readonly [Reaction, lostBefore: number, readonly Conclusion[]])[] = [
    ["done", 0, [WITHDRAWN, WITHDRAWN, WITHDRAWN, WITHDRAWN]],
    ["done", 1, [WITHDRAWN, WITHDRAWN, WITHDRAWN, WITHDRAWN]],
    ["no-longer-pending", 0, [NEXT_LISTING, NEXT_LISTING, NEXT_LISTING, NEXT_LISTING]],
    ["no-longer-pending", 1, Array.from({ length: 4 }, () => WITHDRAWN_UNCONFIRMED)],
    ["wait-until", 0, [AGAIN_UNCOUNTED, NEXT_RUN_UNCOUNTED, AGAIN_UNCOUNTED, AGAIN_UNCOUNTED]],
    ["wait-until", 1, [AGAIN_UNCOUNTED, NEXT_RUN_UNCOUNTED, AGAIN_UNCOUNTED, AGAIN_UNCOUNTED]],
    ["identity-needs-person", 0, Array.from({ length: 4 }, () => NEXT_RUN_UNCOUNTED)],
    ["identity-needs-person", 1, Array.from({ length: 4 }, () => NEXT_RUN_UNCOUNTED)],
    ["workspace-stopped", 0, Array.from({ length: 4 }, () => NEXT_RUN_UNCOUNTED)],
    ["workspace-stopped", 1, Array.from({ length: 4 }, () => NEXT_RUN_UNCOUNTED)],
    ["retry-later", 0, [AGAIN, NEXT_RUN, AGAIN, FAILED]],
    ["retry-later", 1, [AGAIN, NEXT_RUN, AGAIN, NEXT_LISTING]],
    ["rejected", 0, [FAILED, FAILED, FAILED, FAILED]],
    ["rejected", 1, [NEXT_LISTING, NEXT_LISTING, NEXT_LISTING, NEXT_LISTING]],
    ["not-known", 0, [LOST_AGAIN, LOST_AGAIN, LOST_AGAIN, LOST_NEXT_LISTING]],
    ["not-known", 1, [LOST_AGAIN, LOST_AGAIN, LOST_AGAIN, LOST_NEXT_LISTING]],
  ];
  const CASES = ROWS.flatMap(([reaction, lostAnswers, row]) =>
    row.map((conclusion, index) => ({ reaction, lostAnswers, ...(CALLS[index] ?? raise()), conclusion })),
  );

  it.each(CASES)("$reaction at call $attempts, $attemptsInRun in its run, after $lostAnswers lost", (one) => {
    const concluded = conclude(one.reaction, one);

    expect(concluded).toEqual(one.conclusion);
  });

  it("tries again after the second call of a run and no more after the third", () => {
    const calls = [1, 2, 3, 4].map((attemptsInRun) => ({ attempts: 4, attemptsInRun, lostAnswers: 0 }));

    const nexts = calls.map((call) => conclude("retry-later", call));

    expect(nexts).toEqual([AGAIN, AGAIN, NEXT_RUN, NEXT_RUN]);
  });

  it("says withdrawn for nothing but the API's word, or its no longer pending after a lost answer", () => {
    const reactions = fc.constantFrom<Reaction[]>(...new Set(ROWS.map(([reaction]) => reaction)));
    const calls = fc.record({ attempts: fc.nat(9), attemptsInRun: fc.nat(9), lostAnswers: fc.nat(3) });

    fc.assert(
      fc.property(reactions, calls, (reaction, call) => {
        const concluded = conclude(reaction, call);

        const withdrawn = concluded.kind === "end" && concluded.outcome === "withdrawn";
        expect(withdrawn).toBe(reaction === "done" || (reaction === "no-longer-pending" && call.lostAnswers > 0));
        if (withdrawn) expect(concluded.confirmed).toBe(reaction === "done");
        // An answer that was lost may have been a withdrawal: such an invitation never ends as failed.
        if (call.lostAnswers > 0) expect(concluded).not.toEqual(FAILED);
      }),
    );
  });
});

describe("any sequence of attempts and crashes, on clocks up to two seconds apart", () => {
  interface Try {
    readonly afterMs: number;
    readonly skewMs: number;
    /** Null: the function dies after its call and concludes nothing. */
    readonly answer: Reaction | null;
    readonly callMs: number;
  }
  const tries = fc.array(
    fc.record({
      afterMs: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 130_000 })),
      skewMs: fc.oneof(fc.constantFrom(0, 2_000), fc.integer({ min: 0, max: 2_000 })),
      answer: fc.constantFrom<(Reaction | null)[]>(
        null,
        null,
        "not-known",
        "retry-later",
        "wait-until",
        "no-longer-pending",
        "done",
      ),
      callMs: fc.integer({ min: 1, max: 59_999 }),
    }),
    { maxLength: 30, size: "max" },
  );

  /** Only the claim stands between two calls here; no gate. Answers the calls made and the item in the end. */
  function play(all: readonly Try[]) {
    const calls: { readonly from: number; readonly to: number; readonly state: string; readonly counts: boolean }[] =
      [];
    const settlings: { readonly at: number; readonly apply: () => void }[] = [];
    let item = tracked();
    let now = NOW.getTime();
    for (const [index, { afterMs, skewMs, answer, callMs }] of all.entries()) {
      now += afterMs;
      for (const due of settlings.splice(0)) {
        if (due.at <= now) due.apply();
        else settlings.push(due);
      }
      const id = `try-${index}`;
      const decision = decideClaim(
        item,
        { attemptId: id, runId: `run-${Math.floor(index / 8)}`, reason: "stale" },
        new Date(now + skewMs),
      );
      if (!decision.go) continue;
      const before = item.state;
      item = { ...item, ...decision.claim, state: "withdrawing" };
      const concluded = answer === null ? null : conclude(answer, item);
      const counts = concluded?.kind !== "leave-open" || concluded.counts;
      calls.push({ from: now, to: now + callMs, state: before, counts });
      if (concluded === null) continue;
      settlings.push({
        at: now + callMs,
        apply: () => {
          if (item.attempt?.id !== id) return;
          // As the ledger's `settle` and `leaveOpen` say.
          if (concluded.kind === "end") item = { ...item, attempt: null, state: concluded.outcome };
          else {
            const lostAnswers = item.lostAnswers + (concluded.lost ? 1 : 0);
            const attempts = item.attempts - (concluded.counts ? 0 : 1);
            item = {
              ...item,
              attempt: null,
              attempts,
              lostAnswers,
              state: lostAnswers > 0 ? "withdrawing" : "pending",
            };
          }
        },
      });
    }
    return { calls, item };
  }

  it("never has two calls in flight, nor one after the end, nor more than five that count", () => {
    let taken = 0;

    fc.assert(
      fc.property(tries, (all) => {
        const { calls, item } = play(all);

        taken += calls.length;
        for (const [index, call] of calls.entries()) {
          expect(["pending", "withdrawing"]).toContain(call.state);
          expect(call.from).toBeGreaterThanOrEqual(calls[index - 1]?.to ?? 0);
        }
        expect(calls.filter(({ counts }) => counts).length).toBeLessThanOrEqual(MAX_ATTEMPTS);
        expect(item.attempts).toBeLessThanOrEqual(MAX_ATTEMPTS);
      }),
      { numRuns: 500 },
    );

    // Otherwise the property would have been about nothing.
    expect(taken).toBeGreaterThan(1_000);
  });
});

function raise(): never {
  throw new RangeError("one conclusion for each of the calls");
}
