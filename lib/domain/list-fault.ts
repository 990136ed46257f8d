/**
 * What is wrong with a list as a whole, though the API has answered: words of ours. They stand where a failure has its
 * label, in small letters, as no label of the API's is written.
 */
export const LIST_FAULTS = {
  /** It has items, and every one of them is malformed: the format has changed, and nothing is known of who is pending. */
  malformed: "malformed-list",
  /** Its pages are the same over and over, so that it has no end and shows only its beginning. */
  repeating: "repeated-pages",
  /** It names a next page outside the API's own address, or one that cannot be read as an address: nothing is sent there. */
  refusedPage: "page-address-refused",
  /** It names a page as the next one that has been read already. */
  loop: "page-loop",
  /** It goes on beyond any length a list is read to. */
  tooLong: "too-many-pages",
  /** A page has more items than any page may have. */
  tooManyItems: "too-many-items",
  /** Its answer is something else than a list. */
  notAList: "answer-not-an-array",
  /** Its answer is no JSON, or did not arrive whole. */
  unreadable: "unreadable-answer",
} as const;

export type ListFault = (typeof LIST_FAULTS)[keyof typeof LIST_FAULTS];
