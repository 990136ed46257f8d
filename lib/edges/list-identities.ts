import { LIST_FAULTS, type ListFault } from "../domain/list-fault.ts";
import { endpoint } from "./address.ts";
import type { EdgesFailure } from "./errors.ts";
import { failureOf } from "./failures.ts";
import { type EdgesIdentity, readIdentity } from "./identity.ts";
import type { EdgesRequest } from "./request.ts";
import { pageWait, type ReadOptions, readList } from "./tries.ts";

const MAX_PAGES = 1000;

export type IdentitiesAnswer =
  | {
      readonly ok: true;
      readonly identities: readonly EdgesIdentity[];
      /** Items without a usable `uid`: identities that exist and cannot be addressed. */
      readonly malformed: number;
    }
  | { readonly ok: false; readonly failure: EdgesFailure };

/**
 * All identities of the workspace. Pages are numbered from 1, and no document says how the last one is known: it is an
 * empty page, or one that brings nothing new (a server that ignores `page`), or, once any page has carried
 * `X-Pagination-Next`, the first one without it. All or nothing: half a list would silently skip identities.
 */
export async function listIdentities(options: ReadOptions & { readonly base: URL }): Promise<IdentitiesAnswer> {
  const found = new Map<string, EdgesIdentity>();
  let malformed = 0;
  let announced = false;
  for (let page = 1; ; page++) {
    const request = identitiesPage(options.base, page);
    if (page > MAX_PAGES) return failed(request, `more than ${MAX_PAGES} pages`, LIST_FAULTS.tooLong);
    if (page > 1) await options.sleep(pageWait(options));
    const answer = await readList(options, request, 3);
    if (!answer.ok) return answer;
    const read = answer.items.map(readIdentity).filter((identity) => identity !== null);
    if (answer.items.length > 0 && read.length === 0) {
      return failed(request, "no identity on this page is readable", LIST_FAULTS.malformed, answer.status);
    }
    const before = found.size;
    for (const identity of read) found.set(identity.identityId, identity);
    // A page that only repeats the last one would count its unreadable items twice.
    if (found.size === before) return { ok: true, identities: [...found.values()], malformed };
    malformed += answer.items.length - read.length;
    if (announced && answer.nextPage === null) return { ok: true, identities: [...found.values()], malformed };
    announced ||= answer.nextPage !== null;
  }
}

const failed = (request: EdgesRequest, why: string, label: ListFault, status?: number): IdentitiesAnswer => ({
  ok: false,
  failure: failureOf(request, why, { label, ...(status !== undefined && { status }) }),
});

/** Without `retrieve_accounts` every identity would look disconnected. */
function identitiesPage(base: URL, page: number): EdgesRequest {
  return { method: "GET", address: endpoint(base, `/identities?retrieve_accounts=true&page=${page}`), body: null };
}
