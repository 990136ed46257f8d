import type { SentInvitation } from "../domain/invitation.ts";
import { requireIdentity } from "./address.ts";
import { type ListingEnd, type PagingOptions, pages } from "./paging.ts";
import { isMalformed, type MalformedItem, readSentInvitation } from "./sent-invitations.ts";

export interface ListingOptions {
  /** Continue from a page's `next`. Cursors live 24 hours. Default: the first page. */
  readonly from?: string;
  /** Calls per page, the first one included. Default 3. */
  readonly maxTriesPerPage?: number;
  /** Invitation ids already known from earlier pages, so that a continued listing drops repeats too. Default: none. */
  readonly seen?: Iterable<string>;
}

export interface ListingPage {
  /** At most 100, none of them a repeat. */
  readonly invitations: readonly SentInvitation[];
  readonly malformed: readonly MalformedItem[];
  /** Items dropped because an earlier page (or `seen`) had them: pages are known to overlap. */
  readonly repeats: number;
  /** Where to continue. Null is not yet the end of a complete listing: only `ListingEnd` says that. */
  readonly next: string | null;
}

/** All invitations an identity has pending, page by page. Failures are never thrown: they end the listing as partial. */
export async function* listSentInvitations(
  options: PagingOptions,
  identityId: string,
  { from, maxTriesPerPage = 3, seen = [] }: ListingOptions = {},
): AsyncGenerator<ListingPage, ListingEnd, undefined> {
  requireIdentity(identityId);
  const known = new Set(seen);
  return yield* pages(options, {
    path: "/actions/linkedin-extract-sent-invitations/run/live",
    identityId,
    from,
    triesPerPage: maxTriesPerPage,
    read: (items, next) => ({ ...sort(items, known), next }),
  });
}

/** Sorts a page's items, and adds what is new to `known`. */
function sort(items: readonly unknown[], known: Set<string>): Omit<ListingPage, "next"> {
  const invitations: SentInvitation[] = [];
  const malformed: MalformedItem[] = [];
  let repeats = 0;
  for (const item of items.map(readSentInvitation)) {
    if (item.invitationId !== null && known.has(item.invitationId)) repeats += 1;
    else if (isMalformed(item)) malformed.push(item);
    else {
      known.add(item.invitationId);
      invitations.push(item);
    }
  }
  return { invitations, malformed, repeats };
}
