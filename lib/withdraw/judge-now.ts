import type { Collaborators } from "../collaborators.ts";
import { ageInput, asPlanned, comparableSent } from "../domain/as-planned.ts";
import type { GateState } from "../domain/gate.ts";
import { verdictOn } from "../domain/plan.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import { type TriedFacts, triedFacts } from "../domain/rest.ts";
import type { LoggedReason, Reason } from "../domain/rules/index.ts";
import type { SentInterval } from "../domain/sent-interval.ts";
import { isContradicting, isDateReadable, type TrackedInvitation } from "../domain/tracked-invitation.ts";
import { ageTimeBy } from "../domain/wrong-clock.ts";
import { isStillDuplicate } from "../ledger/duplicate-lookup.ts";
import { flagsOfPerson } from "../ledger/flag-lookup.ts";
import type { IdentityRecord } from "../ledger/ledger.ts";

export interface JudgeRequest {
  readonly policy: IdentityPolicy;
  /** The rule that spoke for the withdrawal when it was planned. */
  readonly plannedFor: LoggedReason;
  readonly identity: Pick<IdentityRecord, "lastListing" | "gate">;
}

export interface Judged {
  /** The rule that speaks now. */
  readonly reason: Reason;
  /** Why it is kept now; null where it may be called for. */
  readonly keptFor: Reason | "unflagged" | null;
  /** Looks again whether it is the older one of two to the same person. */
  readonly isDuplicate: () => Promise<boolean>;
}

/**
 * The verdict on a planned withdrawal as of now: the policy, the flags or the bound of the date may have changed since the
 * plan. A flag that is set later than this reading, within the moment before the call, comes too late. Reads only.
 */
export async function judgeNow(
  c: Pick<Collaborators, "clock" | "edges" | "ledger">,
  invitation: TrackedInvitation,
  { policy, plannedFor, identity: { lastListing, gate } }: JudgeRequest,
): Promise<Judged> {
  const { flags } = await flagsOfPerson(c.ledger, invitation);
  // Read for every call: a miss takes the ages from ids back at once, also for what is queued already. As of a moment ago:
  // not to have seen a miss of this moment is to have called a moment before it.
  const ids = policy.ageFromIds === "off" ? null : await c.ledger.ids.calibration({ consistent: false });
  const now = c.clock.now();
  const agesAt = ageTimeBy(now, c.edges.clockOffsetMs());
  const age = ageInput(invitation, {
    ...{ ids, now: agesAt, isReadable: isDateReadable(invitation, lastListing) },
    isContradicting: isContradicting(invitation, lastListing),
  });
  /** Of the younger one no listing is at hand: any doubt that was ever noted of it counts. */
  const sentOf = (one: TrackedInvitation): SentInterval | null => {
    if (one === invitation) return comparableSent(age);
    const [isReadable, contradicts] = [one.unreadableAt === null, one.contradictingAt !== null];
    return comparableSent(ageInput(one, { ids, now: agesAt, isReadable, isContradicting: contradicts }));
  };
  const isDuplicate = () => isStillDuplicate(c.ledger.invitations, invitation, sentOf);
  const input = {
    // A claim is for one that goes; whether it is kept for another's sake the sweep has looked at.
    ...asPlanned(invitation, age, triedNow(invitation, gate, now)),
    isDuplicate: await isDuplicate(),
    isUndecided: invitation.undecidedWith !== null,
    // How many are pending only a listing knows; while the owner wants fewer, its word stands.
    isSurplus: plannedFor === "backlog",
  };
  const { verdict, reason } = verdictOn(input, flags, policy, agesAt);
  if (verdict === "keep") return { reason, keptFor: reason, isDuplicate };
  // Planned for a flag that is gone: what age alone would do, the next run plans and shows.
  const isUnflagged = reason === "stale" && plannedFor !== "stale" && plannedFor !== "backlog";
  return { reason, keptFor: isUnflagged ? "unflagged" : null, isDuplicate };
}

/** What was planned stands although it rests, where the fault that met it has been seen to be over. */
function triedNow(invitation: TrackedInvitation, { overcome }: GateState, now: Date): TriedFacts {
  const facts = triedFacts(invitation, overcome, now);
  return facts.isFaultOver ? { ...facts, restsUntil: null } : facts;
}
