import { COLLAPSE_MIN_KNOWN, type KnownInvitation, LISTING_LAG_MS } from "../domain/bookkeeping.ts";
import { narrow } from "../domain/sent-interval.ts";
import { HOUR_MS, later } from "../domain/time.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { IdentityRecord, InvitationLedger, ProgressItem } from "../ledger/ledger.ts";
import type { SweepListing } from "./listing.ts";

/** What the index of open invitations does not tell of those on a list. */
export interface LookedUp {
  /** As the ledger holds them, by id: those looked up that exist, open or ended. */
  readonly held: ReadonlyMap<string, TrackedInvitation>;
  readonly fresh: ReadonlySet<string>;
}

export interface UnkeptKey {
  readonly invitationId: string;
  readonly key: string;
}

/**
 * Reads the items themselves of those for whom the index is not enough: whose date counts back, so that today's list may
 * narrow the lower bound; whose date is an earlier one than before, which the lower bound may contradict; who look new on a
 * list that follows another; who has been called for in vain; and everybody once, where no list has been whole since a
 * version that keeps both ends. Half a read unit each; none for a list of absolute dates without anybody new.
 */
export async function lookUp(
  invitations: Pick<InvitationLedger, "findMany">,
  { identityId, lastBelievedListingAt, lastWholeListingAt }: IdentityRecord,
  listing: SweepListing,
  known: readonly KnownInvitation[],
): Promise<LookedUp> {
  const open = new Map(known.map((one) => [one.invitationId, one]));
  const isFirst = lastBelievedListingAt === null;
  const wanted = listing.invitations.filter(({ invitationId, isRelative, sentBy }) => {
    const there = open.get(invitationId);
    if (there === undefined) return !isFirst;
    return (
      there.attempts > 0 || isRelative || lastWholeListingAt === null || (sentBy !== null && sentBy < there.sentAt)
    );
  });
  if (wanted.length === 0) return { held: new Map(), fresh: new Set() };
  const ids = wanted.map(({ invitationId }) => invitationId);
  const held = new Map((await invitations.findMany(identityId, ids)).map((one) => [one.invitationId, one]));
  return { held, fresh: new Set(ids.filter((id) => !open.has(id) && !held.has(id))) };
}

/** The index may be read so much late, and then a list's own invitations look new to the next. */
export const INDEX_LAG_MS = HOUR_MS;

/**
 * Whoever is new was sent after the last whole list, give or take how late a list may be served. Nothing is concluded
 * where more turn up than a day brings, for then that list was not whole, nor against what the date itself says.
 */
export function sentSinceLastList<Item extends ProgressItem>(
  { lastWholeListingAt: last }: IdentityRecord,
  listing: SweepListing<Item>,
  fresh: ReadonlySet<string>,
  known: number,
): SweepListing<Item> {
  const isSurge = fresh.size >= COLLAPSE_MIN_KNOWN && fresh.size > known / 2;
  if (last === null || fresh.size === 0 || isSurge) return listing;
  if (listing.startedAt.getTime() - last.getTime() < INDEX_LAG_MS) return listing;
  const since = { from: later(last, -LISTING_LAG_MS), by: listing.startedAt };
  const bounded = (one: Item): Item => {
    if (!fresh.has(one.invitationId) || one.sentBy === null) return one;
    const narrowed = narrow({ from: one.sentFrom, by: one.sentBy }, since);
    return narrowed.kind === "interval" ? { ...one, sentFrom: narrowed.interval.from } : one;
  };
  return { ...listing, invitations: listing.invitations.map(bounded) };
}

/** Which of the looked up have a Sales Navigator id on the list and none in the ledger. */
export const unkeptKeys = (listing: SweepListing, held: LookedUp["held"]): UnkeptKey[] =>
  listing.invitations.flatMap(({ invitationId, salesNavigatorKey: key }) =>
    key !== null && held.get(invitationId)?.salesNavigatorKey === null ? [{ invitationId, key }] : [],
  );
