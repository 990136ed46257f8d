import { type KnownAge, knownAge } from "./known-age.ts";
import type { SentInterval } from "./sent-interval.ts";
import { HOUR_MS } from "./time.ts";
import type { InvitationKey, OPEN_STATES } from "./tracked-invitation.ts";

/** An open invitation as the ledger's `pending` index holds it. */
export interface KnownInvitation {
  readonly invitationId: string;
  readonly personId: string | null;
  readonly state: (typeof OPEN_STATES)[number];
  readonly sentAt: Date;
  readonly firstSeenAt: Date;
  readonly attempts: number;
  readonly isRequested: boolean;
  readonly duplicateOf: InvitationKey | null;
  readonly undecidedWith: InvitationKey | null;
}

/** A listed invitation with the instants between which it can have been sent, both null when its date is unreadable. */
export interface DatedInvitation {
  readonly invitationId: string;
  readonly sentFrom: Date | null;
  readonly sentBy: Date | null;
}

/** What one listing brought. */
export interface Listing<Invitation extends DatedInvitation> {
  readonly state: "complete" | "partial";
  readonly invitations: readonly Invitation[];
  /** Ids of items that were there but did not fit; null for one whose id could not be read. */
  readonly malformedIds: readonly (string | null)[];
  /** The last page was as full as a page can be: cursors are known to stop early, and then it looks like this. */
  readonly endsOnFullPage?: boolean;
}

/** Whether absence from a listing may be taken for an ending. */
const LISTING_TRUSTS = ["believed", "partial", "collapsed", "empty", "unfit-items", "full-last-page"] as const;
export type ListingTrust = (typeof LISTING_TRUSTS)[number];

/** A trust as a log holds it: of this version or of another. One that is not known here is shown, and not believed. */
export type LoggedTrust = string;

/**
 * A list may be served late and still show what has been withdrawn. Only this long after an attempt or an ending does a
 * listing refute it. Under the daily cadence, so that the next day's listing always may.
 */
export const LISTING_LAG_MS = 6 * HOUR_MS;

/**
 * How many the previous finished listing showed, as far as it counts as another look: null when there was none, one so
 * close before that the same fault may have answered both, or one that another version judged by a word not known here:
 * what was wrong with it cannot be told.
 */
export function countBefore(
  previous: { readonly at: Date; readonly count: number; readonly trust: LoggedTrust } | null,
  at: Date,
): number | null {
  if (previous === null || !LISTING_TRUSTS.some((known) => known === previous.trust)) return null;
  return at.getTime() - previous.at.getTime() < LISTING_LAG_MS ? null : previous.count;
}

/** A loss of more than half is only called a collapse when this many were known. */
export const COLLAPSE_MIN_KNOWN = 20;

export interface Bookkeeping<Invitation extends DatedInvitation> {
  readonly trust: ListingTrust;
  readonly appeared: readonly Invitation[];
  /** Open in the ledger, absent from a believed listing. Empty unless `trust` is `believed`. */
  readonly vanished: readonly KnownInvitation[];
  /** A reading has given a narrower bound than the ledger holds. */
  readonly refined: readonly ({ readonly known: KnownInvitation } & KnownAge["learnt"])[];
  /** Listed with a date that lies more than 36 hours outside of what earlier lists said. */
  readonly disagreeing: ReadonlySet<string>;
  /** Still listed although an answer to a withdrawal was lost: if that was long enough ago, it took no effect. */
  readonly stillPending: readonly KnownInvitation[];
  /** What the ledger held as open, by invitation id. */
  readonly known: ReadonlyMap<string, KnownInvitation>;
  /** Each listed invitation with when it was sent, as far as is known; null when this listing's date cannot be read. */
  readonly sent: ReadonlyMap<string, SentInterval | null>;
}

/**
 * Compares a listing with what the ledger holds as open. Pure; linear in both. `previousCount` comes from
 * `countBefore`. `vouched`: a person has looked and says
 * that the list is whole, so that only what broke off or could not be read is doubted. `heldFrom`: the lower bounds that
 * the ledger holds, of those for whom they were looked up.
 */
export function compareWithLedger<Invitation extends DatedInvitation>(
  listing: Listing<Invitation>,
  known: readonly KnownInvitation[],
  previousCount: number | null,
  vouched = false,
  heldFrom: ReadonlyMap<string, Date | null> = new Map(),
): Bookkeeping<Invitation> {
  const knownById = new Map(known.map((one) => [one.invitationId, one]));
  const appeared: Invitation[] = [];
  const refined: ({ known: KnownInvitation } & KnownAge["learnt"])[] = [];
  const disagreeing = new Set<string>();
  const stillPending: KnownInvitation[] = [];
  const sent = new Map<string, SentInterval | null>();
  for (const invitation of listing.invitations) {
    const { invitationId, sentFrom, sentBy } = invitation;
    const before = knownById.get(invitationId);
    const reading = sentBy === null ? null : { from: sentFrom, by: sentBy };
    if (before === undefined) {
      appeared.push(invitation);
      sent.set(invitationId, reading);
      continue;
    }
    if (before.state === "withdrawing") stillPending.push(before);
    // A date that cannot be read now is not replaced by an older reading: the invitation is kept until it can be.
    const from = heldFrom.get(invitationId);
    const age = reading === null ? null : knownAge({ from: from ?? null, by: before.sentAt }, reading);
    sent.set(invitationId, age?.sent ?? null);
    if (age === null) continue;
    if (age.datesDisagree) disagreeing.add(invitationId);
    // Where the lower bound was not looked up it is only written together with a better upper one.
    const learnt = { ...age.learnt, ...(from === undefined && age.learnt.sentBy === null && { sentFrom: null }) };
    if (learnt.sentBy !== null || learnt.sentFrom !== null) refined.push({ known: before, ...learnt });
  }
  const shown = new Set<string | null>([...sent.keys(), ...listing.malformedIds]);
  const missing = known.filter(({ invitationId }) => !shown.has(invitationId));
  const trust = judge(listing, known.length, missing.length, previousCount, vouched);
  return {
    trust,
    appeared,
    vanished: trust === "believed" ? missing : [],
    refined,
    stillPending,
    disagreeing,
    known: knownById,
    sent,
  };
}

function judge(
  listing: Listing<DatedInvitation>,
  known: number,
  missing: number,
  previousCount: number | null,
  vouched: boolean,
): ListingTrust {
  if (listing.state === "partial") return "partial";
  if (listing.malformedIds.includes(null)) return "unfit-items";
  if (vouched) return "believed";
  if (known >= COLLAPSE_MIN_KNOWN && missing > known / 2) return "collapsed";
  if (listing.endsOnFullPage === true && missing > 0) return "full-last-page";
  // An empty answer is not an empty list; a second one in a row, hours later, is.
  const empty = listing.invitations.length === 0 && listing.malformedIds.length === 0;
  if (empty && missing > 0 && previousCount !== 0) return "empty";
  return "believed";
}
