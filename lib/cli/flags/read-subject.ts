import { PERSON_ID } from "../../domain/linkedin-ids.ts";
import { readProfileAddress } from "../../domain/profile-address.ts";
import { addressSubject, profileKeyIn } from "../../ledger/flag-subject.ts";
import { keyOfAddress } from "../../ledger/profile-key.ts";

export type SubjectReading =
  | { readonly ok: true; readonly subject: string }
  | { readonly ok: false; readonly fault: string };

/**
 * Whom a text means: the address of a profile, a person's id, or an address by its key as `flags --csv` prints it. The
 * address itself goes no further than this. A fault never repeats the text.
 */
export function readSubject(text: string): SubjectReading {
  const trimmed = text.trim();
  if (PERSON_ID.test(trimmed) || profileKeyIn(trimmed) !== null) return { ok: true, subject: trimmed };
  if (/^\d/.test(trimmed) && /^[\d.,eE+]+$/.test(trimmed)) {
    return { ok: false, fault: "not a whole number: a spreadsheet may have rounded the id; format the column as text" };
  }
  const reading = readProfileAddress(trimmed);
  if (!reading.ok) return { ok: false, fault: `${reading.fault}, or a person's id` };
  return { ok: true, subject: addressSubject(keyOfAddress(reading.address)) };
}
