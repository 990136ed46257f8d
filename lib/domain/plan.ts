import { ANNOUNCED, isNoticeOver, mayGoFrom } from "./announcement.ts";
import type { IdentityPolicy } from "./policy.ts";
import type { Flags, PlanInput, Verdict } from "./rule.ts";
import { type Reason, RULES, type RuleReason } from "./rules/index.ts";
import { wholeDaysBetween } from "./time.ts";

/** One invitation with what is to become of it and why. */
export interface Planned<Invitation extends PlanInput = PlanInput> {
  readonly invitation: Invitation;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** Of one that is `announced`: the rule that withdraws it once its notice is over. */
  readonly would?: RuleReason;
  /** Of the same: when that is; null where a live run has still to announce it. */
  readonly mayGoFrom?: Date | null;
  /** Whole days pending at least, never negative; null when the date cannot be read. */
  readonly ageDays: number | null;
}

/**
 * Decides every invitation of one identity, oldest first (unreadable dates last). Pure: command line, demo and
 * functions share it, so that a preview shows what a run does. Cost: linear, plus the sort.
 */
export function planSweep<Invitation extends PlanInput>(
  invitations: readonly Invitation[],
  flags: Flags,
  policy: IdentityPolicy,
  now: Date,
): Planned<Invitation>[] {
  const oldestFirst = invitations.toSorted((a, b) => sentAtOrLast(a) - sentAtOrLast(b) || compareIds(a, b));
  const plan = withEarlyTries(
    oldestFirst.map((invitation) => verdictOn(invitation, flags, policy, now)),
    flags,
    policy,
    now,
  );
  if (policy.keepPendingBelow === null) return plan;
  // Oldest first, so the first that are merely too young are the ones to go, until few enough stay.
  const isCounted = (one: Planned) => !isToGo(one) && one.reason !== "other-kind";
  let surplus = plan.filter(isCounted).length - policy.keepPendingBelow;
  return plan.map((planned) => {
    if (surplus <= 0 || planned.reason !== "too-young") return planned;
    const { invitation } = planned;
    const again = verdictOn({ ...invitation, isSurplus: true }, flags, policy, now);
    if (isToGo(again)) surplus -= 1;
    return { ...again, invitation };
  });
}

/**
 * Where nothing else is due, those come back early whose rest was begun by a fault that has since been seen to be over.
 */
function withEarlyTries<Invitation extends PlanInput>(
  plan: readonly Planned<Invitation>[],
  flags: Flags,
  policy: IdentityPolicy,
  now: Date,
): Planned<Invitation>[] {
  if (plan.some(({ verdict }) => verdict === "withdraw")) return [...plan];
  return plan.map((planned) => {
    const { invitation, reason } = planned;
    if (reason !== "resting" || !invitation.isFaultOver) return planned;
    return { ...verdictOn({ ...invitation, restsUntil: null }, flags, policy, now), invitation };
  });
}

/** The verdict on one invitation, used again right before its call. */
export function verdictOn<Invitation extends PlanInput>(
  invitation: Invitation,
  flags: Flags,
  policy: IdentityPolicy,
  now: Date,
): Planned<Invitation> {
  const ageDays = invitation.sentAt === null ? null : Math.max(0, wholeDaysBetween(invitation.sentAt, now));
  for (const rule of RULES) {
    const verdict = rule.decide(invitation, { flags, policy, ageDays });
    if (verdict === null) continue;
    const { announcement } = invitation;
    if (verdict === "keep" || isNoticeOver(announcement, policy.noticeDays, now)) {
      return { invitation, verdict, reason: rule.reason, ageDays };
    }
    const from = announcement === null ? null : mayGoFrom(announcement, policy.noticeDays);
    return { invitation, verdict: "keep", reason: ANNOUNCED, would: rule.reason, mayGoFrom: from, ageDays };
  }
  throw new Error("the last rule must always answer");
}

/** Whether a rule withdraws it, now or once its notice is over. */
export const isToGo = ({ verdict, reason }: Pick<Planned, "verdict" | "reason">): boolean =>
  verdict === "withdraw" || reason === ANNOUNCED;

/** How many invitations each reason speaks for; reasons without any are left out. */
export function countByReason(plan: readonly Planned[]): Partial<Record<Reason, number>> {
  const counts: Partial<Record<Reason, number>> = {};
  for (const { reason } of plan) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/**
 * True when more than `maxShare` of the dates cannot be read: such a sweep is held, for the format may have changed.
 * A single bad date never holds a sweep, however short the list, unless `maxShare` is 0. Whoever else speaks for the
 * invitation, its date counts.
 */
export function tooManyUnreadable(plan: readonly Planned[], maxShare: number): boolean {
  const unreadable = plan.filter(({ ageDays }) => ageDays === null).length;
  return unreadable > (maxShare === 0 ? 0 : 1) && unreadable / plan.length > maxShare;
}

const sentAtOrLast = ({ sentAt }: PlanInput): number => sentAt?.getTime() ?? Number.MAX_SAFE_INTEGER;

const compareIds = (a: PlanInput, b: PlanInput): number =>
  a.invitationId < b.invitationId ? -1 : a.invitationId > b.invitationId ? 1 : 0;
