import { dailyCapacity } from "./budget.ts";
import { type CatchUpFacts, catchUpStatus, endOf, withCatchUp } from "./catch-up.ts";
import { type Inflow, inflowOf, type StillPending, steadyLevel } from "./inflow.ts";
import type { PendingAges } from "./pending-ages.ts";
import { type IdentityPolicy, MAX_DAILY_CAP } from "./policy.ts";
import { DAY_MS, later } from "./time.ts";
import { WEEKDAYS } from "./working-hours.ts";

export interface DayRange {
  /** Days until it is at its steady level, where no more is eligible than becomes stale meanwhile; null: never, at this cap. */
  readonly days: number | null;
  /** Four times in five `days` lies between the two; `to` null: it may never. */
  readonly from: number | null;
  readonly to: number | null;
}

/** How long a stale backlog stands, with a live run every day. */
export interface BacklogEstimate extends DayRange {
  /** Stale today. */
  readonly eligible: number;
  /** Invitations that become stale in a day, on average. */
  readonly dailyInflow: number;
  readonly steadyLevel: number;
  /** Withdrawals a day as of now. */
  readonly cap: number;
  /** The run's cap leaves it fewer places a day than its own; null where it does not. */
  readonly runCapLeaves: number | null;
  /** False: no curve is known, so whoever is pending counts as staying so, and the days are rather too many. */
  readonly countsAcceptances: boolean;
  readonly steadyAt: Date | null;
  /** Where it takes more than 30 days: the smallest `dailyCap` that would do with those, or what 100 a day comes to. */
  readonly advice: { readonly dailyCap: number; readonly days: number } | null;
}

interface Circumstances {
  readonly policy: IdentityPolicy;
  readonly facts: CatchUpFacts;
  /** Places a day that the run's cap leaves; null where it leaves enough. */
  readonly runShare: number | null;
  readonly now: Date;
}

export interface DrainRequest extends Circumstances {
  readonly ages: PendingAges;
  /** The share still pending by age, from the log; null where it is not known. */
  readonly curve: StillPending | null;
}

/** A backlog that takes ten years is never gone. */
const MAX_DAYS = 3_650;
/** Of the normal distribution: four in five lie within so many standard deviations. */
const FOUR_IN_FIVE = 1.2816;
const ADVISED_DAYS = 30;

/** By the ages of what is pending: see `estimateDrain`. */
export function estimateBacklog({ ages, curve, ...circumstances }: DrainRequest): BacklogEstimate {
  return estimateDrain(ages, inflowOf(ages, curve), circumstances, 0);
}

/**
 * Plays the backlog forward, a run a day: what becomes stale by the pending ages comes in, what the cap, the working hours
 * and the run's cap let through goes out. The range comes from the variance of what comes in: those not yet sent are a
 * Poisson count whose rate was itself counted on some days, normal by its size. `firstDay`: of the first run, from today.
 */
export function estimateDrain(
  ages: PendingAges,
  inflow: Inflow,
  { policy, facts, runShare, now }: Circumstances,
  firstDay: number,
): BacklogEstimate {
  const levels = new Map<number, number>();
  // The level of a day goes by the days since the last working one, so that a week has them all.
  const levelOn = (day: number): number => {
    const weekday = day % WEEKDAYS.length;
    const level = levels.get(weekday) ?? steadyLevel(ages, inflow, policy.workingHours, later(now, weekday * DAY_MS));
    levels.set(weekday, level);
    return level;
  };
  const coming = {
    ...{ eligible: ages.eligible, levelOn, firstDay, knownFrom: ages.announcedFor },
    ...arrivals(ages, policy, inflow),
  };
  const limitOn = limitsBy(policy, runShare, now);
  const { days, from, to } = play(coming, capacityBy(policy, facts, limitOn, now));
  const cap = withCatchUp(policy, facts, now).dailyCap;
  return {
    ...{ eligible: ages.eligible, days, from, to },
    dailyInflow: inflow.daily,
    steadyLevel: levelOn(0),
    cap,
    runCapLeaves: runShare !== null && runShare < cap ? runShare : null,
    countsAcceptances: inflow.countsAcceptances,
    steadyAt: days === null ? null : later(now, days * DAY_MS),
    advice: days !== null && days <= ADVISED_DAYS ? null : advise(coming, policy, limitOn),
  };
}

interface Coming {
  readonly eligible: number;
  readonly levelOn: (day: number) => number;
  /** Expected on each day, with its variance summed up so far. */
  readonly on: (day: number) => number;
  readonly varianceBy: (day: number) => number;
  /** Nothing goes before this day. */
  readonly firstDay: number;
  /** Until then what has been announced is still to come, so that no earlier day is the end. */
  readonly knownFrom: number;
}

