import type { ListingTrust } from "../domain/bookkeeping.ts";
import { type HeldBack, holdBack } from "../domain/hold-back.ts";
import { type Planned, planSweep } from "../domain/plan.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import type { PlannableInvitation } from "../domain/rule.ts";
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
export interface SweepDecision<Item extends ProgressItem = ProgressItem> extends HeldBack<Item & PlannableInvitation> {
  readonly identityId: string;
  readonly policy: IdentityPolicy;
  readonly decidedAt: Date;
  /** The list it rests on, beside what the ledger held. */
  readonly compared: ComparedList<Item>;
  readonly trust: ListingTrust;
  /** Every listed invitation that has not ended, with verdict and reason, oldest first. */
  readonly plan: readonly Planned<Item & PlannableInvitation>[];
  readonly found: FoundDuplicates;
  /** Flagged addresses whose person this list has shown. */
  readonly met: FoundFlags["met"];
}

export interface DecisionRequest<Item extends ProgressItem> {
  readonly compared: ComparedList<Item>;
  readonly policy: IdentityPolicy;
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
  { compared, policy, now, others = [] }: DecisionRequest<Item>,
): Promise<SweepDecision<Item>> {
  const { identity, listing, comparison } = compared;
  const found = await findDuplicates(ledger, compared, others, now);
  const { flags, met } = await flagsOfListed(ledger.flags, listing.invitations);
  const input = toPlanInput(compared, endedFor(compared, found), found.duplicates);
  const plan = planSweep(input, flags, policy, now);
  return {
    ...holdBack(plan, comparison.trust, identity.gate, policy, now),
    ...{ identityId: identity.identityId, policy, decidedAt: now, compared, trust: comparison.trust },
    ...{ plan, found, met },
  };
}

/** Listed, yet nothing is planned for them: ended for good in the ledger, or out of tries. */
function endedFor({ comparison, listing }: ComparedList, { endings }: FoundDuplicates): ReadonlySet<string> {
  const ended = new Set(comparison.exhausted.map(({ invitationId }) => invitationId));
  for (const [id, { ending }] of endings)
    if (ending !== null && !isReopenedBy(ending, listing.startedAt)) ended.add(id);
  return ended;
}
