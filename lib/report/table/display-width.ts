import stringWidth from "string-width";

/** What most cells are: a place on the screen a character, and nothing to segment. */
const ASCII = /^[ -~]*$/;

/**
 * The places that a text takes on a terminal: two for wide characters and emoji, none for marks on a letter. O(characters);
 * most names are told letter by letter, and only what combines with others is cut into what a reader sees as one.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isNarrowLetter(code)) width += 1;
    else if (isWideLetter(code)) width += 2;
    else return stringWidth(text);
  }
  return width;
}

/** Latin without soft hyphen, Greek, Cyrillic, Vietnamese, dashes and dots, lines and blocks: no marks among them. */
const isNarrowLetter = (code: number): boolean =>
  (code >= 0x20 && code <= 0x7e) ||
  (code >= 0xa0 && code <= 0x2ff && code !== 0xad) ||
  (code >= 0x390 && code <= 0x482) ||
  (code >= 0x1e00 && code <= 0x1eff) ||
  (code >= 0x2010 && code <= 0x2027) ||
  (code >= 0x2500 && code <= 0x259f);

/** Kana, Han and Hangul syllables. */
const isWideLetter = (code: number): boolean =>
  (code >= 0x3041 && code <= 0x3096) ||
  (code >= 0x30a1 && code <= 0x30fa) ||
  (code >= 0x4e00 && code <= 0x9fff) ||
  (code >= 0xac00 && code <= 0xd7a3);

const ELLIPSIS = "…";
const segmenter = new Intl.Segmenter();

/**
 * The text in at most `width` places, its end left out and "…" put for it. It ends between words where a whole word fits,
 * and never within a character.
 */
export function cutTo(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return "";
  const [fitting, rest] = splitAt(text, width - 1);
  if (/^\s/.test(rest)) return fitting.trimEnd() + ELLIPSIS;
  const lastSpace = fitting.trimEnd() === fitting ? fitting.lastIndexOf(" ") : fitting.length;
  const words = fitting.slice(0, Math.max(0, lastSpace)).trimEnd();
  return (words === "" ? fitting : words) + ELLIPSIS;
}

/** "Ana of… (5f0c2f7e)": the last word stays whole as long as it fits, and of the others as much as is worth showing. */
export function cutBeforeLast(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const last = text.slice(text.lastIndexOf(" ") + 1);
  const room = width - displayWidth(last) - 1;
  if (room >= MIN_SHOWN) return `${cutTo(text.slice(0, -last.length - 1), room)} ${last}`;
  // Alone it needs no brackets.
  return cutTo(last.replace(/^\((.*)\)$/, "$1"), width);
}

/** Places; less than that of a name tells nobody apart. */
const MIN_SHOWN = 5;

/** Lines of at most `width` places, broken between words; a word that is longer than a line is cut. Never empty. */
export function wrapTo(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of wordsOf(text, width)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = cutTo(word, width);
  }
  return [...lines, line];
}

/** A number stays with what it counts: "1 unreadable-date", "day 5". */
const BETWEEN_WORDS = /(?<!\d) (?!\d)/;

const wordsOf = (text: string, width: number): string[] =>
  text.split(BETWEEN_WORDS).flatMap((words) => (displayWidth(words) <= width ? [words] : words.split(" ")));

/** As much of the text as `width` places hold, and the rest. */
function splitAt(text: string, width: number): [fitting: string, rest: string] {
  if (ASCII.test(text)) return [text.slice(0, width), text.slice(width)];
  let [used, end] = [0, 0];
  for (const { segment } of segmenter.segment(text)) {
    used += displayWidth(segment);
    if (used > width) break;
    end += segment.length;
  }
  return [text.slice(0, end), text.slice(end)];
}

/** Filled up with spaces to `width` places. */
export function padTo(text: string, width: number, align: "left" | "right"): string {
  const spaces = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "right" ? spaces + text : text + spaces;
}