function arrivals(
  { thresholdDays }: PendingAges,
  { holdout, noticeDays }: IdentityPolicy,
  inflow: Inflow,
): Pick<Coming, "on" | "varianceBy"> {
  const heldOut = holdout?.share ?? 0;
  const share = (day: number) =>
    (day > thresholdDays + noticeDays ? 1 - heldOut : 0) +
    (holdout !== null && day > holdout.maxAgeDays + noticeDays ? heldOut : 0);
  const on = (day: number) => (inflow.expected[day] ?? 0) + inflow.daily * share(day);
  const sums = { day: 0, known: 0 };
  const knownBy = (day: number) => {
    for (; sums.day < Math.min(day, inflow.variance.length - 1); sums.day += 1) {
      sums.known += inflow.variance[sums.day + 1] ?? 0;
    }
    return sums.known;
  };
  const varianceBy = (day: number) => {
    const unsent = Math.max(0, day - thresholdDays - noticeDays);
    const { daily, countedDays } = inflow;
    return knownBy(day) + daily * unsent + (daily / Math.max(1, countedDays)) * unsent ** 2;
  };
  return { on, varianceBy };
}

/** The first day on which so many are eligible, or no more, before that day's run; the same with fewer and with more coming in. */
function play(
  { eligible, levelOn, on, varianceBy, firstDay, knownFrom }: Coming,
  capacityOn: (day: number) => number,
): DayRange {
  const found: { days: number | null; from: number | null; to: number | null } = { days: null, from: null, to: null };
  let left = eligible;
  let spread = 0;
  for (let day = 0; day <= MAX_DAYS; day += 1) {
    const level = levelOn(day);
    left += day === 0 ? 0 : on(day);
    if (day > 0) spread = FOUR_IN_FIVE * Math.sqrt(varianceBy(day));
    if (day < knownFrom) {
      left -= day < firstDay ? 0 : Math.min(left, capacityOn(day));
      continue;
    }
    if (found.from === null && left - spread <= level) found.from = day;
    if (found.days === null && left <= level) found.days = day;
    if (left + spread <= level || (day === 0 && left <= level)) {
      found.to = day;
      break;
    }
    left -= day < firstDay ? 0 : capacityOn(day);
  }
  return found;
}

/** What a day lets through whatever the cap is: by the run's cap, the queue and the working hours. Each day is worked out once. */
function limitsBy({ gapSeconds, workingHours }: IdentityPolicy, runShare: number | null, now: Date) {
  const most = runShare ?? Number.POSITIVE_INFINITY;
  const uncapped = { gapSeconds, workingHours, dailyCap: most };
  const limits: number[] = [];
  return (day: number): number => {
    const known = limits[day];
    if (known !== undefined) return known;
    const limit = dailyCapacity(uncapped, later(now, day * DAY_MS));
    limits[day] = limit;
    return limit;
  };
}

type LimitOn = ReturnType<typeof limitsBy>;

/** The catch-up counts to its end; after a limit it begins again when its rest is over. */
function capacityBy(policy: IdentityPolicy, facts: CatchUpFacts, limitOn: LimitOn, now: Date) {
  const status = catchUpStatus(policy, facts, now);
  const { catchUp } = policy;
  const endsAt = catchUp === null ? null : endOf(catchUp);
  return (day: number): number => {
    const at = later(now, day * DAY_MS);
    const rested = status.kind === "on" || (status.kind === "refused" && status.until !== null && status.until <= at);
    const catchesUp = catchUp !== null && rested && (endsAt === null || at < endsAt);
    const dailyCap = catchesUp ? Math.min(catchUp.dailyCap, MAX_DAILY_CAP) : policy.dailyCap;
    return Math.min(dailyCap, limitOn(day));
  };
}

function advise(coming: Coming, policy: IdentityPolicy, limitOn: LimitOn): BacklogEstimate["advice"] {
  const daysAt = (dailyCap: number) => play(coming, (day) => Math.min(dailyCap, limitOn(day))).days;
  const atMost = daysAt(MAX_DAILY_CAP);
  if (atMost === null) return null;
  let [low, high] = [policy.dailyCap + 1, MAX_DAILY_CAP];
  if (low > high) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const days = daysAt(middle);
    if (days !== null && days <= ADVISED_DAYS) high = middle;
    else low = middle + 1;
  }
  return { dailyCap: high, days: daysAt(high) ?? atMost };
}
