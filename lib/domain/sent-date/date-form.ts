const MAX_LENGTH = 40;
/** Enough of a text to fill a form; a hostile one may be of any length. */
const MAX_READ = 400;
const CUT = "…";

/**
 * The form of a date that was not read, for a message: digits of any common script and the punctuation of dates stay,
 * and everything else is cut to "…", so that a name that stands in the wrong field cannot leak. "vor 3 Wochen" is
 * "… 3 …". At most 40 characters; what is no text or number is named by its type, and null is an empty form.
 */
export function dateForm(raw: unknown): string {
  if (raw === null || raw === undefined) return "";
  if (typeof raw !== "string" && typeof raw !== "number") return `(${typeof raw})`;
  const form = String(raw)
    .slice(0, MAX_READ)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[^0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19\-/:.,+ ]+/g, CUT)
    // Several words in a row are one cut: how many there were may already say whose name it was.
    .replace(/…(?:[-/:.,+ ]*…)+/g, CUT);
  return form.length <= MAX_LENGTH ? form : form.slice(0, MAX_LENGTH - 1) + CUT;
}
