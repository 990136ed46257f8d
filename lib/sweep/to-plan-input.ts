import { type AgeContext, ageInput } from "../domain/as-planned.ts";
import { knownAge } from "../domain/known-age.ts";
import { NEVER_TRIED, triedFacts } from "../domain/rest.ts";
import type { AgeOrigin, PlanInput } from "../domain/rule.ts";
import type { SentInterval } from "../domain/sent-interval.ts";
import type { ProgressItem } from "../ledger/ledger.ts";
import type { ComparedList } from "./compare.ts";
import type { FoundDuplicates } from "./find-duplicates.ts";

/**
 * Listed invitations as the rules see them, with what the ledger knows of each, also of one whose ending this list takes
 * back; those that have ended are left out.
 */
export function toPlanInput<Item extends ProgressItem>(
  { identity, listing, tried, announced, comparison: { known, sent, disagreeing } }: ComparedList<Item>,
  ended: ReadonlySet<string>,
  { duplicates, kept, undecided, endings }: Pick<FoundDuplicates, "duplicates" | "kept" | "undecided" | "endings">,
  { ids, now }: Pick<AgeContext, "ids" | "now">,
  /** By which rests are told: the clock that wrote them. */
  clockNow: Date = now,
): (Item & PlanInput)[] {
  return listing.invitations
    .filter(({ invitationId }) => !ended.has(invitationId))
    .map((item) => {
      const { invitationId, isContradicting } = item;
      const listed = sent.get(invitationId) ?? null;
      const back = endings.get(invitationId);
      const before = tried.get(invitationId);
      const sofar =
        listed === null || back === undefined
          ? listed
          : knownAge({ from: back.sentFrom, by: back.sentAt }, listed).sent;
      const age = ageInput(
        // A date that cannot be read has no age, whatever bounds the ledger holds for it.
        { invitationId, sentAt: sofar?.by ?? now, sentFrom: sofar?.from ?? null },
        ...[
          { ids, now, isReadable: sofar !== null, isContradicting, disagreesWithItself: disagreeing.has(invitationId) },
        ],
      );
      const { restsUntil, isFaultOver, lastTriedAt } =
        before === undefined ? NEVER_TRIED : triedFacts(before, identity.gate.overcome, clockNow);
      // Assigned to a literal: properties written after a spread cost some thirty times as much, and lists are long.
      const facts = {
        sentAt: age.sentAt,
        datesDisagree: age.datesDisagree,
        restsUntil,
        isFaultOver,
        lastTriedAt,
        ageFrom: age.ageFrom === "id" ? "id" : originOf(item, sofar),
        isRequested: known.get(invitationId)?.isRequested === true || (back?.withdrawalRequest ?? null) !== null,
        isDuplicate: duplicates.has(invitationId),
        isKeptBesideOlder: kept.has(invitationId),
        isUndecided: undecided.has(invitationId),
        announcement: announced.get(invitationId) ?? null,
        // Found out by the plan, which sees how many are kept.
        isSurplus: false,
      } as const;
      return Object.assign(facts, item, { sentFrom: age.sentFrom, isContradicting: age.isContradicting });
    });
}

/** Whether earlier lists have told more than today's date alone. */
function originOf({ sentFrom, sentBy }: ProgressItem, sofar: SentInterval | null): AgeOrigin {
  const same = sofar?.by.getTime() === sentBy?.getTime() && sofar?.from?.getTime() === sentFrom?.getTime();
  return sofar === null || same ? "date" : "lists";
}
