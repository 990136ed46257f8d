import { printable } from "../../report/printable.ts";
import { counted } from "../../report/words.ts";
import type { TakenColumns } from "./open-list.ts";

/** Exports of a CRM have hundreds of columns. */
const MAX_IGNORED = 12;

/** What was taken from which column of a list, and what was not: the line before anything is written. */
export function listInWords(name: string, taken: TakenColumns, { addresses, rows }: ListCounts): string {
  const { linesLeftOut, column, as, asColumn, noteColumn, ignored } = taken;
  const title = (text: string) => JSON.stringify(printable(text, 40));
  const number = (count: number) => count.toLocaleString("en-US");
  const left = linesLeftOut === 0 ? "" : `${counted(linesLeftOut, "line")} above the header left out; `;
  const kinds = as === null ? `what they are from column ${title(asColumn ?? "")}` : `everyone as ${as}`;
  const notes = noteColumn === null ? "" : `, notes from column ${title(noteColumn)}`;
  return `${printable(name)}: ${left}addresses from column ${title(column)} (${number(addresses)} of ${counted(rows, "row")}), ${kinds}${notes}; ignored: ${ignoredInWords(ignored)}`;
}

export interface ListCounts {
  /** Rows that name a person, and can be taken. */
  readonly addresses: number;
  readonly rows: number;
}

function ignoredInWords(ignored: readonly string[]): string {
  if (ignored.length === 0) return "nothing";
  const shown = ignored.slice(0, MAX_IGNORED).map((title) => printable(title, 40) || "a column without a name");
  const more = ignored.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}
