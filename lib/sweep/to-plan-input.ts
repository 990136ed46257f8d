import type { PlanInput } from "../domain/rule.ts";
import { earliest } from "../domain/time.ts";
import type { ProgressItem } from "../ledger/ledger.ts";
import type { ComparedList } from "./compare.ts";
import type { FoundDuplicates } from "./find-duplicates.ts";

/**
 * Listed invitations as the rules see them, with what the ledger knows of each, also of one whose ending this list takes
 * back; those that have ended are left out.
 */
export function toPlanInput<Item extends ProgressItem>(
  { listing, comparison: { known, sentAt } }: ComparedList<Item>,
  ended: ReadonlySet<string>,
  { duplicates, kept, endings }: Pick<FoundDuplicates, "duplicates" | "kept" | "endings">,
): (Item & PlanInput)[] {
  return listing.invitations
    .filter(({ invitationId }) => !ended.has(invitationId))
    .map((item) => {
      const bound = sentAt.get(item.invitationId) ?? null;
      const back = endings.get(item.invitationId);
      return {
        ...item,
        // A date that cannot be read has no age, whatever bound the ledger holds for it.
        sentAt: bound === null || back === undefined ? bound : earliest(bound, back.sentAt),
        isRequested: known.get(item.invitationId)?.isRequested === true || (back?.withdrawalRequest ?? null) !== null,
        isDuplicate: duplicates.has(item.invitationId),
        isKeptBesideOlder: kept.has(item.invitationId),
        // Found out by the plan, which sees how many are kept.
        isSurplus: false,
      };
    });
}
