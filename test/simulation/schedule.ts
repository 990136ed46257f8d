import type { FlagKind } from "../../lib/domain/rule.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, wholeDaysBetween } from "../../lib/domain/time.ts";
import { flagsOfPerson } from "../../lib/ledger/flag-lookup.ts";
import { addressSubject } from "../../lib/ledger/flag-subject.ts";
import { type FlagTarget, flag, unflag } from "../../lib/ledger/flagging.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { findWrongClock, liftWorkspaceBlock, liftWrongClock } from "../../lib/ledger/lift-wrong-clock.ts";
import { profileKeyOf } from "../../lib/ledger/profile-key.ts";
import { personFor, profileUrl } from "../../lib/sandbox/people.ts";
import type { TrueState } from "../../lib/sandbox/true-state.ts";
import type { World } from "../../lib/sandbox/world.ts";
import type { Clocks } from "./clocks.ts";
import type { Cloud } from "./cloud.ts";
import type { Tell } from "./happenings.ts";
import { callTimeMs, sweepTimeMs } from "./oracle/isolation.ts";
import type { PolicyHistory } from "./policy-history.ts";
import type { Doing, Scenario } from "./scenario.ts";
import type { Scheduler } from "./scheduler.ts";

/** A Monday. Runs are at six in the morning. */
export const EPOCH = new Date("2026-03-02T00:00:00.000Z");
const RUN_AT_MS = 6 * HOUR_MS;

/** The key that Edges takes, and what one finds in the secret. */
export interface Key {
  current: string;
  secretIs: "filled" | "denied" | "empty";
}

export interface Stage {
  readonly scheduler: Scheduler;
  readonly cloud: Cloud;
  readonly world: World;
  readonly withdrawByHand: (identityId: string, urn: string) => void;
  readonly ledger: Ledger;
  readonly policies: PolicyHistory;
  readonly key: Key;
  readonly clocks: Clocks;
  readonly trace: (line: () => string) => void;
  readonly tell: Tell;
}

/** When what is done: the runs, what people do meanwhile, and the clean runs after the last fault. */
export interface Schedule {
  readonly firstRun: number;
  readonly faultsEnd: number;
  readonly cleanRuns: { readonly first: number; readonly last: number };
  readonly end: number;
  /** What a person is flagged as now. */
  readonly flagsOf: (personId: number) => ReadonlySet<FlagKind>;
  enact(bed: Stage): void;
}

