import type { PlannableInvitation } from "../domain/rule.ts";
import type { ProgressItem } from "../ledger/ledger.ts";
import type { ComparedList } from "./compare.ts";

/** Listed invitations as the rules see them, with what the ledger knows of each; those that have ended are left out. */
export function toPlanInput<Item extends ProgressItem>(
  { listing, comparison: { known, sentAt } }: ComparedList<Item>,
  ended: ReadonlySet<string>,
  duplicates: ReadonlySet<string>,
): (Item & PlannableInvitation)[] {
  return listing.invitations
    .filter(({ invitationId }) => !ended.has(invitationId))
    .map((item) => ({
      ...item,
      // A date that cannot be read has no age, whatever bound the ledger holds for it.
      sentAt: sentAt.get(item.invitationId) ?? null,
      isRequested: known.get(item.invitationId)?.isRequested === true,
      isDuplicate: duplicates.has(item.invitationId),
      // Found out by the plan, which sees how many are kept.
      isSurplus: false,
    }));
}
