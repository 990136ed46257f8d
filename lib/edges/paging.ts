import { LIST_FAULTS, type ListFault } from "../domain/list-fault.ts";
import { endpoint, followable } from "./address.ts";
import type { EdgesFailure } from "./errors.ts";
import { failureOf } from "./failures.ts";
import type { EdgesRequest } from "./request.ts";
import { pageWait, type ReadOptions, readList } from "./tries.ts";

/** Only `complete` allows conclusions from what is absent. */
export type ListingEnd = { readonly state: "complete" } | { readonly state: "partial"; readonly failure: EdgesFailure };

export interface PagingOptions extends ReadOptions {
  readonly base: URL;
  /** A listing longer than this ends as partial. */
  readonly maxPages: number;
}

interface Listing<Page> {
  /** Path of the action, from the base address. */
  readonly path: string;
  /** How a page is asked for. */
  readonly request: (address: URL) => EdgesRequest;
  /** Address of the page to begin with, instead of the first one. */
  readonly from?: string | undefined;
  readonly triesPerPage: number;
  readonly read: (items: readonly unknown[], next: string | null) => Page;
  /** Says of a page that nothing of interest comes after it: the listing is then complete. */
  readonly isLast?: (page: Page) => boolean;
  /** Says of a page that it has items and every one of them was on a page before. */
  readonly isRepeat: (page: Page) => boolean;
}

/** Pages are known to overlap, so one of nothing but repeats may be that; so many in a row mean that cursors are ignored. */
const MAX_REPEATS_IN_A_ROW = 1;

/**
 * Walks through an action's pages, one call at a time. The next page is where `X-Pagination-Next` says, asked for with
 * the same body; addresses are never built, because cursors are the vendor's business. Where these are ignored, so that
 * the same page comes under a new address each time, the listing ends as partial at the second page without anything new.
 */
export async function* pages<Page>(
  options: PagingOptions,
  listing: Listing<Page>,
): AsyncGenerator<Page, ListingEnd, undefined> {
  const visited = new Set<string>();
  let repeatsInARow = 0;
  let request = listing.request(endpoint(options.base, listing.path));
  if (listing.from !== undefined) {
    const from = followable(options.base, listing.from, request.address);
    if (from === null) {
      const why = "the address to continue from is not one of the API's";
      return partial(failureOf(request, why, { label: LIST_FAULTS.refusedPage }));
    }
    request = listing.request(from);
  }
  for (let count = 1; ; count++) {
    visited.add(request.address.href);
    const answer = await readList(options, request, listing.triesPerPage);
    if (!answer.ok) return partial(answer.failure);
    const { status } = answer;
    const next = nextAddress(options.base, answer.nextPage, request.address, visited);
    const page = listing.read(answer.items, next instanceof URL ? next.href : null);
    yield page;
    repeatsInARow = listing.isRepeat(page) ? repeatsInARow + 1 : 0;
    if (repeatsInARow > MAX_REPEATS_IN_A_ROW) {
      const why = "the pages repeat themselves: the API answers each with what it has answered before";
      return partial(failureOf(request, why, { status, label: LIST_FAULTS.repeating }));
    }
    if (next === null || listing.isLast?.(page)) return { state: "complete" };
    if (!(next instanceof URL)) return partial(failureOf(request, next.why, { status, label: next.label }));
    if (count >= options.maxPages) {
      const why = `more than ${options.maxPages} pages`;
      return partial(failureOf(request, why, { status, label: LIST_FAULTS.tooLong }));
    }
    await options.sleep(pageWait(options));
    request = listing.request(next);
  }
}

interface NotFollowed {
  readonly label: ListFault;
  readonly why: string;
}

/** The next page's address, null when there is none, or why the one that `page` has named is not followed. */
function nextAddress(
  base: URL,
  named: string | null,
  page: URL,
  visited: ReadonlySet<string>,
): URL | NotFollowed | null {
  if (named === null || named.trim() === "") return null;
  const address = followable(base, named, page);
  if (address === null) {
    const why = "the next page is not at the API's own address, and was not followed";
    return { label: LIST_FAULTS.refusedPage, why };
  }
  if (!visited.has(address.href)) return address;
  return { label: LIST_FAULTS.loop, why: "the next page is one that was already read" };
}

/** A page of an action on an identity. */
export function pagesOf(identityId: string): (address: URL) => EdgesRequest {
  const body = JSON.stringify({ identity_ids: [identityId], identity_mode: "direct", parameters: {}, input: {} });
  return (address) => ({ method: "POST", address, body });
}

function partial(failure: EdgesFailure): ListingEnd {
  return { state: "partial", failure };
}