export function createSchedule(scenario: Scenario): Schedule {
  const { days, identities, confined } = scenario;
  const runAt = (day: number): number => EPOCH.getTime() + day * DAY_MS + RUN_AT_MS;
  const faultsEnd = runAt(days) - HOUR_MS;
  const count = cleanRunsFor(scenario);
  const flagged: FlaggedPeople = new Map();

  function enact(bed: Stage): void {
    const { scheduler, cloud, tell, world } = bed;
    const startAt = (at: number, scheduledFor: number): void =>
      scheduler.at(at, () => {
        cloud.startRun(new Date(scheduledFor).toISOString());
        if (!confined) return;
        // A bad invitation may cost a call more.
        const calls = 1 + Math.max(...identities.map(({ uid }) => staleOf(world, uid, at)));
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
      if (at < faultsEnd) scheduler.at(at, () => act(bed, scenario, doing, { flagged, faultsEnd }));
    }
    scheduler.at(faultsEnd, () => putRight(bed, scenario));
    // Whoever still works with the time of a wrong clock has done so by then.
    scheduler.at(faultsEnd + 40 * MINUTE_MS, () => {
      if (bed.clocks.wasWrong()) void liftWhatAWrongClockWrote(bed, scenario);
    });
  }

  return {
    ...{ firstRun: runAt(0), faultsEnd, enact },
    cleanRuns: { first: runAt(days), last: runAt(days + count - 1) },
    end: runAt(days + count) - MINUTE_MS,
    flagsOf: (personId) => flagged.get(personId) ?? NO_FLAGS,
  };
}

/**
 * How many clean runs must settle everything: as many days as the caps ask for, each counted twice because the calls
 * of a day still count at the next day's run, and three for what needs a listing to be found out. What has been refused for days rests for three when the faults end,
 * or for six, where there was time for a second rest.
 */
function cleanRunsFor({ identities, days: faulty, systematic, bad }: Scenario): number {
  const lasting = systematic != null || bad != null;
  const rests = !lasting ? 0 : faulty <= 3 ? 3 : 6;
  const days = identities.map(({ backlog, withdrawLimitPerDay }) =>
    Math.ceil(backlog / Math.min(25, withdrawLimitPerDay)),
  );
  return 3 + rests + 2 * Math.max(...days);
}

const staleOf = (world: World, uid: string, at: number): number =>
  world
    .trueStates(uid, at)
    .filter(({ state, sentAt }) => state === "pending" && wholeDaysBetween(new Date(sentAt), new Date(at)) >= 7).length;

/** A flag that waits by an address nobody was listed under yet is not taken away by an id: whoever tries is told so. */
async function keepWhatStands(
  ledger: Ledger,
  flagged: FlaggedPeople,
  profileId: number,
  profileKey: string | null,
): Promise<void> {
  const personId = String(profileId);
  const person = { personId, profileKey, salesNavigatorKey: null, invitationId: "" };
  const { invitations, flags } = ledger;
  const asItIsNow = { invitations, flags: { ...flags, any: () => flags.any() } };
  const standing = (await flagsOfPerson(asItIsNow, person)).flags.get(personId);
  const left = [...(flagged.get(profileId) ?? [])].filter((kind) => standing?.has(kind) === true);
  if (left.length === 0) flagged.delete(profileId);
  else flagged.set(profileId, new Set(left));
}

/** The truth about flags, kept apart from the ledger: what people have said of whom, by profile id. */
type FlaggedPeople = Map<number, Set<FlagKind>>;
const NO_FLAGS: ReadonlySet<FlagKind> = new Set();

interface Meanwhile {
  readonly flagged: FlaggedPeople;
  readonly faultsEnd: number;
}

function act(bed: Stage, { identities, seed }: Scenario, doing: Doing, { flagged, faultsEnd }: Meanwhile): void {
  const { scheduler, cloud, world, withdrawByHand, ledger, policies, key, clocks, trace } = bed;
  const now = scheduler.now();
  trace(() => `somebody: ${JSON.stringify(doing)}`);
  const uid = "identity" in doing ? identities[doing.identity]?.uid : undefined;
  const pending = uid === undefined ? [] : world.trueStates(uid, now).filter(({ state }) => state === "pending");
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
    case "flag": {
      const one = pending[doing.pick % Math.max(1, pending.length)];
      if (one === undefined) return;
      flagged.set(one.profileId, (flagged.get(one.profileId) ?? new Set()).add(doing.as));
      const mark = { kind: doing.as, by: "owner", at: new Date(now), note: null };
      const whom = whomBy(doing.by, seed, one.profileId);
      scheduler.woke();
      if (doing.by === "import" && "profileKey" in whom) void ledger.flags.add(addressSubject(whom.profileKey), mark);
      else void flag(ledger, whom, mark);
      return;
    }
    case "unflag": {
      const people = [...flagged.keys()];
      const profileId = people[doing.pick % Math.max(1, people.length)];
      if (profileId === undefined) return;
      scheduler.woke();
      void unflag(ledger, whomBy(doing.by, seed, profileId), null).then(() =>
        keepWhatStands(ledger, flagged, profileId, profileKeyOf(profileUrl(personFor(seed, profileId)))),
      );
      return;
    }
    case "ask": {
      const one = pending[doing.pick % Math.max(1, pending.length)];
      if (one === undefined) return;
      const event = {
        ...{ id: `${doing.identity}-${doing.pick}-${now}`, source: "crm", time: new Date(now).toISOString() },
        ...{ "detail-type": "Withdrawal Requested" },
        detail: { reason: "asked", requestedBy: "crm", ...whomAsked(doing.by, seed, one) },
      };
      for (const _ of doing.twice ? [1, 2] : [1]) cloud.request(event);
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
      return;
    case "vanish-secret":
      key.secretIs = doing.how;
      scheduler.at(Math.min(now + doing.hours * HOUR_MS, faultsEnd), () => {
        key.secretIs = "filled";
      });
      return;
    case "wrong-clock":
      clocks.set(doing.of, doing.aheadHours);
      scheduler.at(Math.min(now + doing.hours * HOUR_MS, faultsEnd), clocks.right);
  }
}

function whomAsked(
  by: Extract<Doing, { kind: "ask" }>["by"],
  seed: number,
  { urn, identityId, profileId }: TrueState,
): object {
  if (by === "urn") return { invitationUrn: urn, identityId };
  if (by === "urn-alone") return { invitationUrn: urn };
  return by === "id" ? { personId: String(profileId) } : { profileUrl: profileUrl(personFor(seed, profileId)) };
}

function whomBy(by: "id" | "address" | "import", seed: number, profileId: number): FlagTarget {
  if (by === "id") return { personId: String(profileId) };
  const profileKey = profileKeyOf(profileUrl(personFor(seed, profileId)));
  if (profileKey === null) throw new Error("the sandbox's people have addresses");
  return { profileKey };
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

/** As `sweeper resume all` does, once the clocks are right. */
async function liftWhatAWrongClockWrote({ scheduler, ledger, trace }: Stage, { identities }: Scenario): Promise<void> {
  const now = new Date(scheduler.now());
  scheduler.woke();
  for (const { uid } of identities) {
    const found = await findWrongClock(ledger, uid, now);
    if (found.times.length + found.claims.length > 0) {
      trace(() => `a person lifts what a wrong clock wrote of ${uid.slice(0, 4)}: ${JSON.stringify(found)}`);
    }
    await liftWrongClock(ledger, uid, found, now);
  }
  await liftWorkspaceBlock(ledger, now);
}
