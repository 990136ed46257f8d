import { readPersonReference } from "../../domain/person-reference.ts";
import { addressOf } from "../../domain/profile-address.ts";
import { addressSubject, profileKeyIn } from "../../ledger/flag-subject.ts";
import { keyOfAddress, keyOfSalesNavigatorId } from "../../ledger/profile-key.ts";

export type SubjectReading =
  | { readonly ok: true; readonly subject: string; readonly by: SubjectForm }
  | { readonly ok: false; readonly fault: string };

/** How somebody was named. `key`: by what `flags --csv` prints, which may stand for an address or a Sales Navigator id. */
export type SubjectForm = "id" | "address" | "sales-navigator" | "key";

/**
 * Whom a text means: the address of a profile, a Sales Navigator id, a person's id, or an address by its key as
 * `flags --csv` prints it. The address itself goes no further than this. A fault never repeats the text.
 */
export function readSubject(text: string): SubjectReading {
  const trimmed = text.trim();
  if (profileKeyIn(trimmed) !== null) return { ok: true, subject: trimmed, by: "key" };
  const reading = readPersonReference(trimmed);
  if (!reading.ok) return reading;
  const { reference } = reading;
  switch (reference.kind) {
    case "person":
      return { ok: true, subject: reference.personId, by: "id" };
    case "address":
      return { ok: true, subject: addressSubject(keyOfAddress(addressOf(reference.slug))), by: "address" };
    case "sales-navigator":
      return { ok: true, subject: addressSubject(keyOfSalesNavigatorId(reference.id)), by: "sales-navigator" };
    case "invitation":
      return { ok: false, fault: "an invitation, not a person: give the profile's address or the person's numeric id" };
  }
}
