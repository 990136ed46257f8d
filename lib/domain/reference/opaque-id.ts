import { named, type PersonReading, refused } from "./reading.ts";

/** LinkedIn's opaque ids of a person, as Sales Navigator and the site's own requests write them. Case matters. */
const OPAQUE = /^AC[owr]AA[\w-]{7,120}$/;
/** The same after a program has changed the case of its letters. */
const OPAQUE_IN_ANY_CASE = /^AC[owr]AA[\w-]{7,120}$/i;
/** Ids of the same make in LinkedIn's other products, such as Recruiter's `AEMAA…`. */
const OF_ANOTHER_PRODUCT = /^A[A-Z][A-Za-z]AA[\w-]{34}$/;

/**
 * An opaque id wherever it stands: alone, or with the `,NAME_SEARCH,…` that Sales Navigator puts behind it. Null for a
 * text that is none.
 */
export function readOpaqueId(text: string): PersonReading | null {
  const [id = ""] = text.split(",", 1);
  if (OPAQUE.test(id)) return named({ kind: "sales-navigator", id });
  if (OPAQUE_IN_ANY_CASE.test(id)) {
    return refused("an opaque id of which capital and small letters have been changed, so that it names nobody");
  }
  if (OF_ANOTHER_PRODUCT.test(id)) return refused("an id of another LinkedIn product, such as Recruiter");
  return null;
}
