/**
 * Text from outside made harmless for a cell of a table: control characters (escape sequences begin with one), line
 * breaks and the marks that turn the direction of writing are shown as a question mark, marks piled up on one letter
 * are thinned out; long text is cut.
 */
export function printable(text: string | null, longest = 60): string {
  if (text === null) return "";
  // Most names are this: nothing in it to look for.
  if (text.length <= longest && ASCII.test(text)) return text.trim();
  const harmless = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "?")
    .replace(PILED_UP, "$1")
    .trim();
  return [...harmless].length > longest ? `${[...harmless].slice(0, longest - 1).join("")}…` : harmless;
}

const ASCII = /^[ -~]*$/;

/** No script puts more than three marks on a letter; hundreds of them run over the lines around. */
const PILED_UP = /(\p{M}{3})\p{M}+/gu;

/**
 * Whatever is printed, made harmless for a terminal with nothing lost: what a terminal would act on (control characters
 * but tab and line break, halves of a character, marks that turn the direction of writing) is written as JSON writes
 * it, `\\u001b`. JSON stays the same JSON.
 */
export function escaped(text: string): string {
  return text.replace(ACTED_ON, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const ACTED_ON = /(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
