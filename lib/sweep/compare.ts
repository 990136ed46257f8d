import type { Announcement } from "../domain/announcement.ts";
import { type Bookkeeping, compareWithLedger, countBefore, type KnownInvitation } from "../domain/bookkeeping.ts";
import { CONNECTION_KIND, isTrackedKind } from "../domain/invitation-kind.ts";
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
  /** What has been announced of the identity's open invitations, by id; as an index tells it, a moment late. */
  readonly announced: ReadonlyMap<string, Announcement>;
  /** Keys of Sales Navigator ids that the ledger does not hold yet. */
  readonly unkept: readonly UnkeptKey[];
}

/**
 * Reads what the ledger holds as open and compares. Listed invitations of a kind that is neither a request to connect nor
 * one of `kinds` are new to nobody: the ledger does not keep them. `vouched`: a person says that the list is whole.
 */
export async function compareList<Item extends ProgressItem>(
  { invitations }: Pick<Ledger, "invitations">,
  identity: IdentityRecord,
  listing: SweepListing<Item>,
  kinds: readonly string[],
  vouched = false,
): Promise<ComparedList<Item>> {
  const known: KnownInvitation[] = [];
  for await (const one of invitations.open(identity.identityId)) known.push(one);
  const { held, fresh: unheld } = await lookUp(invitations, identity, listing, known);
  const kindOf = new Map(listing.invitations.map(({ invitationId, kind }) => [invitationId, kind]));
  // One of another kind may be new to the ledger alone, so that nothing follows for when it was sent.
  const fresh = new Set([...unheld].filter((id) => kindOf.get(id) === CONNECTION_KIND));
  const bounded = sentSinceLastList(identity, listing, fresh, known.length);
  const heldFrom = new Map([...held].map(([id, { sentFrom }]) => [id, sentFrom]));
  const previous = countBefore(identity.lastListing, listing.startedAt);
  // What a malformed item names is still there, by whichever of its ids that is told.
  const shown = { ...bounded, malformedIds: [...listing.malformedIds, ...listing.malformedNames] };
  const compared = compareWithLedger(shown, known, previous, vouched, heldFrom);
  const comparison = { ...compared, appeared: compared.appeared.filter(({ kind }) => isTrackedKind(kind, kinds)) };
  const tried = new Map([...held].filter(([, { attempts }]) => attempts > 0));
  const announced = new Map<string, Announcement>();
  for await (const one of invitations.announced(identity.identityId)) announced.set(one.invitationId, one.announcement);
  return { identity, listing: bounded, comparison, fresh, tried, announced, unkept: unkeptKeys(listing, held) };
}
