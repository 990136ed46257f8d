import { LIST_FAULTS, type ListFault } from "../domain/list-fault.ts";
import { MINUTE_MS, SECOND_MS } from "../domain/time.ts";
import { endpoint } from "./address.ts";
import type { EdgesFailure } from "./errors.ts";
import { failureOf } from "./failures.ts";
import { type EdgesIdentity, readIdentity } from "./identity.ts";
import { type EdgesPlan, PLAN_RATES } from "./plan-rates.ts";
import type { EdgesRequest } from "./request.ts";
import { type ReadOptions, readList } from "./tries.ts";

/** 100,000 identities at 100 a page, or 20,000 at 20: no document says how many a page has. */
const MAX_PAGES = 1_000;
const TRIES_A_PAGE = 3;

export interface IdentityListOptions extends ReadOptions {
  readonly base: URL;
  /** Whose rate the pages keep to. */
  readonly plan: EdgesPlan;
}

/** Where a list of identities goes on: all that is known of its end by then. */
export interface IdentityListPlace {
  /** From 1. */
  readonly page: number;
  /** Whether any page so far has named a next one. */
  readonly announced: boolean;
}

export interface IdentitiesFrom {
  /** Default: the first page. */
  readonly from?: IdentityListPlace | undefined;
  /** Ids on the pages before `from`: a page that brings nothing else is the last. Default: none. */
  readonly known?: Iterable<string> | undefined;
  /** No call is repeated that could not end by then: the list then ends as `out-of-time`. Default: no such instant. */
  readonly endBy?: Date | undefined;
}

export interface IdentitiesPage {
  /** Not on an earlier page. */
  readonly identities: readonly EdgesIdentity[];
  /** Items without a usable `uid`: identities that exist and cannot be addressed. */
  readonly malformed: number;
  /** Null after the last page. */
  readonly next: IdentityListPlace | null;
}

export type IdentitiesEnd =
  | { readonly state: "complete" }
  /** The page may be asked for again; there was no time for it. */
  | { readonly state: "out-of-time"; readonly failure: EdgesFailure }
  | { readonly state: "failed"; readonly failure: EdgesFailure };

export type IdentitiesAnswer =
  | { readonly ok: true; readonly identities: readonly EdgesIdentity[]; readonly malformed: number }
  | { readonly ok: false; readonly failure: EdgesFailure };

/**
 * The identities of the workspace, page by page. Pages are numbered from 1, and no document says how the last one is
 * known: it is an empty page, or one that brings nothing new (a server that ignores `page`), or, once any page has carried
 * `X-Pagination-Next`, the first one without it.
 *
 * The pages keep to the plan's rate and not to the pace of LinkedIn actions: this list is the workspace's own, and no
 * account at LinkedIn is touched by it.
 */
export async function* pagesOfIdentities(
  options: IdentityListOptions,
  { from = { page: 1, announced: false }, known = [], endBy }: IdentitiesFrom = {},
): AsyncGenerator<IdentitiesPage, IdentitiesEnd, undefined> {
  const seen = new Set(known);
  let place = from;
  for (;;) {
    const request = identitiesPage(options.base, place.page);
    if (place.page > MAX_PAGES) return failed(request, `more than ${MAX_PAGES} pages`, LIST_FAULTS.tooLong);
    const begun = options.now().getTime();
    const answer = await readList({ ...options, endBy: endBy ?? options.endBy }, request, TRIES_A_PAGE);
    if (!answer.ok) return { state: answer.outOfTime ? "out-of-time" : "failed", failure: answer.failure };
    const read = answer.items.map(readIdentity).filter((identity) => identity !== null);
    if (answer.items.length > 0 && read.length === 0) {
      return failed(request, "no identity on this page is readable", LIST_FAULTS.malformed, answer.status);
    }
    const fresh = new Map(read.flatMap((one) => (seen.has(one.identityId) ? [] : [[one.identityId, one] as const])));
    // A page that only repeats others would count its unreadable items twice.
    if (fresh.size === 0) return { state: "complete" };
    for (const id of fresh.keys()) seen.add(id);
    const isLast = place.announced && answer.nextPage === null;
    const next = isLast ? null : { page: place.page + 1, announced: place.announced || answer.nextPage !== null };
    yield { identities: [...fresh.values()], malformed: answer.items.length - read.length, next };
    if (next === null) return { state: "complete" };
    place = next;
    const wait = pageIntervalMs(options.plan) - (options.now().getTime() - begun);
    if (wait > 0) await options.sleep(wait);
  }
}

/** All of them, or none: half a list would silently skip identities. */
export async function listIdentities(options: IdentityListOptions): Promise<IdentitiesAnswer> {
  const identities: EdgesIdentity[] = [];
  let malformed = 0;
  const pages = pagesOfIdentities(options);
  for (;;) {
    const step = await pages.next();
    if (step.done) {
      const end = step.value;
      return end.state === "complete" ? { ok: true, identities, malformed } : { ok: false, failure: end.failure };
    }
    identities.push(...step.value.identities);
    malformed += step.value.malformed;
  }
}

/** From the start of one page to that of the next: what neither the second nor the minute of a plan forbids. */
export function pageIntervalMs(plan: EdgesPlan): number {
  const { perSecond, perMinute } = PLAN_RATES[plan];
  return Math.ceil(Math.max(SECOND_MS / perSecond, MINUTE_MS / perMinute));
}

const failed = (request: EdgesRequest, why: string, label: ListFault, status?: number): IdentitiesEnd => ({
  state: "failed",
  failure: failureOf(request, why, { label, ...(status !== undefined && { status }) }),
});

/** Without `retrieve_accounts` every identity would look disconnected. */
function identitiesPage(base: URL, page: number): EdgesRequest {
  return { method: "GET", address: endpoint(base, `/identities?retrieve_accounts=true&page=${page}`), body: null };
}
