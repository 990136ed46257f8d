import { escaped } from "./printable.ts";
import { cutBeforeLast, cutTo, displayWidth, padTo, wrapTo } from "./table/display-width.ts";
import { type ColumnNeed, type FittedColumn, fitColumns, GAP } from "./table/fit-columns.ts";

export interface Column<Row> {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Asked for twice of each row, so that no cell is held. */
  readonly text: (row: Row) => string;
  /** Where there is no room the column with the highest number goes first, of equals the one on the right. Default: it stays. */
  readonly drop?: number;
  /**
   * What becomes of cells that are too long for the screen: they are broken between words into several lines, or cut with
   * "…", at their end or before their last word, such as the id behind a name. By default the last column that is aligned to
   * the left is cut, and no other.
   */
  readonly narrow?: "wrap" | "cut" | "cut-before-last";
}

/** Where a table is read. */
export interface Screen {
  /** Places in a line; null for no limit, as in a pipe or a file. */
  readonly columns: number | null;
  /** What shows the columns that a narrow screen does not, such as "--json". */
  readonly showsAll?: string;
}

export const UNLIMITED: Screen = { columns: null };

/** A table of plain text without lines or colours: it is read on a screen, in a mail and by `grep` alike. */
export function textTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  screen: Screen = UNLIMITED,
): string {
  const { lines, note } = layOutTable(columns, rows, screen);
  return [...lines, ...note].join("\n");
}

/** A table whose widths are known and whose rows are not laid out yet. */
export interface LaidOut {
  /** The title and the rows, none longer than the screen is wide. To be read once. */
  readonly lines: Iterable<string>;
  /** Which columns are not shown, and how to see them; empty when all are. */
  readonly note: readonly string[];
}

/** Widths in one pass over the rows, lines in a second one, as they are read. O(rows), and no row is held. */
export function layOutTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], screen: Screen): LaidOut {
  const lastText = columns.findLastIndex(({ align }) => align !== "right");
  const isAnyNarrow = columns.some(({ narrow }) => narrow === "wrap" || narrow === "cut");
  const narrowOf = (column: Column<Row>, index: number) =>
    column.narrow ?? (!isAnyNarrow && index === lastText ? "cut" : undefined);
  const needs = columns.map((column, index): ColumnNeed => {
    const { title, drop = null } = column;
    let cells = 1;
    for (const row of rows) cells = Math.max(cells, widthOf(cellOf(column, row)));
    const unbroken = displayWidth(title) <= MAX_UNBROKEN_TITLE ? [title] : title.split(" ");
    const titleWord = Math.max(...unbroken.map(displayWidth));
    return { cells, title: displayWidth(title), titleWord, drop, isElastic: narrowOf(column, index) !== undefined };
  });
  const fitted = fitColumns(needs, screen.columns);
  const shown = fitted.map(({ index, width }) => {
    const column = columns[index] as Column<Row>;
    return { column, width, align: column.align ?? ("left" as const), narrow: narrowOf(column, index) ?? "cut" };
  });
  return { lines: linesOf(shown, rows), note: noteOf(columns, fitted, screen) };
}

/** A title as short as this stays in one line: another line for it costs more than it saves. */
const MAX_UNBROKEN_TITLE = 12;

interface ShownColumn<Row> {
  readonly column: Column<Row>;
  readonly width: number;
  readonly align: "left" | "right";
  readonly narrow: NonNullable<Column<Row>["narrow"]>;
}

function* linesOf<Row>(shown: readonly ShownColumn<Row>[], rows: readonly Row[]): Generator<string, void, undefined> {
  yield* linesOfCells(
    shown,
    shown.map(({ column, width }) => wrapTo(column.title, width)),
  );
  for (const row of rows) {
    yield* linesOfCells(
      shown,
      shown.map(({ column, width, narrow }) => {
        const text = cellOf(column, row);
        if (!text.includes("\n") && displayWidth(text) <= width) return [text];
        return text.split("\n").flatMap((line) => narrowed(line, width, narrow));
      }),
    );
  }
}

function narrowed(line: string, width: number, narrow: NonNullable<Column<never>["narrow"]>): string[] {
  if (narrow === "wrap") return wrapTo(line, width);
  return [narrow === "cut" ? cutTo(line, width) : cutBeforeLast(line, width)];
}

function* linesOfCells(
  shown: readonly Pick<ShownColumn<never>, "width" | "align">[],
  cells: readonly (readonly string[])[],
): Generator<string, void, undefined> {
  const height = Math.max(1, ...cells.map(({ length }) => length));
  for (let line = 0; line < height; line++) {
    const padded = shown.map(({ width, align }, place) => padTo(cells[place]?.[line] ?? "", width, align));
    yield padded.join(GAP).trimEnd();
  }
}

/** As the terminal gets it, so that what is counted is what is shown. */
function cellOf<Row>({ text }: Column<Row>, row: Row): string {
  const cell = text(row);
  return ASCII.test(cell) ? cell : escaped(cell).replaceAll("\t", " ");
}

const ASCII = /^[ -~]*$/;

const widthOf = (cell: string): number =>
  cell.includes("\n") ? Math.max(...cell.split("\n").map(displayWidth)) : displayWidth(cell);

function noteOf<Row>(
  columns: readonly Column<Row>[],
  fitted: readonly FittedColumn[],
  { columns: limit, showsAll }: Screen,
): string[] {
  const hidden = columns.filter((_, index) => !fitted.some((one) => one.index === index));
  const names = hidden.map(({ title }) => title).filter((title) => title !== "");
  if (limit === null || names.length === 0) return [];
  const ways = showsAll === undefined ? "a wider terminal" : `a wider terminal or ${showsAll}`;
  return wrapTo(`(not shown: ${names.join(", ")}; ${ways} shows ${names.length === 1 ? "it" : "them"})`, limit);
}
