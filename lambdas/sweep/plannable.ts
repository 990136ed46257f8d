import type { Bookkeeping } from "../../lib/core/bookkeeping.ts";
import type { PlannableInvitation } from "../../lib/core/rule.ts";
import type { ProgressItem } from "../../lib/ledger/ledger.ts";

/** Listed invitations as the rules see them, with what the ledger knows of each; those that have ended are left out. */
export function plannable<Item extends ProgressItem>(
  listed: readonly Item[],
  { known, sentAt }: Bookkeeping<ProgressItem>,
  ended: ReadonlySet<string>,
  duplicates: ReadonlySet<string>,
): (Item & PlannableInvitation)[] {
  return listed
    .filter(({ invitationId }) => !ended.has(invitationId))
    .map((item) => ({
      ...item,
      // A date that cannot be read has no age, whatever bound the ledger holds for it.
      sentAt: sentAt.get(item.invitationId) ?? null,
      isAskedFor: known.get(item.invitationId)?.isAskedFor === true,
      isDuplicate: duplicates.has(item.invitationId),
    }));
}
