import { LIST_FAULTS, type ListFault } from "../domain/list-fault.ts";

const NEXT_RUN = "nothing was concluded from this list, and the next run reads it anew";
const SUPPORT = "if it stays so, ask Edges' support";

/** What happened to the list, and what to do about it: one line each. */
const WORDS: Readonly<Record<ListFault, string>> = {
  [LIST_FAULTS.malformed]:
    "every item of its list is malformed; `sweeper preview` says what is wrong with them; look for a newer version of this project, or report the fault as an issue (it holds no names)",
  [LIST_FAULTS.repeating]: `its pages repeat themselves; ${NEXT_RUN}; ${SUPPORT}`,
  [LIST_FAULTS.refusedPage]:
    "its next page is at an address that is not the API's, where nothing was sent; check EDGES_BASE_URL, which is https://api.edges.run/v1 unless you use a proxy, then ask Edges' support",
  [LIST_FAULTS.loop]: `its next page is one that was read already; ${NEXT_RUN}; ${SUPPORT}`,
  [LIST_FAULTS.tooLong]: `it has more pages than are read; ${NEXT_RUN}; ${SUPPORT}`,
  [LIST_FAULTS.tooManyItems]: `a page of it has more items than any page may have; ${NEXT_RUN}; ${SUPPORT}`,
  [LIST_FAULTS.notAList]: `an answer was no list; ${NEXT_RUN}; ${SUPPORT}`,
  [LIST_FAULTS.unreadable]: `an answer was no JSON, or broke off; ${NEXT_RUN}; ${SUPPORT}`,
};

/** Null for a label of the API's, and for a failure without one. */
export function listFaultInWords(label: string | null): string | null {
  return label !== null && isListFault(label) ? WORDS[label] : null;
}

const isListFault = (label: string): label is ListFault => Object.hasOwn(WORDS, label);
