import type { FlagKind } from "../../domain/rule.ts";
import { FLAG_KINDS } from "../../domain/rule.ts";
import { printable } from "../../report/printable.ts";
import { UsageError } from "../errors.ts";
import { chooseColumn, columnNamed } from "./choose-column.ts";
import { csvRecords } from "./csv-records.ts";
import { findHeader, type ListHeader, sameTitle } from "./find-header.ts";
import {
  type FlagColumn,
  type FlagRow,
  flagRows,
  isOwnHeader,
  type RowFault,
  type RowOptions,
  readFlagRow,
  widthFault,
} from "./flag-rows.ts";
import type { ReadRows } from "./import-flags.ts";

/** What the person at the keyboard says of a list. */
export interface ListOptions {
  /** What everyone in it is; null where the list says it. */
  readonly as: FlagKind | null;
  /** The column of addresses, by its title; null to find it. */
  readonly column: string | null;
  /** The column of notes, by its title; null to take none. */
  readonly noteColumn: string | null;
}

/** What is taken from a list that is not in our own columns. */
export interface TakenColumns {
  readonly headerLine: number;
  readonly linesLeftOut: number;
  readonly column: string;
  readonly as: FlagKind | null;
  readonly asColumn: string | null;
  readonly noteColumn: string | null;
  readonly ignored: readonly string[];
}

export interface OpenedList {
  readonly rows: ReadRows;
  /** Null for a list in our own columns: nothing was found or left out in it. */
  readonly taken: TakenColumns | null;
}

/**
 * Looks at a list and finds what to take from it: our own columns (`flag-rows.ts`), or those of an export of LinkedIn,
 * Sales Navigator or a CRM. Nothing is kept of it; `rows` reads it again.
 *
 * @throws UsageError where it is in doubt who is meant or what they are, with what to do
 */
export async function openList(path: string, options: ListOptions): Promise<OpenedList> {
  const isOurs = options.column === null && options.noteColumn === null && (await isOwn(path));
  if (isOurs) return { rows: () => flagRows(path, { everyoneAs: options.as }), taken: null };
  const header = await findHeader(path, options.column);
  const as = header.titles.findIndex((title) => sameTitle(title, "as"));
  if (as === -1 && options.as === null) throw noKind(header);
  const { index, takesNumbers } =
    options.column === null
      ? await chooseColumn(path, header)
      : { index: columnNamed(options.column, header), takesNumbers: true };
  const note = options.noteColumn === null ? -1 : columnNamed(options.noteColumn, header);
  const titleAt = (at: number) => (at === -1 ? null : (header.titles[at] ?? ""));
  const taken = {
    ...{ headerLine: header.line, linesLeftOut: header.linesLeftOut },
    ...{ column: titleAt(index) ?? "", as: options.as, asColumn: titleAt(as), noteColumn: titleAt(note) },
    ignored: header.titles.filter((_, at) => ![index, as, note].includes(at)),
  };
  const columns = { profile: index, as, note };
  return { rows: () => listRows(path, header, { columns, takesNumbers, everyoneAs: options.as }), taken };
}

/** An empty file too: what is said of it is said there. */
async function isOwn(path: string): Promise<boolean> {
  for await (const { cells } of csvRecords(path)) return isOwnHeader(cells);
  return true;
}

interface ListReading {
  readonly columns: Readonly<Record<(typeof TAKEN)[number], number>>;
  readonly takesNumbers: boolean;
  readonly everyoneAs: FlagKind | null;
}

const TAKEN = ["profile", "as", "note"] as const;

async function* listRows(
  path: string,
  { line: headerLine, titles, delimiter }: ListHeader,
  { columns, takesNumbers, everyoneAs }: ListReading,
): AsyncGenerator<FlagRow | RowFault, void, undefined> {
  const titleOf = (column: FlagColumn): string => {
    const at = TAKEN.find((one) => one === column);
    return printable((at === undefined ? null : titles[columns[at]]) ?? column, 40);
  };
  const options: RowOptions = { everyoneAs, titleOf };
  for await (const { line, cells } of csvRecords(path, delimiter)) {
    if (line <= headerLine) continue;
    const taken = TAKEN.map((column) => cells[columns[column]] ?? "");
    const [reference = ""] = taken;
    if (!takesNumbers && /^\s*'?\d+\s*$/.test(reference)) {
      yield {
        line,
        fault: `${titleOf("profile")}: a number where the others are addresses; --column takes it for an id`,
      };
    } else yield widthFault(line, cells, titles.length) ?? readFlagRow(line, taken, TAKEN, options);
  }
}

const noKind = ({ line }: ListHeader): UsageError =>
  new UsageError(
    `line ${line} has no column "as" that says what these people are: say it of everyone with --as protected (or ${FLAG_KINDS.slice(1).join(", ")})`,
  );
