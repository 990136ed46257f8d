import type { CompanySuggestion } from "../ledger/ledger.ts";
import { printable } from "./printable.ts";
import { type Screen, textTable, UNLIMITED } from "./text-table.ts";
import { counted, shortTime, timeTitle } from "./words.ts";

/** The companies that suggest a flag, under a line that says what they are not. */
export function companiesInWords(companies: readonly CompanySuggestion[], screen: Screen = UNLIMITED): string {
  const count = counted(companies.length, "company suggests", "companies suggest");
  const table = textTable(
    [
      { title: "company", narrow: "wrap", text: ({ name }) => printable(name, 100) },
      { title: "suggests", text: ({ kind }) => printable(kind) },
      { title: timeTitle("set"), drop: 1, text: ({ at }) => shortTime(at) },
      { title: "by", drop: 2, text: ({ by }) => printable(by, 20) },
    ],
    companies,
    screen,
  );
  return companies.length === 0 ? "no company suggests a flag" : `${count} a flag, and none by itself:\n${table}`;
}
