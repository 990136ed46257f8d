import * as z from "zod/mini";
import { INVITATION_ID, INVITATION_URN, PERSON_ID } from "../domain/linkedin-ids.ts";

/** Longest text of a person's kept from a listing, in characters. */
const MAX_TEXT = 2000;

/** Numbers are documented as integers, and one past 2^53 has already lost its last digits: not an id any more. */
const wholeNumber = z.int().check(z.minimum(1));

/** Digits as text, however they came. */
function digits(shape: RegExp) {
  return z.pipe(z.union([z.string().check(z.regex(shape)), wholeNumber]), z.transform(String));
}

/** `linkedin_invitation_id`: documented as a string; a whole number is taken as well. */
export const invitationId = digits(INVITATION_ID);

/** `linkedin_profile_id`: documented as an integer; digits as text are taken as well. */
export const personId = digits(PERSON_ID);

/** `linkedin_invitation_urn`, the documented pattern. */
export const invitationUrn = z.string().check(z.regex(INVITATION_URN));

/** For fields that are only shown: whatever is absent, empty, too long or of another type is null and no fault. */
export const shownText = z.catch(
  z.pipe(
    z.string().check(z.maxLength(MAX_TEXT)),
    z.transform((text) => text.trim() || null),
  ),
  null,
);
