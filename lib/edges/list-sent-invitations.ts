import type { SentInvitation } from "../domain/invitation.ts";
import { endpoint, requireIdentity } from "./address.ts";
import { failureOf } from "./failures.ts";
import { commonestFault, countFaults, type FaultCounts, LIST_FAULTS } from "./list-faults.ts";
import { type ListingEnd, type PagingOptions, pages, pagesOf } from "./paging.ts";
import { isMalformed, type MalformedItem, readSentInvitation } from "./sent-invitations.ts";

const PATH = "/actions/linkedin-extract-sent-invitations/run/live";

export interface ListingOptions {
  /** Continue from a page's `next`. Cursors live 24 hours. Default: the first page. */
  readonly from?: string;
  /** Calls per page, the first one included. Default 3. */
  readonly maxTriesPerPage?: number;
  /** Invitation ids already known from earlier pages, so that a continued listing knows repeats too. Default: none. */
  readonly seen?: Iterable<string>;
  /** What was wrong with the malformed items of earlier pages. Default: there were none. */
  readonly faults?: FaultCounts;
  /** No call is repeated that could not end by then. Default: no such instant. */
  readonly endBy?: Date | undefined;
}

export interface ListingPage {
  /** At most 100, none of them a repeat. */
  readonly invitations: readonly SentInvitation[];
  /** Items whose id an earlier one, of this page or another (or `seen`), had: pages are known to overlap. */
  readonly repeated: readonly SentInvitation[];
  /** How many those are. */
  readonly repeats: number;
  /** They may name an invitation that is listed besides: see `named`. */
  readonly malformed: readonly MalformedItem[];
  /** Where to continue. Null is not yet the end of a complete listing: only `ListingEnd` says that. */
  readonly next: string | null;
}

/**
 * All invitations an identity has pending, page by page. Failures are never thrown: they end the listing as partial. So
 * does a list with items of which none is fit to be read: that is no list of nobody.
 */
export async function* listSentInvitations(
  options: PagingOptions,
  identityId: string,
  { from, maxTriesPerPage = 3, seen = [], faults: faultsBefore = {}, endBy }: ListingOptions = {},
): AsyncGenerator<ListingPage, ListingEnd, undefined> {
  requireIdentity(identityId);
  const reading = { ...options, endBy };
  const known: KnownIds = { listed: new Set(seen), named: new Set() };
  let faults = faultsBefore;
  let bringsNothing = false;
  const end = yield* pages<ListingPage>(reading, {
    path: PATH,
    request: pagesOf(identityId),
    from,
    triesPerPage: maxTriesPerPage,
    read(items, next) {
      const before = sizeOf(known);
      const sorted = sort(items, known);
      bringsNothing = items.length > 0 && sizeOf(known) === before;
      faults = countFaults(faults, sorted.malformed);
      return { ...sorted, next };
    },
    isRepeat: () => bringsNothing,
  });
  const isAll = end.state === "complete" || end.failure.label === LIST_FAULTS.repeating;
  if (!isAll || known.listed.size > 0 || Object.keys(faults).length === 0) return end;
  const call = { method: "POST", address: endpoint(options.base, PATH), body: null } as const;
  const why = `every item of the list is malformed: ${commonestFault(faults)}`;
  return { state: "partial", failure: failureOf(call, why, { label: LIST_FAULTS.malformed }) };
}

interface KnownIds {
  readonly listed: Set<string>;
  /** By malformed items: these may be listed too, and are no repeats then. */
  readonly named: Set<string>;
}

const sizeOf = ({ listed, named }: KnownIds): number => listed.size + named.size;

/** Sorts a page's items, and adds what is new to `known`. */
function sort(items: readonly unknown[], known: KnownIds): Omit<ListingPage, "next"> {
  const invitations: SentInvitation[] = [];
  const repeated: SentInvitation[] = [];
  const malformed: MalformedItem[] = [];
  for (const item of items.map(readSentInvitation)) {
    if (isMalformed(item)) {
      malformed.push(item);
      for (const id of item.named) known.named.add(id);
    } else if (known.listed.has(item.invitationId)) repeated.push(item);
    else {
      known.listed.add(item.invitationId);
      invitations.push(item);
    }
  }
  return { invitations, repeated, repeats: repeated.length, malformed };
}
