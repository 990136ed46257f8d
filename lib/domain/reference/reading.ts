/** What a text names, in one spelling. */
export type PersonReference =
  /** LinkedIn's immutable numeric id, as the listings show it. */
  | { readonly kind: "person"; readonly personId: string }
  /** A profile's address by its name: decoded, in lower case and in Unicode's composed form. */
  | { readonly kind: "address"; readonly slug: string }
  /** An opaque id such as `ACwAA…`. One person has several, which text alone cannot bring together: exact match only. */
  | { readonly kind: "sales-navigator"; readonly id: string }
  | { readonly kind: "invitation"; readonly invitationId: string };

/** What a text names, or why it cannot be told. A fault never repeats the text. */
export type PersonReading =
  | { readonly ok: true; readonly reference: PersonReference }
  | { readonly ok: false; readonly fault: string };

const EXPECTED = "expected an address such as linkedin.com/in/ana-lee, or a person's numeric id";

export const named = (reference: PersonReference): PersonReading => ({ ok: true, reference });

export const refused = (why: string, expected = EXPECTED): PersonReading => ({
  ok: false,
  fault: `${why}; ${expected}`,
});
