import fc from "fast-check";
import {
  FRESH_GATE,
  type GateDecision,
  type GatedAction,
  type GateRefusal,
  type GateRequest,
  type GateState,
  releaseGate,
  tryGate,
} from "../../../lib/domain/gate.ts";
import type { IdentityPolicy } from "../../../lib/domain/policy.ts";
import { at } from "./records.ts";

/** One function asking for the gate, on a clock of its own, and what becomes of it if it is let in. */
export interface Asking {
  /** How long after the previous one it asks: so many milliseconds, or as soon as that one's refusal has run out. */
  readonly after: number | "until";
  readonly action: GatedAction;
  /** How far its clock is ahead of the true one. */
  readonly skewMs: number;
  /** `crash`: it calls, and never gives the gate back. */
  readonly fate: "call" | "no-call" | "crash";
  /** Where the call starts and ends in its lease, and the release after it: three fractions, in order. */
  readonly timing: readonly [callFrom: number, callTo: number, release: number];
  readonly draw: number;
  /** Of a withdrawal that was called. */
  readonly outcomeKnown: boolean;
}

/** On the true clock, in epoch milliseconds. */
export interface Pass {
  readonly action: GatedAction;
  readonly openedAt: number;
  /** When it gave the gate back, or its lease ran out. */
  readonly heldUntil: number;
  readonly call: { readonly from: number; readonly to: number } | null;
}

export interface Refused {
  readonly why: GateRefusal;
  readonly until: Date | null;
  /** The clock of the one who asked. */
  readonly askedAt: Date;
  /** What the same function is told when it asks again at `until` and nothing else has happened. */
  readonly again: GateDecision | null;
}

export interface Simulated {
  readonly passes: readonly Pass[];
  readonly refusals: readonly Refused[];
}

export const LEASE_MS = 60_000;
const START = at("2026-11-02T00:00:00.000Z").getTime();

/** Lets one after the other ask, on virtual time. A pass given back changes the gate only while it still holds it. */
export function simulate(askings: readonly Asking[], policy: IdentityPolicy): Simulated {
  const passes: Pass[] = [];
  const refusals: Refused[] = [];
  const releases: { readonly at: number; readonly apply: () => void }[] = [];
  let state: GateState = FRESH_GATE;
  let now = START;
  let lastRefusal: { readonly until: number } | null = null;
  for (const [index, asking] of askings.entries()) {
    const wait: number =
      asking.after !== "until" ? asking.after : Math.max(0, (lastRefusal?.until ?? now) - asking.skewMs - now);
    now += wait;
    for (const due of releases.splice(0).toSorted((a, b) => a.at - b.at)) {
      if (due.at <= now) due.apply();
      else releases.push(due);
    }
    const clock = (trueTime: number): Date => new Date(trueTime + asking.skewMs);
    const holder = `pass-${index}`;
    const request: GateRequest = { action: asking.action, runId: runOf(index), holder, leaseMs: LEASE_MS, policy };
    const decision = tryGate(state, request, clock(now));
    if (!decision.open) {
      const { why, until } = decision;
      const again = until === null ? null : tryGate(state, request, until);
      refusals.push({ why, until, askedAt: clock(now), again });
      lastRefusal = until === null ? null : { until: until.getTime() };
      continue;
    }
    state = decision.next;
    lastRefusal = null;
    const openedAt = now;
    const [callFrom, callTo, released] = asking.timing.map((part) => openedAt + Math.floor(part * LEASE_MS));
    if (callFrom === undefined || callTo === undefined || released === undefined) throw new RangeError("three timings");
    passes.push({
      action: asking.action,
      openedAt,
      heldUntil: asking.fate === "crash" ? openedAt + LEASE_MS : released,
      call: asking.fate === "no-call" ? null : { from: callFrom, to: callTo },
    });
    if (asking.fate === "crash") continue;
    const { action, draw, outcomeKnown } = asking;
    const called = asking.fate === "call";
    releases.push({
      at: released,
      apply: () => {
        if (state.lease?.holder !== holder) return;
        const failed = { label: "LK_524", ref: null, at: clock(released), invitationId: holder, runId: runOf(index) };
        const told = outcomeKnown
          ? ({ kind: "success", recoveredFrom: null } as const)
          : ({ kind: "failed", failed, isTransient: false } as const);
        const outcome = called && action === "withdraw" ? told : undefined;
        state = releaseGate(state, { action, called, draw, policy, outcome }, clock(released));
      },
    });
  }
  return { passes, refusals };
}

/** So few askings to a run that what stops one is over soon. */
const runOf = (index: number): string => `run-${Math.floor(index / 6)}`;

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** `prompt`: every call goes out at the very moment the gate opens; otherwise at any moment of the lease. */
export function askings(options: { readonly prompt: boolean }): fc.Arbitrary<Asking[]> {
  const asking: fc.Arbitrary<Asking> = fc.record({
    after: fc.oneof(
      { weight: 6, arbitrary: fc.constant("until" as const) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 250_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 20 * 3_600_000 }) },
    ),
    action: fc.constantFrom("withdraw", "withdraw", "withdraw", "list"),
    skewMs: fc.oneof(fc.constantFrom(0, 2_000), fc.integer({ min: 0, max: 2_000 })),
    fate: fc.constantFrom("call", "call", "call", "call", "no-call", "crash"),
    timing: fc
      .tuple(fraction, fraction, fraction)
      .map((parts) => parts.toSorted((a, b) => a - b))
      .map(([from = 0, to = 0, release = 0]) => [options.prompt ? 0 : from, to, release] as const),
    draw: fraction,
    outcomeKnown: fc.boolean(),
  });
  return fc.tuple(fc.array(asking, { minLength: 1, maxLength: 60, size: "max" }), fc.nat(3)).map(([all, luck]) => {
    // A streak of unknown outcomes ends a simulation early, so only one in four may have one.
    return luck === 0 ? all : all.map((one) => ({ ...one, outcomeKnown: true }));
  });
}
