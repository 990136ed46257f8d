import type { CompanySuggestion } from "../ledger/ledger.ts";
import { printable } from "./printable.ts";
import { textTable } from "./text-table.ts";
import { counted, shortTime } from "./words.ts";

/** The companies that suggest a flag, under a line that says what they are not. */
export function companiesInWords(companies: readonly CompanySuggestion[]): string {
  const count = counted(companies.length, "company suggests", "companies suggest");
  const table = textTable(
    [
      { title: "company", text: ({ name }) => printable(name, 100) },
      { title: "suggests", text: ({ kind }) => printable(kind) },
      { title: "set (UTC)", text: ({ at }) => shortTime(at) },
      { title: "by", text: ({ by }) => printable(by, 20) },
    ],
    companies,
  );
  return companies.length === 0 ? "no company suggests a flag" : `${count} a flag, and none by itself:\n${table}`;
}
