import { parse } from "lossless-json";

/**
 * Stands where an object names a field twice with different values: neither is taken. It is of no type that any field may
 * have, so the item, or the error, is malformed, and the rest of the answer keeps its meaning: one broken item of a list
 * must not hide the others for ever.
 */
export const TWO_VALUES: unique symbol = Symbol("a field with two values");

/**
 * JSON with every digit. LinkedIn's ids have nineteen, and a JavaScript number keeps fifteen or sixteen: a whole number
 * beyond that becomes a text of its digits, any other number stays a number. A field that comes twice with the same value
 * is that value; with two different ones it is `TWO_VALUES`. Objects have own fields only, whatever these are called.
 *
 * @throws SyntaxError for what is no JSON · RangeError for what is nested too deep to be an answer
 */
export function readJson(text: string): unknown {
  return parse(text, null, { parseNumber: numberOrDigits, onDuplicateKey: () => TWO_VALUES });
}

function numberOrDigits(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) || !/^-?\d+$/.test(text) ? number : text;
}
