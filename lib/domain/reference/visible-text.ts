/**
 * Characters that nobody sees and that copying drags along: zero-width ones, byte order marks, marks of the writing
 * direction, soft hyphens, fillers. Unicode's own list, and the few that it leaves out.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]/u;

/** Of these, the ones that change what is seen: they join an emoji of several parts, or shape letters of some scripts. */
const EMOJI_PART = "\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?";
const SHAPED = [
  ...["Arabic", "Syriac", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada"],
  ...["Malayalam", "Sinhala", "Khmer", "Myanmar", "Mongolian"],
].map((script) => `\\p{Script=${script}}`);
const KEPT = [
  `${EMOJI_PART}(?:\\u200d${EMOJI_PART})*`,
  "\\u{1f3f4}[\\u{e0061}-\\u{e007a}]+\\u{e007f}",
  "[0-9]\\ufe0f\\u20e3",
  `[${SHAPED.join("")}](?:[\\u200c\\u200d][${SHAPED.join("")}])+`,
];
const KEPT_OR_INVISIBLE = new RegExp(`(${KEPT.toReversed().join("|")})|${INVISIBLE.source}`, "gu");

/** The text without what nobody sees. An emoji of several parts stays whole. */
function visible(text: string): string {
  return text.replace(KEPT_OR_INVISIBLE, (_, kept: string | undefined) => kept ?? "");
}

const BEFORE = /^(?:=(?=["“])|["'“”„‘’‚«»<([{`]|\s)+/;
const AFTER = /[.,;:!)\]}>"'“”‘’«»`。、，；\s]/;

/**
 * The text without what surrounds it in a letter, a table or a spreadsheet: blanks, quotes, brackets, the comma of the
 * sentence it stood in, the apostrophe or the `="…"` by which a spreadsheet keeps digits as text.
 */
export function unwrapped(text: string): string {
  return withoutTrail(text).replace(BEFORE, "");
}

/** The text without what followed it there. What opens a bracket stays, for it may mean a name that was never filled in. */
export function withoutTrail(text: string): string {
  const seen = visible(text);
  let end = seen.length;
  // Two full stops and more stay: they mean that the text was cut short.
  while (AFTER.test(seen.charAt(end - 1)) && !seen.endsWith("..", end)) end -= 1;
  return seen.slice(0, end).trimStart();
}

/** Percent-decoded exactly once; null for a broken encoding and for half a character. */
export function decodedOnce(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text);
    // Throws at half a surrogate pair, which stands for nothing.
    encodeURIComponent(decoded);
    return decoded;
  } catch {
    return null;
  }
}
