import { CANNOT_MATCH_YET, readPersonReference } from "../../domain/person-reference.ts";
import { addressOf } from "../../domain/profile-address.ts";
import { addressSubject, profileKeyIn } from "../../ledger/flag-subject.ts";
import { keyOfAddress } from "../../ledger/profile-key.ts";

export type SubjectReading =
  | { readonly ok: true; readonly subject: string }
  | {
      readonly ok: false;
      readonly fault: string;
      /** It names somebody, whom the ledger has no way to find. */
      readonly unmatchable?: true;
    };

/**
 * Whom a text means: the address of a profile, a person's id, or an address by its key as `flags --csv` prints it. The
 * address itself goes no further than this. A fault never repeats the text.
 */
export function readSubject(text: string): SubjectReading {
  const trimmed = text.trim();
  if (profileKeyIn(trimmed) !== null) return { ok: true, subject: trimmed };
  const reading = readPersonReference(trimmed);
  if (!reading.ok) return reading;
  const { reference } = reading;
  switch (reference.kind) {
    case "person":
      return { ok: true, subject: reference.personId };
    case "address":
      return { ok: true, subject: addressSubject(keyOfAddress(addressOf(reference.slug))) };
    case "sales-navigator":
      return { ok: false, fault: CANNOT_MATCH_YET, unmatchable: true };
    case "invitation":
      return { ok: false, fault: "an invitation, not a person: give the profile's address or the person's numeric id" };
  }
}
