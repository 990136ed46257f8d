import { type Bookkeeping, compareWithLedger, countBefore, type KnownInvitation } from "../domain/bookkeeping.ts";
import type { IdentityRecord, Ledger, ProgressItem } from "../ledger/ledger.ts";
import type { SweepListing } from "./listing.ts";

/** One identity's list beside what the ledger holds of it. */
export interface ComparedList<Item extends ProgressItem = ProgressItem> {
  readonly identity: IdentityRecord;
  readonly listing: SweepListing<Item>;
  readonly comparison: Bookkeeping<Item>;
}

/** Reads what the ledger holds as open and compares. `vouched`: a person says that the list is whole. */
export async function compareList<Item extends ProgressItem>(
  { invitations }: Pick<Ledger, "invitations">,
  identity: IdentityRecord,
  listing: SweepListing<Item>,
  vouched = false,
): Promise<ComparedList<Item>> {
  const known: KnownInvitation[] = [];
  for await (const one of invitations.open(identity.identityId)) known.push(one);
  const previous = countBefore(identity.lastListing, listing.startedAt);
  // What a malformed item names is still there, by whichever of its ids that is told.
  const shown = { ...listing, malformedIds: [...listing.malformedIds, ...listing.malformedNames] };
  return { identity, listing, comparison: compareWithLedger(shown, known, previous, vouched) };
}
