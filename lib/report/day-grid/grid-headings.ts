import { GRID_COLUMNS, type GridColumn } from "../../contract/archive.ts";
import type { Places } from "../observations/cells.ts";
import type { Problem } from "../observations/problems.ts";
import { printable } from "../printable.ts";

export type GridHeadings = Places<GridColumn>;

export const WRITES_GRID = 'run the query "Day grid" of the archive again and download its result as CSV';

/** The headings of a day grid: all of them, in any order; others are passed over. A problem for each that is missing or twice there. */
export function readGridHeadings(line: number, cells: readonly string[]): GridHeadings | readonly Problem[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  if (!GRID_COLUMNS.some((column) => column !== "reason" && column !== "identity" && names.includes(column))) {
    const found = JSON.stringify(printable(names.join(","), 60));
    return [{ line, column: null, fault: `${found} holds no heading of a day grid; ${WRITES_GRID}` }];
  }
  const problems = GRID_COLUMNS.flatMap((column): Problem[] => {
    const times = names.filter((name) => name === column).length;
    if (times === 1) return [];
    return [
      { line, column, fault: times === 0 ? `no such heading; ${WRITES_GRID}` : `stands ${times} times; keep one` },
    ];
  });
  if (problems.length > 0) return problems;
  return { count: names.length, places: new Map(GRID_COLUMNS.map((column) => [column, names.indexOf(column)])) };
}
