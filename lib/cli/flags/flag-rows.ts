import { FLAG_KINDS, type FlagKind } from "../../domain/rule.ts";
import { unguarded } from "../../report/spreadsheet-guard.ts";
import { UsageError } from "../errors.ts";
import { csvRecords } from "./csv-records.ts";
import { unquoted } from "./csv-text.ts";
import { exactText } from "./exact-text.ts";
import { textFault } from "./mark-texts.ts";
import { readSubject } from "./read-subject.ts";

/**
 * The columns of a file of flags; all but the first two may be left out. `flags --csv` prints the first five, `flags export`
 * all: `person` is whose address it has turned out to be, `encoded` names the texts that are JSON strings.
 */
export const FLAG_COLUMNS = ["profile", "as", "note", "by", "at", "person", "encoded"] as const;
export type FlagColumn = (typeof FLAG_COLUMNS)[number];

/** One flag as a line of the file gives it. */
export interface FlagRow {
  readonly line: number;
  readonly subject: string;
  readonly kind: FlagKind;
  readonly note: string | null;
  /** Null where the file does not say. */
  readonly by: string | null;
  readonly at: Date | null;
  /** Of an address: the person it belongs to; null where the file does not say. */
  readonly belongsTo: string | null;
}

export interface RowFault {
  readonly line: number;
  /** All that is wrong with the line. Never the line's own words: they may be anybody's name. */
  readonly fault: string;
}

/** How rows are read. */
export interface RowOptions {
  /** What everyone is whose row does not say; null where each row has to. */
  readonly everyoneAs: FlagKind | null;
  /** What the file calls a column; default: as we do. */
  readonly titleOf?: (column: FlagColumn) => string;
}

const EACH_SAYS: RowOptions = { everyoneAs: null };

/**
 * The flags of a CSV file with what is wrong with which line, in the file's order. Nothing is resolved: an address stays
 * an address, by its key.
 *
 * @throws UsageError for a file that cannot be read, for a header that is not one, and for a row that contradicts
 * `everyoneAs`
 */
export async function* flagRows(
  path: string,
  options: RowOptions = EACH_SAYS,
): AsyncGenerator<FlagRow | RowFault, void, undefined> {
  let columns: readonly FlagColumn[] | null = null;
  for await (const { line, cells } of csvRecords(path)) {
    if (columns === null) columns = columnsIn(line, cells, options);
    else yield readFlagRow(line, cells, columns, options);
  }
  if (columns === null) throw new UsageError(`the file is empty; its first line names the columns: profile,as,note`);
}

const isColumn = (name: string): name is FlagColumn => (FLAG_COLUMNS as readonly string[]).includes(name);
const namesIn = (cells: readonly string[]): string[] => cells.map((cell) => unquoted(cell).toLowerCase());

/** Whether a header is meant for columns of ours: `profile` with `as`, or with no column that we do not have. */
export function isOwnHeader(cells: readonly string[]): boolean {
  const names = namesIn(cells);
  return names.includes("profile") && (names.includes("as") || names.every(isColumn));
}

/** What is said of a file in which no line names columns that hold people. */
export const namesNoColumns = (line: number): string =>
  `line ${line} must name the columns, with "profile" (an address or a person's id) and "as" (${FLAG_KINDS.join(", ")}) among them`;

function columnsIn(line: number, cells: readonly string[], { everyoneAs }: RowOptions): readonly FlagColumn[] {
  const names = namesIn(cells);
  const faults: string[] = [];
  if (!names.includes("profile") || (everyoneAs === null && !names.includes("as"))) {
    throw new UsageError(`${namesNoColumns(line)}; or say with --as what everyone is`);
  }
  const unknown = names.filter((name) => !isColumn(name));
  if (unknown.length > 0) {
    const listed = unknown.map((name) => JSON.stringify(name)).join(", ");
    faults.push(`unknown columns: ${listed}; accepted: ${FLAG_COLUMNS.join(", ")}; remove the others`);
  }
  const twice = FLAG_COLUMNS.filter((column) => names.filter((name) => name === column).length > 1);
  if (twice.length > 0) faults.push(`columns named twice: ${twice.join(", ")}`);
  if (faults.length > 0) throw new UsageError(`line ${line}: ${faults.join("; ")}`);
  return names.filter(isColumn);
}

