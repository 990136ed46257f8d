import { GRID_COLUMNS, type GridColumn } from "../../../lib/contract/archive.ts";
import { athenaCsv } from "../../archive/helpers/embedded-athena.ts";

export type GridCells = Partial<Record<GridColumn, string | number>>;

const NO_COUNTS = Object.fromEntries(
  [
    ...["entries", "accepted", "accepted before sweep", "gone", "censored"],
    ...["unwatched minutes", "just entered", "informative"],
  ].map((column) => [column, 0]),
);

const cell = (age: number, counts: GridCells): GridCells => ({
  ...{ row: "cell", identity: "ana", week: "2026-03-02", "age days": age, ...NO_COUNTS },
  ...counts,
});
const week = (what: string, monday: string): GridCells => ({
  row: "week",
  identity: "ana",
  what,
  week: monday,
  count: 1,
});
const at = (row: string, what: string, when: string, identity?: string): GridCells => ({
  ...{ row, what, at: when },
  ...(identity !== undefined && { identity }),
});

/** Three invitations of Ana's by hand: accepted on day 2, gone on day 20, pending. A fourth enters no cell. */
export const ANA: readonly GridCells[] = [
  cell(0, { entries: 3 }),
  cell(2, { accepted: 1, "accepted before sweep": 1 }),
  cell(20, { gone: 1 }),
  cell(30, { censored: 1, "unwatched minutes": 60 }),
  { row: "threshold", identity: "ana", week: "2026-03-23", "threshold days": 21 },
  { row: "excluded", identity: "ana", what: "age-not-known", count: 1 },
  { row: "pending", identity: "ana", what: "pending", count: 2 },
  { row: "ended", identity: "ana", what: "accepted", count: 1, confirmed: 0 },
  { row: "ended", identity: "ana", what: "gone", count: 1, confirmed: 0 },
  { row: "age", identity: "ana", what: "ended", "age days": 2, count: 1 },
  { row: "age", identity: "ana", what: "ended", "age days": 20, count: 1 },
  { row: "age", identity: "ana", what: "pending", "age days": 30, count: 2 },
  week("accepted", "2026-03-02"),
  week("gone", "2026-03-23"),
  { row: "sent", identity: "ana", at: "2026-03-04T00:00:00.000Z", count: 4 },
  at("listing", "first", "2026-03-03T06:00:00.000Z", "ana"),
  at("listing", "last", "2026-04-03T06:00:00.000Z", "ana"),
  at("listing", "believed", "2026-04-03T06:00:00.000Z", "ana"),
  at("span", "since", "2026-03-02T06:00:00.000Z"),
  at("span", "until", "2026-04-03T09:00:00.000Z"),
  ...["Invitations", "Identities", "Runs"].map((table) => at("exported", table, "2026-04-03T09:00:00.000Z")),
  { row: "unreadable", what: "Identities", count: 0 },
];

/** Lines as the file that Athena writes. */
export const gridCsv = (lines: readonly GridCells[]): string =>
  athenaCsv(
    GRID_COLUMNS,
    lines.map((line) => Object.fromEntries(Object.entries(line).map(([column, value]) => [column, String(value)]))),
  );
