import { displayWidth } from "../../report/table/display-width.ts";

/** A line of JSON or of commands: whoever copies it needs it in one piece. */
const COPIED = /^\s*(?:["'{}[\]]|(?:(?:\$|npx|npm|sweeper|aws|curl) |export \w+=))/;
/** A command between backticks goes to the next line as a whole. */
const PIECES = /`[^`]*`\S*|\S+/g;

/**
 * A line of prose in lines of at most `width` places, broken between words alone: a word that is longer than a line stays
 * whole, and so does a line that is meant to be copied. What begins with blanks, a dash or a
 * number in a list goes on below its first word.
 */
export function wrapLine(line: string, width: number): string[] {
  if (displayWidth(line) <= width || COPIED.test(line)) return [line];
  const [indent = ""] = /^\s*(?:- |\d+\. |\d+(?:, \d+)? {2,})?/.exec(line) ?? [];
  const hanging = " ".repeat(indent.length);
  const lines: string[] = [];
  let current = indent;
  for (const piece of piecesOf(line.slice(indent.length), width - indent.length)) {
    const isFirst = current.trimEnd() === indent.trimEnd();
    const longer = isFirst ? current + piece : `${current} ${piece}`;
    if (isFirst || displayWidth(longer) <= width) {
      current = longer;
      continue;
    }
    lines.push(current);
    current = hanging + piece;
  }
  return [...lines, current];
}

function piecesOf(text: string, width: number): string[] {
  return (text.match(PIECES) ?? []).flatMap((piece) => (displayWidth(piece) <= width ? [piece] : piece.split(" ")));
}

/** Each line of a text by itself. */
export const wrapText = (text: string, width: number): string =>
  text
    .split("\n")
    .flatMap((line) => wrapLine(line, width))
    .join("\n");
