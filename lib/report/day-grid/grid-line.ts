import { weekOf } from "../../analytics/cohorts.ts";
import type { CellCounts } from "../../analytics/day-grid.ts";
import { MAX_AGE_DAYS } from "../../analytics/observation.ts";
import { EXCLUSIONS, type Exclusion } from "../../analytics/read-observation.ts";
import { EXPORTED_TABLES, type ExportedTable, GRID_ROWS, type GridColumn } from "../../contract/archive.ts";
import { MAX_THRESHOLD_DAYS } from "../../domain/policy.ts";
import { OUTCOMES, type Outcome } from "../../domain/tracked-invitation.ts";
import { Cells, shown } from "../observations/cells.ts";
import type { Problem } from "../observations/problems.ts";
import type { GridHeadings } from "./grid-headings.ts";

const LISTINGS = ["first", "last", "believed"] as const;
const ENDS = ["since", "until"] as const;
const OPEN = ["pending", "unreachable"] as const;

interface OfIdentity {
  readonly identityId: string;
}
interface Counted extends OfIdentity {
  readonly count: number;
}

/** A line of a day grid; see `GRID_COLUMNS`. Weeks are counted as `weekOf` does. */
export type GridLine =
  | (OfIdentity & { readonly row: "cell"; readonly week: number; readonly age: number; readonly counts: CellCounts })
  | (OfIdentity & { readonly row: "threshold"; readonly week: number; readonly thresholdDays: number })
  | (Counted & { readonly row: "excluded"; readonly what: Exclusion })
  | (Counted & { readonly row: "pending"; readonly what: (typeof OPEN)[number] })
  | (Counted & {
      readonly row: "ended";
      readonly what: Outcome;
      readonly reason: string | null;
      readonly confirmed: number;
    })
  /** `age` null: sent after the end of the span, by its dates. */
  | (Counted & { readonly row: "age"; readonly what: "ended" | "pending"; readonly age: number | null })
  | (Counted & { readonly row: "week"; readonly what: Outcome; readonly week: number })
  | (Counted & { readonly row: "sent"; readonly at: Date })
  | (OfIdentity & { readonly row: "listing"; readonly what: (typeof LISTINGS)[number]; readonly at: Date })
  /** `at` null: nothing was exported. */
  | { readonly row: "span"; readonly what: (typeof ENDS)[number]; readonly at: Date | null }
  | { readonly row: "exported"; readonly what: ExportedTable; readonly at: Date | null }
  | { readonly row: "unreadable"; readonly what: ExportedTable; readonly count: number };

const MAX_COUNT = Number.MAX_SAFE_INTEGER;

/** Reads a line; what is wrong with it as problems instead. Pure, O(1). */
export function readGridLine(
  line: number,
  given: readonly string[],
  headings: GridHeadings,
): GridLine | readonly Problem[] {
  const cells = new Cells<GridColumn>(line, given, headings);
  const row = oneOf(cells, "row", GRID_ROWS);
  const read = row === null ? null : LINES[row](cells);
  return read === null || cells.problems.length > 0 ? cells.problems : read;
}

type Read = Cells<GridColumn>;

/** How each kind of line is read. Whatever is missing in one is a problem by then, and the line is not used. */
const LINES: { readonly [Row in GridLine["row"]]: (cells: Read) => Extract<GridLine, { row: Row }> | null } = {
  cell: (cells) => {
    const place = { identityId: identity(cells), week: week(cells), age: age(cells) };
    return { row: "cell", ...place, counts: countsOf(cells) };
  },
  threshold: (cells) => {
    const thresholdDays = number(cells, "threshold days", 1, MAX_THRESHOLD_DAYS);
    return { row: "threshold", identityId: identity(cells), week: week(cells), thresholdDays };
  },
  excluded: (cells) => named(cells, EXCLUSIONS, (what) => ({ row: "excluded", what, ...counted(cells) })),
  pending: (cells) => named(cells, OPEN, (what) => ({ row: "pending", what, ...counted(cells) })),
  ended: (cells) =>
    named(cells, OUTCOMES, (what) => {
      const { identityId, count: all } = counted(cells);
      const reason = cells.text("reason") || null;
      return { row: "ended", what, identityId, count: all, reason, confirmed: number(cells, "confirmed", 0, all) };
    }),
  age: (cells) =>
    named(cells, ["ended", "pending"], (what) => {
      const days = cells.wholeNumber("age days", 0, MAX_COUNT);
      return { row: "age", what, age: days, ...counted(cells) };
    }),
  week: (cells) => named(cells, OUTCOMES, (what) => ({ row: "week", what, week: week(cells), ...counted(cells) })),
  sent: (cells) => dated(cells, (at) => ({ row: "sent", at, ...counted(cells) })),
  listing: (cells) =>
    named(cells, LISTINGS, (what) => dated(cells, (at) => ({ row: "listing", what, at, identityId: identity(cells) }))),
  span: (cells) => named(cells, ENDS, (what) => ({ row: "span", what, at: cells.instant("at") })),
  exported: (cells) => named(cells, EXPORTED_TABLES, (what) => ({ row: "exported", what, at: cells.instant("at") })),
  unreadable: (cells) =>
    named(cells, EXPORTED_TABLES, (what) => ({ row: "unreadable", what, count: number(cells, "count", 0, MAX_COUNT) })),
};

function oneOf<Word extends string>(cells: Read, column: GridColumn, words: readonly Word[]): Word | null {
  const text = cells.text(column);
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  cells.fault(
    column,
    `${text === "" ? "is empty" : `${shown(text)} is not known here`}; it is one of ${words.join(", ")}`,
  );
  return null;
}

function named<Word extends string, Line>(
  cells: Read,
  words: readonly Word[],
  make: (what: Word) => Line,
): Line | null {
  const what = oneOf(cells, "what", words);
  return what === null ? null : make(what);
}

function dated<Line>(cells: Read, make: (at: Date) => Line): Line | null {
  const at = cells.needed("at", "it is a time");
  return at === null ? null : make(at);
}

function identity(cells: Read): string {
  const text = cells.text("identity");
  if (text === "") cells.fault("identity", "is empty; every line about invitations names who sent them");
  return text;
}

const counted = (cells: Read): Counted => ({
  identityId: identity(cells),
  count: number(cells, "count", 0, MAX_COUNT),
});

function number(cells: Read, column: GridColumn, min: number, max: number): number {
  if (cells.text(column) === "") cells.fault(column, `is empty; it is a whole number from ${min}`);
  return cells.wholeNumber(column, min, max) ?? 0;
}

const age = (cells: Read): number => number(cells, "age days", 0, MAX_AGE_DAYS);

/** A Monday. */
function week(cells: Read): number {
  const text = cells.text("week");
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (new Date(at).getUTCDay() === 1) return weekOf(at);
  cells.fault("week", `${shown(text)} is not the date of a Monday, such as 2026-03-02`);
  return 0;
}

function countsOf(cells: Read): CellCounts {
  const of = (column: GridColumn): number => number(cells, column, 0, MAX_COUNT);
  return {
    ...{ entries: of("entries"), accepted: of("accepted"), acceptedBeforeSweep: of("accepted before sweep") },
    ...{ gone: of("gone"), censored: of("censored"), unwatchedMinutes: of("unwatched minutes") },
    ...{ justEntered: of("just entered"), informative: of("informative") },
  };
}
