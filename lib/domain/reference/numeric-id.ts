import { named, type PersonReading, refused } from "./reading.ts";

/** A spreadsheet keeps 15 digits of a number; an id with nothing but zeros after them has lost its end. */
const ROUNDED = /^[1-9]\d{14}0+$/;
/** Digits with what a spreadsheet, or a program that took the id for a number, puts between and behind them. */
const LIKE_A_NUMBER = /^[+-]?\d[\d.,'’\s]*(?:e[+-]?\d*)?$/i;
const LONGEST = 64;

const REMEDY = "format the column as text and put the id in again";

/** A person's numeric id; null for a text that is no number at all. */
export function readNumericId(text: string): PersonReading | null {
  if (!LIKE_A_NUMBER.test(text)) return null;
  if (!/^\d+$/.test(text)) {
    return refused(`not a whole number: a spreadsheet may have rounded the id; ${REMEDY}`);
  }
  if (ROUNDED.test(text)) {
    return refused(
      `an id whose digits after the fifteenth are all zeros: a spreadsheet has rounded it; ${REMEDY}, or give an invitation by its urn, urn:li:fsd_invitation:<digits>`,
    );
  }
  if (text.startsWith("0")) return refused("an id that begins with 0, as none does");
  if (text.length > LONGEST) return refused("more digits than any id has");
  return named({ kind: "person", personId: text });
}
