import { nearestByDistance } from "../../domain/edit-distance.ts";
import { printable } from "../../report/printable.ts";
import { UsageError } from "../errors.ts";
import { namedColumn } from "./column-names.ts";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { csvShape, DELIMITERS, unquoted } from "./csv-text.ts";
import { namesNoColumns } from "./flag-rows.ts";
import { isPersonsAddress } from "./persons-address.ts";

/** The line of a list that names its columns. */
export interface ListHeader {
  readonly line: number;
  /** Lines above it, from the first with something in it, such as LinkedIn's notes. */
  readonly linesLeftOut: number;
  readonly titles: readonly string[];
  readonly delimiter: string;
}

/** Within so many lines of the file the header is looked for. */
const HEADER_WITHIN = 20;

export const sameTitle = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();

/**
 * Finds the line that names the columns: within the first 20, the first that has a column of addresses by its name, or
 * `column`, with only narrower lines above it and a line of its own width below. Without such a name it is the first line
 * of the file. No line that names a person is ever taken for a header or left out above one.
 *
 * What separates the cells is what the header has, for the lines above it may have nothing to tell it by.
 *
 * @throws UsageError where no line can be the header, with what to do
 */
export async function findHeader(path: string, column: string | null): Promise<ListHeader> {
  const { delimiter: likely, isNamed } = await csvShape(path);
  const isSought = (title: string) => (column === null ? namedColumn(title) !== null : sameTitle(title, column));
  const likelyHead = await headOf(path, likely);
  const others = isNamed ? [] : DELIMITERS.filter((one) => one !== likely);
  for (const delimiter of [likely, ...others]) {
    const head = delimiter === likely ? likelyHead : await headOf(path, delimiter).catch(() => []);
    const at = head.findIndex((_, index) => isHeader(head, index, isSought));
    if (at !== -1) return headerAt(head, at, delimiter);
  }
  if (column !== null) throw noSuchColumn(column, likelyHead);
  if (likelyHead.length < 2 || !isHeader(likelyHead, 0, () => true)) throw namesNoPeople(likelyHead[0]?.line ?? 1);
  return headerAt(likelyHead, 0, likely);
}

/** The records that begin within the first lines, and one more. */
async function headOf(path: string, delimiter: string): Promise<readonly CsvRecord[]> {
  const head: CsvRecord[] = [];
  for await (const record of csvRecords(path, delimiter)) {
    head.push(record);
    if (record.line > HEADER_WITHIN) break;
  }
  return head;
}

function isHeader(head: readonly CsvRecord[], at: number, isSought: (title: string) => boolean): boolean {
  const [record, next] = [head[at], head[at + 1]];
  if (record === undefined || record.line > HEADER_WITHIN) return false;
  const titles = record.cells.map(unquoted);
  if (!titles.some(isSought) || titles.some(isPersonsAddress)) return false;
  if (next !== undefined && next.cells.length !== record.cells.length) return false;
  return head.slice(0, at).every((above) => isNote(above, record));
}

/** Narrower than the header: by itself, or as one text that a spreadsheet has filled up with empty cells. */
function isNote(above: CsvRecord, header: CsvRecord): boolean {
  const filled = above.cells.filter((cell) => cell.trim() !== "").length;
  return widthOf(above) < widthOf(header) && (filled === 1 || above.cells.length < header.cells.length);
}

const widthOf = ({ cells }: CsvRecord): number => cells.findLastIndex((cell) => cell.trim() !== "") + 1;

function headerAt(head: readonly CsvRecord[], at: number, delimiter: string): ListHeader {
  const above = head.slice(0, at);
  const person = above.find(({ cells }) => cells.some(isPersonsAddress));
  const { line = 1, cells = [] } = head[at] ?? {};
  if (person !== undefined) {
    throw new UsageError(
      `line ${person.line} stands above the header in line ${line} and names a person: move it below, or remove it`,
    );
  }
  if (head.length === at + 1) throw new UsageError(`the list has no row below line ${line}, which names the columns`);
  return { line, linesLeftOut: line - (above[0]?.line ?? line), titles: cells.map(unquoted), delimiter };
}

/** What is said of a list without a column of people. Its titles are not shown: they may be a line with somebody's name. */
export function namesNoPeople(line: number): UsageError {
  return new UsageError(
    `${namesNoColumns(line)}; of another list, --column NAME says which column holds the addresses: the line with the names has as many cells as the one below it`,
  );
}

/** The titles are shown, unless what would be their line holds a person. */
function noSuchColumn(column: string, head: readonly CsvRecord[]): UsageError {
  const widest = head.toSorted((one, other) => widthOf(other) - widthOf(one))[0];
  const name = JSON.stringify(printable(column));
  if (widest === undefined || !isHeader(head, head.indexOf(widest), () => true)) {
    return new UsageError(`no line among the first ${HEADER_WITHIN} names a column ${name}`);
  }
  return unknownColumn(column, widest.cells.map(unquoted));
}

/** What is said of a column that a list does not have. */
export function unknownColumn(column: string, titles: readonly string[]): UsageError {
  const named = titles.filter((title) => title !== "");
  const near = nearestByDistance(column.toLowerCase(), named, (title) => title.toLowerCase());
  const meant = near.map((title) => JSON.stringify(printable(title))).join(" or ");
  const hint = meant === "" ? ". " : `; did you mean ${meant}? `;
  const all = named.map((title) => printable(title, 40)).join(", ");
  return new UsageError(`the list has no column ${JSON.stringify(printable(column))}${hint}The columns are: ${all}`);
}
