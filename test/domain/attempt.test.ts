import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Answer,
  CLAIM_LEASE_MS,
  type Conclusion,
  conclude,
  decideClaim,
  MAX_TRIES_PER_RUN,
  MAX_WAITS_PER_RUN,
  type Reaction,
} from "../../lib/domain/attempt.ts";
import { MAX_CALLS_BEFORE_REST } from "../../lib/domain/rest.ts";
import type { TrackedInvitation } from "../../lib/domain/tracked-invitation.ts";
import { at, tracked } from "./helpers/records.ts";

const NOW = at("2026-11-02T12:00:00.000Z");
const DAY = 24 * 3_600_000;
const plus = (ms: number): Date => new Date(NOW.getTime() + ms);
const claim = (changes: Partial<TrackedInvitation>, now = NOW) =>
  decideClaim(tracked(changes), { attemptId: "try-2", runId: "run-2", reason: "stale" }, now);

describe("the limits", () => {
  it("are five calls before a rest, two in a run, three waits, and a lease longer than the function's 30 seconds", () => {
    const limits = [MAX_CALLS_BEFORE_REST, MAX_TRIES_PER_RUN, MAX_WAITS_PER_RUN, CLAIM_LEASE_MS];

    expect(limits).toEqual([5, 2, 3, 60_000]);
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

    const decisions = [
      claim({ state }),
      claim({ state, attempt: left }),
      claim({ state, attempts: MAX_CALLS_BEFORE_REST }),
    ];

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

  const met = { label: "LK_ERROR", ref: null, at: NOW };

  it("is given for the fifth call, and for the sixth only when the rest that the fifth began is over", () => {
    const fifth = claim({ attempts: 4, lastError: met });
    const sixth = [0, 3 * DAY - 1, 3 * DAY].map((ms) => claim({ attempts: 5, lastError: met }, plus(ms)));

    const resting = { go: false, why: "resting" };
    expect([fifth, ...sixth]).toMatchObject([{ go: true }, resting, resting, { go: true, claim: { attempts: 6 } }]);
  });

  it("is left to the rules once its rest is written", () => {
    const rest = { until: plus(3 * DAY), count: 1, attempts: 5 };

    expect(claim({ attempts: 5, lastError: met, rest })).toMatchObject({ go: true, claim: { attempts: 6 } });
  });

  it("waits for the fifth call's lease before it says that it rests", () => {
    const fifth = { state: "withdrawing", attempts: 5, attempt: { id: "try-1", until: NOW } } as const;

    const decisions = [claim(fifth, plus(1_999)), claim(fifth, plus(2_000))];

    expect(decisions).toMatchObject([{ why: "claimed", until: plus(2_000) }, { why: "resting" }]);
  });
});

describe("the conclusion from an answer", () => {
  const WITHDRAWN: Conclusion = { kind: "end", outcome: "withdrawn", confirmed: true };
  const WITHDRAWN_UNCONFIRMED: Conclusion = { kind: "end", outcome: "withdrawn", confirmed: false };
  type LeftOpen = Extract<Conclusion, { kind: "leave-open" }>;
  const open = (next: LeftOpen["next"], more: Partial<LeftOpen> = {}): Conclusion => ({
    ...{ kind: "leave-open", lost: false, counts: true, rest: null, next },
    ...more,
  });
  const rest = { until: plus(3 * DAY), count: 1, attempts: 5 };
  const NEXT_RUN = open("next-run");
  const NEXT_LISTING = open("next-listing");
  const AGAIN_UNCOUNTED = open("try-again", { counts: false });
  const NEXT_RUN_UNCOUNTED = open("next-run", { counts: false });
  const REST = open("next-run", { rest });
  const LOST_AGAIN = open("try-again", { lost: true });
  const LOST_NEXT_RUN = open("next-run", { lost: true });
  const LOST_REST = open("next-run", { lost: true, rest });
  const NONE = "none";
  const MAYBE = "maybe";

  // Columns: the first call of all · the third of a run · the fourth, in a second run · the fifth, after which it rests.
  const CALLS = [
    { attempts: 1, attemptsInRun: 1 },
    { attempts: 3, attemptsInRun: 3 },
    { attempts: 4, attemptsInRun: 1 },
    { attempts: 5, attemptsInRun: 2 },
  ];
  const ROWS: readonly (readonly [Reaction, Answer["effect"], lostBefore: number, readonly Conclusion[]])[] = [
    ["done", NONE, 0, [WITHDRAWN, WITHDRAWN, WITHDRAWN, WITHDRAWN]],
    ["done", NONE, 1, [WITHDRAWN, WITHDRAWN, WITHDRAWN, WITHDRAWN]],
    ["no-longer-pending", NONE, 0, [NEXT_LISTING, NEXT_LISTING, NEXT_LISTING, open("next-listing", { rest })]],
    ["no-longer-pending", NONE, 1, Array.from({ length: 4 }, () => WITHDRAWN_UNCONFIRMED)],
    ["wait-until", NONE, 0, [AGAIN_UNCOUNTED, NEXT_RUN_UNCOUNTED, AGAIN_UNCOUNTED, AGAIN_UNCOUNTED]],
    ["wait-until", NONE, 1, [AGAIN_UNCOUNTED, NEXT_RUN_UNCOUNTED, AGAIN_UNCOUNTED, AGAIN_UNCOUNTED]],
    ["identity-needs-person", NONE, 0, Array.from({ length: 4 }, () => NEXT_RUN_UNCOUNTED)],
    ["workspace-stopped", NONE, 1, Array.from({ length: 4 }, () => NEXT_RUN_UNCOUNTED)],
    ["retry-later", MAYBE, 0, [LOST_AGAIN, LOST_NEXT_RUN, LOST_AGAIN, LOST_REST]],
    ["refused", MAYBE, 0, [LOST_NEXT_RUN, LOST_NEXT_RUN, LOST_NEXT_RUN, LOST_REST]],
    ["rejected", NONE, 0, [NEXT_RUN, NEXT_RUN, NEXT_RUN, REST]],
    ["rejected", MAYBE, 0, [LOST_NEXT_RUN, LOST_NEXT_RUN, LOST_NEXT_RUN, LOST_REST]],
    ["not-known", MAYBE, 0, [LOST_AGAIN, LOST_NEXT_RUN, LOST_AGAIN, LOST_REST]],
    ["not-known", MAYBE, 1, [LOST_AGAIN, LOST_NEXT_RUN, LOST_AGAIN, LOST_REST]],
  ];
  const CASES = ROWS.flatMap(([reaction, effect, lostAnswers, row]) =>
    row.map((conclusion, index) => ({
      ...{ reaction, effect, lostAnswers, rest: null },
      ...(CALLS[index] ?? raise()),
      conclusion,
    })),
  );

  it.each(CASES)("$reaction at call $attempts, $attemptsInRun in its run, after $lostAnswers lost", (one) => {
    const concluded = conclude(one, one, NOW);

    expect(concluded).toEqual(one.conclusion);
  });

  it("leaves what failed to the next run at once where another invitation has failed too", () => {
    const call = { attempts: 1, attemptsInRun: 1, lostAnswers: 0, rest: null };

    const concluded = conclude({ reaction: "not-known", effect: MAYBE }, call, NOW, false);

    expect(concluded).toEqual(LOST_NEXT_RUN);
  });

  it("gives rests that double from 3 to 24 days, one after every five calls", () => {
    const days = [1, 2, 3, 4, 5].map((count) => {
      const before = count === 1 ? null : { until: NOW, count: count - 1, attempts: 5 * (count - 1) };
      const call = { attempts: 5 * count, attemptsInRun: 1, lostAnswers: 0, rest: before };
      const concluded = conclude({ reaction: "refused", effect: MAYBE }, call, NOW);
      return concluded.kind === "leave-open" && concluded.rest !== null
        ? (concluded.rest.until.getTime() - NOW.getTime()) / DAY
        : null;
    });

    expect(days).toEqual([3, 6, 12, 24, 24]);
  });

  it("says withdrawn for nothing but the API's word, or its no longer pending after a lost answer", () => {
    const reactions = fc.constantFrom<Reaction[]>(...new Set(ROWS.map(([reaction]) => reaction)));
    const effects = fc.constantFrom(NONE, MAYBE);
    const calls = fc.record({
      ...{ attempts: fc.nat(9), attemptsInRun: fc.nat(9), lostAnswers: fc.nat(3) },
      rest: fc.constantFrom(null, rest),
    });

    fc.assert(
      fc.property(reactions, effects, calls, (reaction, effect, call) => {
        const concluded = conclude({ reaction, effect }, call, NOW);

        const withdrawn = concluded.kind === "end";
        expect(withdrawn).toBe(reaction === "done" || (reaction === "no-longer-pending" && call.lostAnswers > 0));
        if (withdrawn) expect(concluded.confirmed).toBe(reaction === "done");
        else expect(concluded.lost).toBe(effect === MAYBE);
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

  const MAY_HAVE: readonly Reaction[] = ["not-known", "retry-later"];

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
      // As the rule `resting` says, which is asked before each claim.
      const rests = item.rest !== null && item.rest.until.getTime() > now;
      if (!decision.go || rests) continue;
      const before = item.state;
      item = { ...item, ...decision.claim, state: "withdrawing" };
      const concluded =
        answer === null
          ? null
          : conclude({ reaction: answer, effect: MAY_HAVE.includes(answer) ? "maybe" : "none" }, item, new Date(now));
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
              rest: concluded.rest ?? item.rest,
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
        expect(calls.filter(({ counts }) => counts).length).toBeLessThanOrEqual(MAX_CALLS_BEFORE_REST);
        expect(item.attempts).toBeLessThanOrEqual(MAX_CALLS_BEFORE_REST);
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
