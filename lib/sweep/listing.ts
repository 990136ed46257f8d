import type { Collaborators } from "../collaborators.ts";
import { readSentDate } from "../domain/sent-date.ts";
import { SECOND_MS } from "../domain/time.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import type { ListingPage } from "../edges/list-sent-invitations.ts";
import type { ListingProgress, ProgressItem } from "../ledger/ledger.ts";
import { keyOfSalesNavigatorId, profileKeyOf } from "../ledger/profile-key.ts";

/** A listing as far as it got. */
export interface SweepListing<Item extends ProgressItem = ProgressItem> {
  readonly state: "complete" | "partial";
  readonly failure: EdgesFailure | null;
  readonly startedAt: Date;
  readonly invitations: readonly Item[];
  readonly malformedIds: readonly (string | null)[];
  readonly endsOnFullPage: boolean;
  readonly pages: number;
  readonly repeats: number;
}

export type ListingResult =
  | { readonly kind: "ended"; readonly listing: SweepListing }
  /** Time is up: stored, to be gone on with in the next receive. */
  | { readonly kind: "to-be-continued"; readonly progress: ListingProgress };

/** One page with its tries and waits, then the bookkeeping: with less than this left no further page is begun. */
const TIME_FOR_A_PAGE_MS = 100 * SECOND_MS;
const FULL_PAGE = 100;

/**
 * Lists an identity's sent invitations, from `progress` on when an earlier receive has stored some. `deadline` null:
 * there is nobody to stop it, so it ends only as `ended`.
 */
export async function listUntil(
  c: Pick<Collaborators, "edges" | "clock" | "log">,
  identityId: string,
  progress: ListingProgress | null,
  deadline: Date | null,
  onPage: (page: ListingPage) => void = () => {},
): Promise<ListingResult> {
  const startedAt = progress?.startedAt ?? c.clock.now();
  const invitations: ProgressItem[] = [...(progress?.invitations ?? [])];
  const malformedIds: (string | null)[] = [...(progress?.malformedIds ?? [])];
  let pages = progress?.pages ?? 0;
  let repeats = progress?.repeats ?? 0;
  let endsOnFullPage = false;
  const walk = c.edges.listSentInvitations(identityId, {
    ...(progress === null ? {} : { from: progress.next }),
    seen: invitations.map(({ invitationId }) => invitationId),
  });
  for (;;) {
    const step = await walk.next();
    if (step.done) {
      const failure = step.value.state === "partial" ? step.value.failure : null;
      // The documents call NO_RESULT an empty result. Whether an empty list is believed is the bookkeeping's business.
      const empty = failure?.label === "NO_RESULT" && pages === 0;
      const state: SweepListing["state"] = failure === null || empty ? "complete" : "partial";
      const nameless = invitations.filter(({ profileKey }) => profileKey === null).length;
      if (nameless > 0) {
        c.log.warn("listed without an address that names a profile: flags reach these by id alone", {
          identityId,
          count: nameless,
        });
      }
      const listing = {
        state,
        failure: empty ? null : failure,
        startedAt,
        invitations,
        malformedIds,
        endsOnFullPage,
        pages,
        repeats,
      };
      return { kind: "ended", listing };
    }
    const page = step.value;
    const now = c.clock.now();
    for (const { invitationId, urn, personId, salesNavigatorId, sentDate, person } of page.invitations) {
      const reading = readSentDate(sentDate, now);
      const profileKey = profileKeyOf(person.profileUrl);
      const { sentFrom = null, sentBy = null } = reading.readable ? reading : {};
      const isRelative = reading.readable && reading.form === "relative";
      invitations.push({
        ...{ invitationId, urn, personId, profileKey },
        salesNavigatorKey: salesNavigatorId === null ? null : keyOfSalesNavigatorId(salesNavigatorId),
        ...{ sentFrom, sentBy, isRelative, isContradicting: false },
      });
      if (!reading.readable) c.log.warn("sent_date cannot be read", { identityId, invitationId, fault: reading.fault });
    }
    for (const { invitationId, faults } of page.malformed) {
      malformedIds.push(invitationId);
      c.log.warn("item kept out", { identityId, invitationId, fault: faults.join(", ") });
    }
    pages += 1;
    repeats += page.repeats;
    endsOnFullPage = page.invitations.length + page.malformed.length + page.repeats >= FULL_PAGE;
    onPage(page);
    if (page.next !== null && deadline !== null && deadline.getTime() - now.getTime() < TIME_FOR_A_PAGE_MS) {
      await walk.return({ state: "complete" });
      return {
        kind: "to-be-continued",
        progress: { next: page.next, startedAt, pages, repeats, malformedIds, invitations },
      };
    }
  }
}
