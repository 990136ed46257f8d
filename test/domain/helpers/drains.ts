import { createRandom, type Random } from "../../../lib/analytics/random.ts";
import type { StaleBacklog } from "../../../lib/domain/catch-up.ts";
import { withCatchUp } from "../../../lib/domain/catch-up.ts";
import { type BacklogEstimate, estimateBacklog } from "../../../lib/domain/drain.ts";
import { FRESH_GATE, withinLastDay } from "../../../lib/domain/gate.ts";
import { holdBack } from "../../../lib/domain/hold-back.ts";
import { pendingAges } from "../../../lib/domain/pending-ages.ts";
import { planSweep } from "../../../lib/domain/plan.ts";
import type { IdentityPolicy } from "../../../lib/domain/policy.ts";
import type { PlanInput } from "../../../lib/domain/rule.ts";
import { staleBacklog } from "../../../lib/domain/stale-backlog.ts";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { at, identityPolicy, NO_FLAGS, planInput } from "./records.ts";

/** A Monday; every world begins on one of the seven days from it. */
const MONDAY = at("2026-11-02T09:00:00.000Z");
const CALL_EVERY_MS = 95_000;

export interface DrainWorld {
  readonly seed: number;
  readonly backlog: number;
  /** Invitations a day over the week; none at weekends where `restsAtWeekends`. */
  readonly sendsPerDay: number;
  readonly restsAtWeekends: boolean;
  /** Share of invitations that are ever accepted. */
  readonly acceptedShare: number;
  readonly knowsCurve: boolean;
  readonly policy: IdentityPolicy;
}

export interface PlayedDrain {
  readonly estimate: BacklogEstimate;
  /** The day on which the list first showed no more than its steady level; null when it never did. */
  readonly days: number | null;
}

/** Share of the acceptances that have come by an age in days: 63% on day 1, 88% on day 7, 99% on day 30 (Botdog). */
function answeredBy(ageDays: number): number {
  const points = [
    [0, 0],
    [1, 0.63],
    [7, 0.88],
    [30, 0.99],
    [180, 1],
  ] as const;
  for (const [index, [day, share]] of points.entries()) {
    const [before = 0, shareBefore = 0] = points[index - 1] ?? [];
    if (ageDays <= day)
      return day === before ? share : shareBefore + ((share - shareBefore) * (ageDays - before)) / (day - before);
  }
  return 1;
}

/** The age at which an invitation is accepted, or infinite. */
function answerAge(random: Random, acceptedShare: number): number {
  if (random() >= acceptedShare) return Number.POSITIVE_INFINITY;
  const share = random();
  let [low, high] = [0, 180];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (answeredBy(middle) < share) low = middle;
    else high = middle;
  }
  return high;
}

interface Pending extends PlanInput {
  readonly acceptedAt: number;
}

/** Plays a backlog day by day with the rules, the gate's caps and the budget of the real sweeps. */
export function playDrain(world: DrainWorld): PlayedDrain {
  const random = createRandom(world.seed);
  const { policy, acceptedShare } = world;
  const begins = later(MONDAY, (world.seed % 7) * DAY_MS);
  let nextId = 1;
  const invitation = (sentAt: Date): Pending => ({
    ...planInput({ invitationId: String(nextId++), sentAt, sentFrom: sentAt }),
    acceptedAt: sentAt.getTime() + answerAge(random, acceptedShare) * DAY_MS,
  });
  const sentIn = (from: Date): Pending[] => {
    const weekday = later(from, DAY_MS / 2).getUTCDay();
    if (world.restsAtWeekends && (weekday === 0 || weekday === 6)) return [];
    const mean = world.sendsPerDay * (world.restsAtWeekends ? 7 / 5 : 1);
    // Twenty chances an invitation: close to a Poisson count, and never far beyond.
    const chances = Math.ceil(mean * 20);
    const sent: Pending[] = [];
    for (let one = 0; one < chances; one += 1) {
      if (random() < mean / chances) sent.push(invitation(later(from, random() * DAY_MS)));
    }
    return sent;
  };
  let open: Pending[] = [];
  for (let one = 0; one < world.backlog; one += 1) {
    const age = policy.thresholdDays + random() * 100;
    open.push({ ...invitation(later(begins, -age * DAY_MS)), acceptedAt: Number.POSITIVE_INFINITY });
  }
  for (let day = policy.thresholdDays; day > 0; day -= 1) open.push(...sentIn(later(begins, -day * DAY_MS)));

  let estimate: BacklogEstimate | null = null;
  let known: StaleBacklog | null = null;
  let withdrawCalls: Date[] = [];
  for (let day = 0; day < 1_000; day += 1) {
    const now = later(begins, day * DAY_MS);
    if (day > 0) open.push(...sentIn(later(now, -DAY_MS)));
    open = open.filter(({ acceptedAt }) => acceptedAt > now.getTime());
    const plan = planSweep(open, NO_FLAGS, policy, now);
    const ages = pendingAges(plan, policy, now);
    known = staleBacklog(ages, policy, known, now);
    withdrawCalls = withinLastDay(withdrawCalls, now);
    const facts = { gate: { ...FRESH_GATE, withdrawCalls }, backlog: known };
    estimate ??= estimateBacklog({ ages, policy, facts, curve: curveOf(world), runShare: null, now });
    if (known.eligible <= known.steadyLevel) return { estimate, days: day };
    const { today } = holdBack(plan, "believed", facts.gate, withCatchUp(policy, facts, now), now);
    const gone = new Set(today.map(({ invitation: { invitationId } }) => invitationId));
    open = open.filter(({ invitationId }) => !gone.has(invitationId));
    withdrawCalls = [...withdrawCalls, ...today.map((_, index) => later(now, index * CALL_EVERY_MS))];
  }
  if (estimate === null) throw new Error("a world has a first day");
  return { estimate, days: null };
}

function curveOf({ knowsCurve, acceptedShare, policy: { thresholdDays } }: DrainWorld): number[] | null {
  if (!knowsCurve) return null;
  // One of a whole day's age has been pending for half a day more, on average; at the threshold it goes.
  const pendingAt = (age: number) => 1 - acceptedShare * answeredBy(age === thresholdDays ? age : age + 0.5);
  return Array.from({ length: thresholdDays + 1 }, (_, age) => pendingAt(age));
}

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"] as const;

/**
 * Worlds of every kind, in which the cap is at least twice what becomes stale on average: nearer to it the days are no
 * number any more, but a range, which is then as wide as the number itself.
 */
export function drainWorlds(count: number, firstSeed = 1): DrainWorld[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = firstSeed + index;
    const random = createRandom(seed + 1_000_000);
    const between = (low: number, high: number) => low + random() * (high - low);
    const restsOnCalls = random() < 0.4;
    const dailyCap = Math.round(between(15, 60));
    const acceptedShare = between(0.1, 0.5);
    // Calls on five of seven days are a smaller cap.
    const capADay = restsOnCalls ? (dailyCap * 5) / 7 : dailyCap;
    const inflow = between(0.05, 0.5) * capADay;
    const policy = identityPolicy({
      dailyCap,
      thresholdDays: Math.round(between(10, 45)),
      workingHours: restsOnCalls ? { timezone: "UTC", start: "08:00", end: "20:00", days: [...WEEKDAYS] } : null,
    });
    return {
      ...{
        seed,
        policy,
        acceptedShare,
        backlog: Math.round(between(200, 900)),
        sendsPerDay: inflow / (1 - acceptedShare),
      },
      ...{ restsAtWeekends: random() < 0.5, knowsCurve: random() < 0.5 },
    };
  });
}
