import { displayWidth } from "../report/table/display-width.ts";

/**
 * Lines broken between words, with what is carried over indented. A word that is longer than a line, such as an address, stays
 * whole: it is to be copied. `columns` null: as it is, as in a pipe or a file.
 */
export function wrapProse(text: string, columns: number | null): string {
  if (columns === null) return text;
  return text
    .split("\n")
    .map((line) => wrapLine(line, columns))
    .join("\n");
}

function wrapLine(line: string, columns: number): string {
  if (displayWidth(line) <= columns) return line;
  const margin = /^ */.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = "";
  for (const word of line.trimStart().split(" ")) {
    const start = lines.length === 0 ? margin : `${margin}  `;
    const longer = current === "" ? `${start}${word}` : `${current} ${word}`;
    if (current === "" || displayWidth(longer) <= columns) current = longer;
    else {
      lines.push(current);
      current = `${margin}  ${word}`;
    }
  }
  return [...lines, current].join("\n");
}
