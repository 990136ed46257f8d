import * as z from "zod/mini";
import { INVITATION_ID, INVITATION_URN, PERSON_ID } from "../domain/linkedin-ids.ts";
import { readPersonReference } from "../domain/person-reference.ts";

/** Longest text of a person's kept from a listing, in characters. */
const MAX_TEXT = 2000;

/** What is left as a number past 2^53 was written as a float and has lost its last digits: not an id (see `json.ts`). */
const wholeNumber = z.int().check(z.minimum(1));

/** Digits as text, however they came. */
function digits(shape: RegExp) {
  return z.pipe(z.union([z.string().check(z.regex(shape)), wholeNumber]), z.transform(String));
}

/** `linkedin_invitation_id`: documented as a string; a whole number is taken as well. */
export const invitationId = digits(INVITATION_ID);

/** `linkedin_profile_id`: documented as an integer; digits as text are taken as well. */
export const personId = digits(PERSON_ID);

/**
 * The same of a member whom LinkedIn shows without a profile, as "LinkedIn Member": what stands in place of the id then is
 * null. Whatever is neither an id nor one of these ways to say "none" is a fault.
 */
export const personIdOrNone = z.union([
  personId,
  z.pipe(
    z.nullish(z.literal([0, "", "0"])),
    z.transform(() => null),
  ),
]);

/** `linkedin_invitation_urn`, the documented pattern. */
export const invitationUrn = z.string().check(z.regex(INVITATION_URN));

/** `sales_navigator_profile_id`; null for all that is no opaque id, for nothing depends on there being one. */
export const salesNavigatorId = z.pipe(
  z.optional(z.unknown()),
  z.transform((value) => {
    const reading = typeof value === "string" ? readPersonReference(value) : null;
    return reading?.ok && reading.reference.kind === "sales-navigator" ? reading.reference.id : null;
  }),
);

/** For fields that are only shown: whatever is absent, empty, too long or of another type is null and no fault. */
export const shownText = z.pipe(
  // Not by a fault that is caught: most items lack some of these, and a fault costs a hundred times the reading.
  z.optional(z.unknown()),
  z.transform((value) => (typeof value === "string" && value.length <= MAX_TEXT ? value.trim() || null : null)),
);
