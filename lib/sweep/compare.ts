import { type Bookkeeping, compareWithLedger, countBefore, type KnownInvitation } from "../domain/bookkeeping.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { IdentityRecord, Ledger, ProgressItem } from "../ledger/ledger.ts";
import type { SweepListing } from "./listing.ts";
import { lookUp, sentSinceLastList, type UnkeptKey, unkeptKeys } from "./look-up.ts";

/** One identity's list beside what the ledger holds of it. */
export interface ComparedList<Item extends ProgressItem = ProgressItem> {
  readonly identity: IdentityRecord;
  readonly listing: SweepListing<Item>;
  readonly comparison: Bookkeeping<Item>;
  /** On a list that follows another, and never in the ledger before: sent since that other one, as far as it was whole. */
  readonly fresh: ReadonlySet<string>;
  /** As the ledger holds them, by id: those on the list that have been called for, open or ended. */
  readonly tried: ReadonlyMap<string, TrackedInvitation>;
  /** Keys of Sales Navigator ids that the ledger does not hold yet. */
  readonly unkept: readonly UnkeptKey[];
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
  const { held, fresh } = await lookUp(invitations, identity, listing, known);
  const bounded = sentSinceLastList(identity, listing, fresh, known.length);
  const heldFrom = new Map([...held].map(([id, { sentFrom }]) => [id, sentFrom]));
  const previous = countBefore(identity.lastListing, listing.startedAt);
  // What a malformed item names is still there, by whichever of its ids that is told.
  const shown = { ...bounded, malformedIds: [...listing.malformedIds, ...listing.malformedNames] };
  const comparison = compareWithLedger(shown, known, previous, vouched, heldFrom);
  const tried = new Map([...held].filter(([, { attempts }]) => attempts > 0));
  return { identity, listing: bounded, comparison, fresh, tried, unkept: unkeptKeys(listing, held) };
}
