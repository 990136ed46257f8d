import type { SweepRecord } from "../ledger/ledger.ts";
import { counted } from "./words.ts";

/** What a person should know of one identity's list beside its figures. */
export type NotedList = Pick<SweepRecord, "withoutPerson" | "sharedAddresses" | "unreadableForms">;

/** A line for each thing that a person should know of a list, with what to do about it; none for a list like any other. */
export function listNotes({ withoutPerson, sharedAddresses, unreadableForms }: NotedList): string[] {
  const notes: string[] = [];
  if (withoutPerson > 0) {
    notes.push(`${counted(withoutPerson, "invitation")} without a person's id: flags by id cannot reach these`);
  }
  if (sharedAddresses > 0) {
    notes.push(
      `${counted(sharedAddresses, "invitation")} under an address that several people of the list share: no flag by it reaches them; flag these people by id`,
    );
  }
  const forms = formsInWords(unreadableForms);
  return forms === "" ? notes : [...notes, `dates that cannot be read: ${forms}; ${REMEDY}`];
}

/** The forms say how dates are written and hold no names, so that they can be shown to anybody. */
const REMEDY =
  "set LinkedIn's language to English for that account, or report the form as an issue of this project (it holds no names)";

/** `12 × "… 3 …", 1 × "(missing)"`: largest first; a stored record has no order of its own. */
function formsInWords(forms: NotedList["unreadableForms"]): string {
  return Object.entries(forms)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([form, count]) => `${count.toLocaleString("en-US")} × ${JSON.stringify(form)}`)
    .join(", ");
}
