import type { Collaborators } from "../../../lib/collaborators.ts";
import { type Concurrency, concurrencyFor } from "../../../lib/config/concurrency.ts";
import { START_RUN_TIMEOUT_MS, SWEEP_TIMEOUT_MS } from "../../../lib/contract/functions.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../../lib/contract/queues.ts";
import { QUEUE_TIME_MS } from "../../../lib/domain/budget.ts";
import { CLOCK_SKEW_MS } from "../../../lib/domain/gate.ts";
import { DEFAULT_POLICY, type Policy, policyFor } from "../../../lib/domain/policy.ts";
import { runTimeOf } from "../../../lib/domain/run-time.ts";
import { DAY_MS, later, MINUTE_MS, SECOND_MS } from "../../../lib/domain/time.ts";
import { type EdgesPlan, PLAN_RATES } from "../../../lib/edges/plan-rates.ts";
import { FIFO_WINDOW, type QueueModel, type Received } from "../../../lib/local/memory/queue-model.ts";
import { MAX_WAITS } from "../../../lib/queue/handle-batch.ts";
import type { Queue } from "../../../lib/queue/queue.ts";
import { seededRng } from "../../../lib/sandbox/rng.ts";
import { roomFor } from "../../../lib/start-run/room.ts";
import { startRun } from "../../../lib/start-run/start-run.ts";
import type { StartCollaborators } from "../../../lib/start-run/starting.ts";
import type { SweepDecision } from "../../../lib/sweep/decide.ts";
import { queueToday } from "../../../lib/sweep/queue-today.ts";
import { TIME_FOR_A_PAGE_MS } from "../../../lib/sweep/time-budget.ts";
import { turnOf } from "../../../lib/sweep/turn.ts";
import { createFastQueue } from "../model/fast-queue.ts";
import { createModelLedger } from "../model/ledger.ts";
import { createLimitWatch, type Limit } from "./limits.ts";
import { createPollers, type End } from "./pollers.ts";
import { createPlanRate } from "./rate.ts";
import { createTimeline } from "./timeline.ts";

export interface ScaleOptions {
  readonly plan: EdgesPlan;
  readonly identities: number;
  /** Stale and pending invitations of each. */
  readonly pending: number;
  /** The policy's daily cap. */
  readonly daily: number;
  /** Default: enough for everybody's daily cap. */
  readonly runCap?: number;
  /** Runs, one a day; each day is played to its end. Default 1. */
  readonly days?: number;
  /** Messages among which a FIFO queue looks for a free group. Default 120,000. */
  readonly window?: number;
  /** False: everybody is sent a message at once, as without waves. Default true. */
  readonly waves?: boolean;
  /** Default: by the plan. */
  readonly concurrency?: Concurrency;
  /** What a call takes on average. Default 2.5: "a live call takes about 2–3 s" (vendor). */
  readonly callSeconds?: number;
  readonly seed?: number;
}

export interface Scaled {
  readonly options: ScaleOptions;
  readonly concurrency: Concurrency;
  /** Lists read to their end, and withdrawals made. */
  readonly sweeps: number;
  readonly withdrawals: number;
  /** Identities that got all that their daily cap allows on every day. */
  readonly complete: number;
  /** Since the first run began, in milliseconds; null when there was none. */
  readonly lastSweepAt: number | null;
  readonly lastWithdrawalAt: number | null;
  /** Identities with something to withdraw that got nothing on the last seven days, or on all there were. */
  readonly starved: number;
  /** The most days in a row on which an identity got nothing although it had something. */
  readonly longestWaitDays: number;
  readonly expired: { readonly sweeps: number; readonly withdrawals: number; readonly dropped: number };
  /** Withdrawals that had waited too often and are planned again by the next run. */
  readonly putOff: number;
  readonly deadLetters: number;
  /** Minutes in which each limit kept a call from being made sooner, while there was work. */
  readonly limits: ReadonlyMap<Limit, number>;
}

