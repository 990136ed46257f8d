import type { ListingTrust } from "../domain/bookkeeping.ts";
import { type HeldBack, holdBack } from "../domain/hold-back.ts";
import { type Planned, planSweep, verdictOn } from "../domain/plan.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import type { Flags, PlanInput } from "../domain/rule.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import { type FoundFlags, flagsOfListed } from "../ledger/flag-lookup.ts";
import type { Ledger, ProgressItem } from "../ledger/ledger.ts";
import type { ComparedList } from "./compare.ts";
import { type FoundDuplicates, findDuplicates } from "./find-duplicates.ts";
import { isReopenedBy } from "./reopen.ts";
import { toPlanInput } from "./to-plan-input.ts";

/**
 * What is to become of one identity's invitations, and why. A value: it can be shown, counted, written to a file and
 * compared. Preview, dry run, the question before a live run, the run and reconcile all come from it.
 */
export interface SweepDecision<Item extends ProgressItem = ProgressItem> extends HeldBack<Item & PlanInput> {
  readonly identityId: string;
  readonly policy: IdentityPolicy;
  readonly decidedAt: Date;
  /** The list it rests on, beside what the ledger held. */
  readonly compared: ComparedList<Item>;
  readonly trust: ListingTrust;
  /** Every listed invitation that has not ended, with verdict and reason, oldest first. */
  readonly plan: readonly Planned<Item & PlanInput>[];
  readonly found: FoundDuplicates;
  /** Flagged addresses whose person this list has shown. */
  readonly met: FoundFlags["met"];
  /** Flagged addresses of which it is in doubt whom they mean. */
  readonly sharedKeys: FoundFlags["shared"];
}

export interface DecisionRequest<Item extends ProgressItem> {
  readonly compared: ComparedList<Item>;
  /** Every identity's policy: whether another's invitation stays is its own policy's to say. */
  readonly policyOf: (identityId: string) => IdentityPolicy;
  readonly now: Date;
  /** The other lists of the same pass, where one pass sees several. */
  readonly others?: readonly ComparedList[];
}

/**
 * Decides: the only place where list, ledger, duplicates, flags, rules and budget are put together. Reads only; `apply`
 * alone writes. Throws what the ledger throws.
 */
export async function decide<Item extends ProgressItem>(
  ledger: Pick<Ledger, "invitations" | "flags">,
  { compared, policyOf, now, others = [] }: DecisionRequest<Item>,
): Promise<SweepDecision<Item>> {
  const { identity, listing, comparison } = compared;
  const policy = policyOf(identity.identityId);
  const elsewhere = others.flatMap((other) => other.listing.invitations);
  const { flags, met, shared: sharedKeys } = await flagsOfListed(ledger, listing.invitations, elsewhere);
  const goesAnyway = (one: TrackedInvitation) => isWithdrawnByItself(one, flags, policyOf(one.identityId), now);
  const found = await findDuplicates(ledger, compared, others, goesAnyway, now);
  const input = toPlanInput(compared, endedFor(compared, found), found);
  const plan = planSweep(input, flags, policy, now);
  return {
    ...holdBack(plan, comparison.trust, identity.gate, policy, now),
    ...{ identityId: identity.identityId, policy, decidedAt: now, compared, trust: comparison.trust },
    ...{ plan, found, met, sharedKeys },
  };
}

/** Whether a rule withdraws an invitation of any identity for its own sake, as far as the ledger and its flags tell. */
function isWithdrawnByItself(one: TrackedInvitation, flags: Flags, policy: IdentityPolicy, now: Date): boolean {
  if (policy.paused) return false;
  const input = {
    ...one,
    sentAt: one.unreadableAt === null ? one.sentAt : null,
    isRequested: one.withdrawalRequest !== null,
    ...{ isDuplicate: false, isKeptBesideOlder: false, isSurplus: false },
  };
  return verdictOn(input, flags, policy, now).verdict === "withdraw";
}

/** Listed, yet nothing is planned for them: ended for good in the ledger, or out of tries. */
function endedFor({ comparison, listing }: ComparedList, { endings }: FoundDuplicates): ReadonlySet<string> {
  const ended = new Set(comparison.exhausted.map(({ invitationId }) => invitationId));
  for (const [id, { ending }] of endings)
    if (ending !== null && !isReopenedBy(ending, listing.startedAt)) ended.add(id);
  return ended;
}
