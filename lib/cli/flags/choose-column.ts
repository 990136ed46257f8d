import { readPersonReference } from "../../domain/person-reference.ts";
import { printable } from "../../report/printable.ts";
import { unguarded } from "../../report/spreadsheet-guard.ts";
import { UsageError } from "../errors.ts";
import { type NamedColumn, namedColumn } from "./column-names.ts";
import { csvRecords } from "./csv-records.ts";
import { type ListHeader, namesNoPeople, sameTitle, unknownColumn } from "./find-header.ts";
import { isPersonsAddress } from "./persons-address.ts";

/** Where a list has its people. */
export interface ChosenColumn {
  readonly index: number;
  /** Whether digits alone are a person's id there. Among addresses they are something else, such as followers. */
  readonly takesNumbers: boolean;
}

/**
 * The column that `title` names.
 *
 * @throws UsageError for one that is not there, with those that are, and for two of that name
 */
export function columnNamed(title: string, { titles }: ListHeader): number {
  const index = titles.findIndex((one) => sameTitle(one, title));
  if (index === -1) throw unknownColumn(title, titles);
  if (titles.findLastIndex((one) => sameTitle(one, title)) === index) return index;
  throw new UsageError(`two columns of the list are named ${JSON.stringify(printable(title))}: rename one of them`);
}

/** Rows that are looked at: enough to tell what a column holds. */
const MAX_LOOKED_AT = 10_000;

/** One column with what its cells hold. */
interface Seen {
  readonly index: number;
  readonly title: string;
  readonly named: NamedColumn | null;
  filled: number;
  people: number;
}

/**
 * Finds the column of people, by its name first and by its cells: one in which most cells that are not empty name a
 * person. Looks at the first 10,000 rows, in constant memory: reading a list costs more than what is done with it.
 *
 * By cells alone it takes a column only where no other holds people as well, for the other may hold their managers.
 *
 * @throws UsageError where several columns may be meant, with their names, and where none may
 */
export async function chooseColumn(path: string, header: ListHeader): Promise<ChosenColumn> {
  const columns = await lookInto(path, header);
  const holding = columns.filter(({ filled, people }) => people * 2 > filled);
  const chosen =
    fullest(holding.filter(({ named }) => named === "addresses")) ??
    fullest(holding.filter(({ named }) => named === "sales-navigator")) ??
    onlyOne(holding.filter(({ named }) => named === null)) ??
    fullest(holding.filter(({ named }) => named === "ids")) ??
    // It holds nobody: each of its rows is reported with the reason.
    onlyOne(columns.filter(({ named }) => named !== null));
  if (chosen === null) throw namesNoPeople(header.line);
  return { index: chosen.index, takesNumbers: takesNumbers(chosen) };
}

async function lookInto(path: string, { line, titles, delimiter }: ListHeader): Promise<readonly Seen[]> {
  const columns = titles.map(
    (title, index): Seen => ({
      ...{ index, title, named: namedColumn(title) },
      ...{ filled: 0, people: 0 },
    }),
  );
  let rows = 0;
  for await (const record of csvRecords(path, delimiter)) {
    if (record.line <= line) continue;
    rows += 1;
    if (rows > MAX_LOOKED_AT) break;
    for (const column of columns) {
      const cell = record.cells[column.index]?.trim() ?? "";
      if (cell === "") continue;
      column.filled += 1;
      if (takesNumbers(column) ? isReference(cell) : isPersonsAddress(cell)) column.people += 1;
    }
  }
  return columns;
}

/** `profile` is our own name, and holds what we take. */
const takesNumbers = ({ named, title }: Pick<Seen, "named" | "title">): boolean =>
  named === "ids" || sameTitle(title, "profile");

const isReference = (cell: string): boolean => readPersonReference(unguarded(cell).trim()).ok;

function fullest(columns: readonly Seen[]): Seen | null {
  const most = Math.max(...columns.map(({ people }) => people));
  return onlyOne(columns.filter(({ people }) => people === most));
}

function onlyOne(columns: readonly Seen[]): Seen | null {
  const [first = null, ...more] = columns;
  if (more.length === 0) return first;
  throw new UsageError(
    `${columns.map(({ title }) => JSON.stringify(printable(title))).join(" and ")} both hold people: --column NAME says which to take`,
  );
}
