import { csvText } from "../../report/csv.ts";
import { unguarded } from "../../report/spreadsheet-guard.ts";

/** Whatever else a text may hold, these signs come through any terminal, editor and spreadsheet as they are. */
const NOT_PLAIN = /[^\x20-\x7e]/g;

/**
 * A text as a cell that is read back exactly. Blanks at its ends, line breaks and control characters do not come through a
 * CSV file as they are: such a text is written as a JSON string, and `encoded` says so.
 */
export function exactCell(text: string): { readonly cell: string; readonly encoded: boolean } {
  const isPlain = text !== "" && text === text.trim() && !/[\r\n"]/.test(text) && readBack(text) === text;
  return isPlain ? { cell: text, encoded: false } : { cell: asJson(text), encoded: true };
}

/** The text of a cell that `exactCell` has encoded; null when it is none. */
export function exactText(cell: string): string | null {
  try {
    const text: unknown = JSON.parse(cell);
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}

const asJson = (text: string): string =>
  JSON.stringify(text).replace(NOT_PLAIN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** What is left of a text without line breaks and quotes once it has been a cell. */
function readBack(text: string): string {
  const [, line = ""] = csvText([{ title: "text", value: (one: string) => one }], [text]).split("\n");
  const cell = line.startsWith('"') ? line.slice(1, -1) : line;
  return unguarded(cell.trim()).trim();
}