/** A call takes its average give or take a fifth; pages of the sent list hold 100, with 2 to 3 s between two. */
const CALL_SPREAD = 0.2;
const PAGE = 100;
const PAGE_GAP_MS = { min: 2_000, max: 3_000 };
/** Assumed: what an invocation takes besides its call, and to find out that it has to wait. A few requests to DynamoDB. */
const BESIDE_A_CALL_MS = 100;
const REFUSED_MS = 60;
/** Assumed: comparing and writing a list, 8 writes at once of some 10 ms each. */
const writesMs = (pending: number): number => 300 + (pending / 8) * 10;

interface Identity {
  readonly id: string;
  pending: number;
  nextAllowedAt: number;
  /** The page at which the next invocation goes on. */
  page: number;
  today: number;
  daysWithout: number;
  longestWithout: number;
  complete: boolean;
}

const BEGIN = Date.parse("2026-03-02T06:00:00.000Z");

/**
 * Runs at scale, in virtual time. Real are: the start of a run with its waves, the order, the shares, the reservation, and
 * the concurrency by the plan. Modelled are the two queues, the plan's rate, Lambda's pollers, and sweeps and withdrawals
 * by what they cost in time; nothing goes wrong. Listing the identities costs no time here: 200 pages are half a minute.
 */
export async function simulateScale(options: ScaleOptions): Promise<Scaled> {
  const { plan, daily, days = 1, window = FIFO_WINDOW, waves = true, seed = 1, callSeconds = 2.5 } = options;
  const { concurrency = concurrencyFor(plan) } = options;
  const rng = seededRng(seed, "scale");
  const between = ({ min, max }: { min: number; max: number }): number => min + rng() * (max - min);
  const callMs = () => callSeconds * SECOND_MS * between({ min: 1 - CALL_SPREAD, max: 1 + CALL_SPREAD });
  const timeline = createTimeline(BEGIN);
  const { now } = timeline;
  const clock = { now: () => new Date(now()), sleep: async () => {} };
  const rate = createPlanRate(PLAN_RATES[plan]);
  const identities = Array.from(
    { length: options.identities },
    (_, index): Identity => ({
      ...{ id: `identity-${index}`, pending: options.pending, nextAllowedAt: 0, page: 0 },
      ...{ today: 0, daysWithout: 0, longestWithout: 0, complete: true },
    }),
  );
  const byId = new Map(identities.map((one) => [one.id, one]));
  const policy: Policy = {
    ...{ ...DEFAULT_POLICY, mode: "live", dailyCap: daily },
    runCap: options.runCap ?? Math.max(1, daily * options.identities),
  };
  const ledger = createModelLedger({ now: clock.now });
  const done = {
    sweeps: 0,
    withdrawals: 0,
    lastSweepAt: null as number | null,
    lastWithdrawalAt: null as number | null,
  };
  const lost = { sweeps: 0, withdrawals: 0, dropped: 0, putOff: 0, dead: 0 };

  const countLost = (what: keyof typeof lost) => (): void => {
    lost[what] += 1;
  };
  const model = (definition: typeof SWEEP_QUEUE, onExpired: () => void): QueueModel =>
    createFastQueue(definition, now, countLost("dead"), { window, onExpired });
  const queues = {
    sweep: model(SWEEP_QUEUE, countLost("sweeps")),
    withdraw: model(WITHDRAW_QUEUE, countLost("withdrawals")),
  };
  const sending = (name: "sweep" | "withdraw"): Queue => ({
    async send(messages) {
      // A million bodies are not kept: only whose sweep it is, or until when the withdrawal may be called for.
      const body = name === "sweep" ? clock.now().toISOString() : String(now() + QUEUE_TIME_MS);
      for (const { group, dedup } of messages) {
        queues[name].send({ group, dedup, body: name === "sweep" ? (dedup.split("/")[0] ?? body) : body });
      }
      pollers[name].look();
    },
    hide: async () => {},
  });

  function withdraw({ group, body, receiveCount }: Received, end: (how: End) => void): void {
    const identity = of(group);
    const finish = (afterMs: number, how: () => End) => timeline.at(now() + afterMs, () => end(how()));
    const wait = (until: number): void => {
      // As the function does: short of the dead letters it is put off to the next run.
      if (receiveCount >= MAX_WAITS) lost.putOff += 1;
      finish(REFUSED_MS, () => (receiveCount >= MAX_WAITS ? "done" : secondsUntil(until)));
    };
    if (now() >= Number(body)) {
      lost.dropped += 1;
      finish(REFUSED_MS, () => "done");
      return;
    }
    if (now() < identity.nextAllowedAt) {
      wait(identity.nextAllowedAt);
      return;
    }
    const again = rate.tryCall(now());
    if (again !== null) {
      limits.refused();
      wait(again);
      return;
    }
    // Whoever comes for it meanwhile finds the gate taken.
    identity.nextAllowedAt = Number.POSITIVE_INFINITY;
    finish(callMs() + BESIDE_A_CALL_MS, () => {
      leaveGate(identity);
      identity.pending -= 1;
      identity.today += 1;
      done.withdrawals += 1;
      done.lastWithdrawalAt = now() - BEGIN;
      return "done";
    });
  }

  function leaveGate(identity: Identity): void {
    const { min, max } = policy.gapSeconds;
    identity.nextAllowedAt = now() + between({ min, max }) * SECOND_MS + CLOCK_SKEW_MS;
  }

  function sweep({ group, body: runId }: Received, end: (how: End) => void): void {
    const identity = of(group);
    if (now() < identity.nextAllowedAt) {
      timeline.at(now() + REFUSED_MS, () => end(secondsUntil(identity.nextAllowedAt)));
      return;
    }
    identity.nextAllowedAt = Number.POSITIVE_INFINITY;
    const deadline = now() + SWEEP_TIMEOUT_MS;
    const pages = Math.max(1, Math.ceil(identity.pending / PAGE));
    const nextPage = (): void => {
      if (now() + TIME_FOR_A_PAGE_MS > deadline) {
        leaveGate(identity);
        end(policy.gapSeconds.max + 5);
        return;
      }
      const again = rate.tryCall(now());
      if (again !== null) {
        limits.refused();
        timeline.at(again, nextPage);
        return;
      }
      const over = now() + callMs();
      identity.page += 1;
      if (identity.page < pages) timeline.at(over + between(PAGE_GAP_MS), nextPage);
      else timeline.at(over + writesMs(identity.pending), () => finishSweep(identity, runId, end));
    };
    nextPage();
  }

  async function finishSweep(identity: Identity, runId: string, end: (how: End) => void): Promise<void> {
    identity.page = 0;
    leaveGate(identity);
    const record = await ledger.identities.find(identity.id);
    const need = Math.min(daily, identity.pending);
    const from = options.pending - identity.pending;
    const decision = {
      ...{ identityId: identity.id, policy: policyFor(policy, identity.id), held: {}, doubt: null },
      compared: { identity: record },
      today: Array.from({ length: need }, (_, index) => ({
        ...{ invitation: { invitationId: `${identity.id}-${from + index}` }, reason: "stale" },
      })),
    } as unknown as SweepDecision;
    const turn = turnOf(decision, runId);
    const listing = { at: clock.now(), count: identity.pending, trust: "believed", isWhole: true } as const;
    await ledger.identities.recordListing(identity.id, { ...listing, turn });
    const { runCap } = policy;
    const { queued } = await queueToday(c, decision, { runId, runCap, ended: new Set(), agreed: null });
    const runAt = runTimeOf(runId);
    if (queued > 0 && runAt !== null) await ledger.identities.recordServed(identity.id, runAt);
    done.sweeps += 1;
    done.lastSweepAt = now() - BEGIN;
    end("done");
  }

  const of = (id: string): Identity => {
    const identity = byId.get(id);
    if (identity === undefined) throw new Error(`nobody is ${id}`);
    return identity;
  };
  const secondsUntil = (at: number): number =>
    Number.isFinite(at) ? Math.max(1, Math.ceil((at - now()) / SECOND_MS)) : 5;

  const pollers = {
    sweep: createPollers(timeline, queues.sweep, concurrency.sweep, sweep),
    withdraw: createPollers(timeline, queues.withdraw, concurrency.withdraw, withdraw),
  };
  const unsent = { left: 0 };
  const limits = createLimitWatch({
    ...{ rate, perMinute: PLAN_RATES[plan].perMinute, pollers, queues, now },
    isLeftToSend: () => unsent.left > 0,
    isWork: () => unsent.left > 0 || queues.sweep.size() > 0 || queues.withdraw.size() > 0,
  });

  const c: StartCollaborators = {
    ...{ clock, ledger, random: rng, newId: () => String(rng()), log: SILENT, metrics: { count() {} } },
    policy: { read: async () => ({ policy, version: 1 }) },
    queues: { sweep: sending("sweep"), withdraw: sending("withdraw") },
    edges: { pagesOfIdentities: () => onePage(identities) } as unknown as Collaborators["edges"],
    ...(waves && {
      starting: {
        async again(scheduledAt, delaySeconds) {
          timeline.at(now() + delaySeconds * SECOND_MS, () => start(scheduledAt));
        },
        waiting: async () => ({ sweeps: queues.sweep.size(), withdrawals: queues.withdraw.size() }),
        // As for the real window, so that a small one shows the same.
        room: scaled(roomFor(concurrency), window / FIFO_WINDOW),
        spreadMs: 0,
      },
    }),
  };
  async function start(scheduledAt: Date): Promise<void> {
    const { left } = await startRun(c, scheduledAt, later(clock.now(), START_RUN_TIMEOUT_MS));
    unsent.left = left ?? options.identities;
  }

  const everyMinute = (): void => {
    limits.look();
    timeline.at(now() + MINUTE_MS, everyMinute);
  };
  timeline.at(BEGIN + MINUTE_MS, everyMinute);
  for (let day = 0; day < days; day += 1) {
    const at = BEGIN + day * DAY_MS;
    timeline.at(at, () => start(new Date(at)));
    const wanted = identities.map(({ pending }) => Math.min(daily, pending));
    // One millisecond before the next run begins.
    await timeline.playUntil(at + DAY_MS - 1);
    for (const [index, one] of identities.entries()) {
      const isWithout = one.today === 0 && (wanted[index] ?? 0) > 0;
      one.daysWithout = isWithout ? one.daysWithout + 1 : 0;
      one.longestWithout = Math.max(one.longestWithout, one.daysWithout);
      one.complete &&= one.today >= (wanted[index] ?? 0);
      one.today = 0;
    }
  }
  const mostDays = Math.min(7, days);
  return {
    ...{ options, concurrency, sweeps: done.sweeps, withdrawals: done.withdrawals },
    ...{ lastSweepAt: done.lastSweepAt, lastWithdrawalAt: done.lastWithdrawalAt },
    complete: identities.filter(({ complete }) => complete).length,
    starved: identities.filter(({ daysWithout }) => daysWithout >= mostDays).length,
    longestWaitDays: identities.reduce((most, { longestWithout }) => Math.max(most, longestWithout), 0),
    expired: { sweeps: lost.sweeps, withdrawals: lost.withdrawals, dropped: lost.dropped },
    putOff: lost.putOff,
    deadLetters: lost.dead,
    limits: limits.minutes(),
  };
}

async function* onePage(identities: readonly Identity[]) {
  yield {
    ...{ malformed: 0, next: null },
    identities: identities.map(({ id }) => ({
      ...{ identityId: id, name: null, connected: true, timezone: null, statuses: [] },
    })),
  };
  return { state: "complete" } as const;
}

const scaled = ({ sweeps, withdrawals }: { sweeps: number; withdrawals: number }, by: number) => ({
  sweeps: Math.max(1, Math.floor(sweeps * by)),
  withdrawals: Math.max(1, Math.floor(withdrawals * by)),
});

const SILENT = { info() {}, warn() {}, error() {} };
