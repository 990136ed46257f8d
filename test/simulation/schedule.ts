import { RULES } from "../../lib/core/rules/index.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, wholeDaysBetween } from "../../lib/core/time.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import type { World } from "../../lib/local/sandbox/world.ts";
import type { Cloud } from "./cloud.ts";
import type { Tell } from "./happenings.ts";
import { callTimeMs, sweepTimeMs } from "./oracle/isolation.ts";
import type { PolicyHistory } from "./policy-history.ts";
import type { Doing, Scenario } from "./scenario.ts";
import type { Scheduler } from "./scheduler.ts";

/** A Monday. Runs are at six in the morning. */
export const EPOCH = new Date("2026-03-02T00:00:00.000Z");
const RUN_AT_MS = 6 * HOUR_MS;

/** Flags are set in any case; they are held against a call from the day the rules know them. */
const PROTECTS = RULES.map(({ reason }): string => reason).includes("protected");

export interface Stage {
  readonly scheduler: Scheduler;
  readonly cloud: Cloud;
  readonly world: World;
  readonly withdrawByHand: (identityId: string, urn: string) => void;
  readonly ledger: Ledger;
  readonly policies: PolicyHistory;
  readonly key: { current: string };
  readonly trace: (line: () => string) => void;
  readonly tell: Tell;
}

/** When what is done: the runs, what people do meanwhile, and the clean runs after the last fault. */
export interface Schedule {
  readonly faultsEnd: number;
  readonly cleanRuns: { readonly first: number; readonly last: number };
  readonly end: number;
  readonly protectedSince: (personId: number) => number | null;
  enact(stage: Stage): void;
}

export function createSchedule(scenario: Scenario): Schedule {
  const { days, identities, confined } = scenario;
  const runAt = (day: number): number => EPOCH.getTime() + day * DAY_MS + RUN_AT_MS;
  const faultsEnd = runAt(days) - HOUR_MS;
  const count = cleanRunsFor(scenario);
  const protectedPeople = new Map<number, number>();

  function enact(stage: Stage): void {
    const { scheduler, cloud, tell, world } = stage;
    const startAt = (at: number, scheduledFor: number): void =>
      scheduler.at(at, () => {
        cloud.startRun(new Date(scheduledFor).toISOString());
        if (!confined) return;
        const calls = Math.max(...identities.map(({ uid }) => staleOf(world, uid, at)));
        scheduler.at(at + sweepTimeMs + calls * callTimeMs(120), () => tell({ kind: "run-over", startedAt: at }));
      });
    for (let day = 0; day < days + count; day += 1) startAt(runAt(day), runAt(day));
    for (const { day, minutes, sameTime } of scenario.extraRuns) {
      if (day >= days) continue;
      const at = runAt(day) + minutes * MINUTE_MS;
      startAt(at, sameTime ? runAt(day) : at);
    }
    for (const doing of scenario.doings) {
      const at = runAt(doing.day) + doing.minutes * MINUTE_MS;
      if (at < faultsEnd) scheduler.at(at, () => act(stage, scenario, doing, { protectedPeople, faultsEnd }));
    }
    scheduler.at(faultsEnd, () => putRight(stage, scenario));
  }

  return {
    ...{ faultsEnd, enact },
    cleanRuns: { first: runAt(days), last: runAt(days + count - 1) },
    end: runAt(days + count) - MINUTE_MS,
    protectedSince: (personId) => (PROTECTS ? (protectedPeople.get(personId) ?? null) : null),
  };
}

/**
 * How many clean runs must settle everything: as many days as the caps ask for, each counted twice because the calls
 * of a day still count at the next day's run, and three for what needs a listing to be found out.
 */
function cleanRunsFor({ identities }: Scenario): number {
  const days = identities.map(({ backlog, withdrawLimitPerDay }) =>
    Math.ceil(backlog / Math.min(25, withdrawLimitPerDay)),
  );
  return 3 + 2 * Math.max(...days);
}

const staleOf = (world: World, uid: string, at: number): number =>
  world
    .standings(uid, at)
    .filter(({ state, sentAt }) => state === "pending" && wholeDaysBetween(new Date(sentAt), new Date(at)) >= 7).length;

interface Meanwhile {
  readonly protectedPeople: Map<number, number>;
  readonly faultsEnd: number;
}

function act(stage: Stage, { identities }: Scenario, doing: Doing, { protectedPeople, faultsEnd }: Meanwhile): void {
  const { scheduler, cloud, world, withdrawByHand, ledger, policies, key, trace } = stage;
  const now = scheduler.now();
  trace(() => `somebody: ${JSON.stringify(doing)}`);
  const uid = "identity" in doing ? identities[doing.identity]?.uid : undefined;
  const pending = uid === undefined ? [] : world.standings(uid, now).filter(({ state }) => state === "pending");
  switch (doing.kind) {
    case "policy":
      policies.change(doing.change, now);
      return;
    case "broken-policy":
      policies.breakIt(now);
      return;
    case "stop-pollers":
      cloud.stopPollers(Math.min(now + doing.hours * HOUR_MS, faultsEnd));
      return;
    case "rotate-key":
      key.current = `${key.current}+`;
      return;
    case "protect": {
      const one = pending[doing.pick % Math.max(1, pending.length)];
      if (one === undefined) return;
      protectedPeople.set(one.profileId, now);
      const flag = {
        personId: String(one.profileId),
        kinds: ["protected"] as const,
        by: "owner",
        at: new Date(now),
        note: null,
      };
      void ledger.flags.put(flag);
      return;
    }
    case "withdraw-by-hand": {
      const one = pending[doing.pick % Math.max(1, pending.length)];
      if (one !== undefined) withdrawByHand(one.identityId, one.urn);
      return;
    }
    case "clean-up-by-hand":
      for (const one of pending.slice(0, Math.ceil(pending.length * 0.6))) withdrawByHand(one.identityId, one.urn);
      return;
    case "disconnect":
      if (uid === undefined) return;
      world.setConnected(uid, false, now);
      scheduler.at(now + doing.hours * HOUR_MS, () => world.setConnected(uid, true, scheduler.now()));
  }
}

/** What only a person can do: connect again, end a pause for unknown outcomes, set a policy that is in order. */
function putRight({ scheduler, world, ledger, policies, trace }: Stage, { identities, confined }: Scenario): void {
  trace(() => "the faults are over, and a person puts right what only a person can");
  const open = {
    mode: "live",
    identities: "all",
    workingHours: null,
    dailyCap: confined ? 100 : 25,
    runCap: 500,
    gapSeconds: { min: 60, max: 120 },
  };
  policies.change(open, scheduler.now());
  for (const { uid } of identities) {
    world.setConnected(uid, true, scheduler.now());
    void ledger.identities.setNeedsPerson(uid, null);
  }
}
