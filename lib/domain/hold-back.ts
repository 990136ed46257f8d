import type { ListingTrust } from "./bookkeeping.ts";
import { type Budget, sweepBudget } from "./budget.ts";
import type { GateState } from "./gate.ts";
import type { HeldReason } from "./held-reason.ts";
import { type Planned, tooManyUnreadable } from "./plan.ts";
import type { IdentityPolicy } from "./policy.ts";
import type { PlanInput } from "./rule.ts";
import type { SurgeJudgement } from "./surge.ts";

/** What of a plan is called for today, and what holds the rest back. */
export interface HeldBack<Invitation extends PlanInput = PlanInput> {
  /** Verdict `withdraw`, in the order of the calls. */
  readonly eligible: readonly Planned<Invitation>[];
  /** The first of them, as far as the list's trust and today's budget reach, whatever the mode. */
  readonly today: readonly Planned<Invitation>[];
  /** What holds the whole sweep in any mode; null when nothing does. */
  readonly doubt: HeldReason | null;
  readonly budget: Budget;
  /** Eligible invitations that are not called for today, by what holds them back. */
  readonly held: Readonly<Partial<Record<HeldReason, number>>>;
}

/**
 * What goes today. What is asked for or said of a person goes before what age alone speaks for, or a young invitation
 * would wait for weeks behind a backlog; else oldest first. Those called for in vain come after all others, the latest
 * last, so that no invitation that fails every day keeps the others from their turn. Pure.
 */
export function holdBack<Invitation extends PlanInput>(
  plan: readonly Planned<Invitation>[],
  trust: ListingTrust,
  gate: GateState,
  policy: IdentityPolicy,
  now: Date,
): HeldBack<Invitation> {
  const withdraw = plan.filter(({ verdict }) => verdict === "withdraw");
  const eligible = neverTriedFirst([...withdraw.filter((one) => !isByAge(one)), ...withdraw.filter(isByAge)]);
  const budget = sweepBudget(gate, policy, now);
  // A list that is not believed holds the sweep, and says so, also when nothing on it is stale.
  const doubt = doubtIn(trust, plan, policy);
  if (doubt !== null) return { eligible, today: [], doubt, budget, held: { [doubt]: eligible.length } };
  const today = eligible.slice(0, budget.allowed);
  return { eligible, today, doubt, budget, held: heldBy(eligible.length, today.length, budget, policy) };
}

/** The same, held as a whole where so many are eligible that a person has to look first. */
export function holdSurge<Invitation extends PlanInput>(
  back: HeldBack<Invitation>,
  { surge }: Pick<SurgeJudgement, "surge">,
): HeldBack<Invitation> {
  if (surge === null || back.doubt !== null) return back;
  return { ...back, today: [], doubt: "surge", held: { surge: back.eligible.length } };
}

function heldBy(eligible: number, today: number, { limitedBy }: Budget, { mode }: IdentityPolicy): HeldBack["held"] {
  if (eligible === 0) return {};
  if (mode !== "live") return { [mode]: eligible };
  return today < eligible ? { [limitedBy]: eligible - today } : {};
}

/** Keeps the order among those that were never tried. */
const neverTriedFirst = <Invitation extends PlanInput>(all: Planned<Invitation>[]): Planned<Invitation>[] =>
  all.toSorted((a, b) => triedAtOrNever(a) - triedAtOrNever(b));

const triedAtOrNever = ({ invitation: { lastTriedAt } }: Planned): number => lastTriedAt?.getTime() ?? 0;

const isByAge = ({ reason }: Planned): boolean => reason === "stale" || reason === "backlog";

function doubtIn(
  trust: ListingTrust,
  plan: readonly Planned[],
  { maxUnreadableShare }: Pick<IdentityPolicy, "maxUnreadableShare">,
): HeldReason | null {
  if (trust === "partial") return "listing-partial";
  if (trust === "collapsed") return "listing-collapsed";
  if (trust === "empty") return "listing-empty";
  return tooManyUnreadable(plan, maxUnreadableShare) ? "unreadable-dates" : null;
}