/** Of a line with more cells than the header has columns; null for any other. */
export function widthFault(line: number, cells: readonly string[], width: number): RowFault | null {
  if (cells.slice(width).every((cell) => cell.trim() === "")) return null;
  return {
    line,
    fault: `${cells.length} columns where the header has ${width}: a text with a separator in it needs quotes`,
  };
}

/** One line, whose cells stand under these columns. */
export function readFlagRow(
  line: number,
  cells: readonly string[],
  columns: readonly FlagColumn[],
  { everyoneAs, titleOf = (column) => column }: RowOptions = EACH_SAYS,
): FlagRow | RowFault {
  const tooWide = widthFault(line, cells, columns.length);
  if (tooWide !== null) return tooWide;
  const given = (column: FlagColumn): string => unguarded(cells[columns.indexOf(column)]?.trim() ?? "").trim();
  const subject = readSubject(given("profile"));
  const kind = kindIn(line, given("as"), everyoneAs);
  const at = given("at");
  const encoded = new Set(given("encoded").split(/\s+/));
  const [note, by] = (["note", "by"] as const).map((column) =>
    encoded.has(column) ? exactText(given(column)) : given(column),
  );
  const person = readOwner(given("person"), subject.ok && subject.by !== "id");
  const when = at === "" ? null : readInstant(at);
  const faults = [
    subject.ok ? null : `${titleOf("profile")}: ${subject.fault}`,
    kind === undefined ? `${titleOf("as")}: not one of ${FLAG_KINDS.join(", ")}` : null,
    ...(["note", "by"] as const).map((column) => {
      const text = column === "note" ? note : by;
      if (typeof text !== "string") return `${column}: not a JSON string, although "encoded" names it`;
      const fault = text === "" || encoded.has(column) ? lengthFault(column, text) : textFault(column, text);
      return fault === null ? null : `${titleOf(column)}: ${fault}`;
    }),
    person.fault,
    when === undefined ? "at: not an instant such as 2026-11-22T09:30:00Z" : null,
  ].filter((one) => one !== null);
  if (!subject.ok || kind === undefined || when === undefined || faults.length > 0) {
    return { line, fault: faults.join("; ") };
  }
  const exact = (column: "note" | "by", text: string | null | undefined) =>
    encoded.has(column) ? (text ?? null) : text || null;
  return {
    ...{ line, subject: subject.subject, kind, note: exact("note", note), by: exact("by", by), at: when },
    belongsTo: person.id,
  };
}

/** Whose address it is, by id; only an address can belong to anybody. */
function readOwner(text: string, isAddress: boolean): { readonly id: string | null; readonly fault: string | null } {
  if (text === "") return { id: null, fault: null };
  if (!isAddress) return { id: null, fault: "person: only an address or a Sales Navigator id belongs to somebody" };
  const owner = readSubject(text);
  if (owner.ok && owner.by === "id") return { id: owner.subject, fault: null };
  return { id: null, fault: "person: not a person's id" };
}

function kindIn(line: number, text: string, everyoneAs: FlagKind | null): FlagKind | undefined {
  const said = unquoted(text).toLowerCase();
  if (said === "" && everyoneAs !== null) return everyoneAs;
  const kind = FLAG_KINDS.find((one) => one === said);
  if (kind === undefined || everyoneAs === null || kind === everyoneAs) return kind;
  throw new UsageError(
    `line ${line} says ${kind} in its column "as", and --as says ${everyoneAs}: leave out --as, or remove the column`,
  );
}

/** What was there once stands, be it blank; it is only not taken for longer than what may be written. */
const lengthFault = (column: "note" | "by", text: string): string | null =>
  text.trim() === "" ? null : textFault(column, text);

function readInstant(text: string): Date | undefined {
  const at = new Date(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.test(text) ? text : Number.NaN);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
