import { ANNOUNCED } from "./announcement.ts";
import type { Planned } from "./plan.ts";
import { type IdentityPolicy, staleAfterDays, THRESHOLD_FLOOR_DAYS } from "./policy.ts";
import { isInHoldout } from "./rules/held-out.ts";
import { DAY_MS } from "./time.ts";

/** An invitation that is kept today and becomes stale by waiting. */
export interface YoungInvitation {
  /** Whole days pending at least. */
  readonly ageDays: number;
  /** Days until it is stale, if nobody answers it before; 1 or more. */
  readonly staleInDays: number;
}

/** What the pending invitations of one identity say of its backlog, today and to come. */
export interface PendingAges {
  /** Those that would be withdrawn now if no cap held them back. */
  readonly eligible: number;
  readonly young: readonly YoungInvitation[];
  /** Spoken for, and kept until their notice is over; among the young ones. */
  readonly announced: number;
  /** Whole days until the last of these may go; 0 where there is none. */
  readonly announcedFor: number;
  /** The age at which one becomes stale: the policy's threshold, or less where `keepPendingBelow` is the tighter one. */
  readonly thresholdDays: number;
}

/** The ages in a plan. Those that no waiting makes stale are left out: protected, resting, without a readable date. */
export function pendingAges(plan: readonly Planned[], policy: IdentityPolicy, now: Date): PendingAges {
  const { holdout } = policy;
  const eligible = plan.filter(({ verdict }) => verdict === "withdraw").length;
  const tooYoung = plan.flatMap(({ reason, ageDays }) => (reason === "too-young" && ageDays !== null ? [ageDays] : []));
  const thresholdDays = Math.min(staleAfterDays(policy), limitAge(plan, tooYoung, policy));
  const announced = plan
    .filter(({ reason }) => reason === ANNOUNCED)
    .map(({ ageDays, mayGoFrom }) => ({ ageDays: ageDays ?? 0, staleInDays: noticeLeft(mayGoFrom, policy, now) }));
  const young = plan.flatMap(({ invitation: { invitationId }, reason, ageDays }): YoungInvitation[] => {
    if (ageDays === null || (reason !== "too-young" && reason !== "held-out")) return [];
    const isHeldOut = holdout !== null && isInHoldout(invitationId, holdout.share);
    const staleAt = isHeldOut ? holdout.maxAgeDays : thresholdDays;
    return [{ ageDays, staleInDays: Math.max(1, staleAt - ageDays) + policy.noticeDays }];
  });
  const announcedFor = Math.max(0, ...announced.map(({ staleInDays }) => staleInDays));
  return { eligible, young: [...young, ...announced], announced: announced.length, announcedFor, thresholdDays };
}

/** Whole days until a notice is over; of what is not announced yet, the policy's. */
const noticeLeft = (mayGoFrom: Date | null | undefined, { noticeDays }: IdentityPolicy, now: Date): number =>
  Math.max(1, mayGoFrom == null ? noticeDays : Math.ceil((mayGoFrom.getTime() - now.getTime()) / DAY_MS));

/** The same of what a ledger holds, where no list and so no plan is at hand; `ageDays` as in `YoungInvitation`. */
export function agesInLedger(
  open: readonly { readonly invitationId: string; readonly ageDays: number }[],
  policy: IdentityPolicy,
): PendingAges {
  const thresholdDays = staleAfterDays(policy);
  const { holdout } = policy;
  const staleAt = (id: string) =>
    holdout !== null && isInHoldout(id, holdout.share) ? holdout.maxAgeDays : thresholdDays;
  const all = open.map(({ invitationId, ageDays }) => ({ ageDays, staleInDays: staleAt(invitationId) - ageDays }));
  const young = all.filter(({ staleInDays }) => staleInDays > 0);
  return { eligible: all.length - young.length, young, announced: 0, announcedFor: 0, thresholdDays };
}

/**
 * Where as many are pending as may be, each new one pushes the oldest out: then the age of the oldest that stays is the
 * threshold in effect. Infinite where the limit does not bind.
 */
function limitAge(plan: readonly Planned[], tooYoung: readonly number[], { keepPendingBelow }: IdentityPolicy): number {
  if (keepPendingBelow === null) return Number.POSITIVE_INFINITY;
  const kept = plan.filter(({ verdict }) => verdict === "keep").length;
  if (kept < keepPendingBelow) return Number.POSITIVE_INFINITY;
  return Math.max(THRESHOLD_FLOOR_DAYS, ...tooYoung.map((age) => age + 1));
}
