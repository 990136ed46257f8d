/**
 * Spreadsheets look past blanks before a sign, know more kinds of signs than `=`, and in half of Europe begin a new cell
 * after a semicolon, quoted or not.
 */
const STARTS_FORMULA = "'*(?:[^\\S\\t\\n]|\\p{Cf})*[=+\\-@＝＋－﹣﹢﹦﹫−＠]";
/**
 * Of a number a spreadsheet keeps 15 digits, and LinkedIn's ids of invitations have 19. It also drops zeros in front, and
 * takes digits with one E among them, as a hash can be, for a power of ten.
 */
const LOSES_DIGITS = "'*(?:\\d{16,}|0\\d+|\\d+(?:[.,]\\d*)?[eE][+-]?\\d+)$";
const BEGINS_BLANK = "'*[\\t\\n]";

const CELL_START = "(?<=^|[;\\t\\n])";
const UNGUARDED_FORMULA = new RegExp(`${CELL_START}(?=${STARTS_FORMULA})`, "gu");
const UNGUARDED_TEXT = new RegExp(`^(?=${LOSES_DIGITS}|${BEGINS_BLANK})`, "u");
const GUARDED_FORMULA = new RegExp(`${CELL_START}'(?=${STARTS_FORMULA})`, "gu");
const GUARDED_TEXT = new RegExp(`^'(?=${LOSES_DIGITS}|${BEGINS_BLANK})`, "u");

/**
 * The text as a spreadsheet takes it for text: an apostrophe in front of what it would run as a formula, and of digits
 * that it would change. An apostrophe that stands there already gets another one, so that the text can be had back.
 */
export function guarded(text: string): string {
  return text.replace(UNGUARDED_FORMULA, "'").replace(UNGUARDED_TEXT, "'");
}

/** The text that was guarded, or that somebody wrote so by hand. */
export function unguarded(text: string): string {
  return text.replace(GUARDED_TEXT, "").replace(GUARDED_FORMULA, "");
}
