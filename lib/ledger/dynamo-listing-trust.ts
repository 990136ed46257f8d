import * as z from "zod/mini";
import type { ListingTrust } from "../domain/bookkeeping.ts";

// `satisfies` fails when a word is missing here, and when one is too many.
const WORDS = {
  believed: "believed",
  "full-last-page": "full-last-page",
  partial: "partial",
  collapsed: "collapsed",
  empty: "empty",
  "unfit-items": "unfit-items",
} as const satisfies { readonly [Word in ListingTrust]: Word };

export const listingTrust = z.enum(WORDS);
