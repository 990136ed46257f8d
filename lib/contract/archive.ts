/** Where in the archive's bucket the exports lie, a folder a table; the schedules may write there and nowhere else. */
export const EXPORT_PREFIX = "exports/";
/** Where the results of queries lie. */
export const RESULT_PREFIX = "results/";

/** The tables that the day grid is made from; each is exported on every firing. */
export const EXPORTED_TABLES = ["Invitations", "Identities", "Runs"] as const;
export type ExportedTable = (typeof EXPORTED_TABLES)[number];

/** The one column of the catalog's tables: a line of a file as it was written. */
export const LINE_COLUMN = "line";

/**
 * The columns of the day grid as the query gives them and `report --day-grid` reads them. What is `null` is empty.
 *
 * `row` says what a line is about, and which of the others it has:
 * - `cell`: an identity's week of sending and day of age, with the counts of `DayGrid` from `entries` to `informative`
 * - `threshold`: the threshold of the last ending of a week, in `threshold days`
 * - `excluded`: how many gave no observation (`count`), and why (`what`)
 * - `pending`: how many are open (`count`), as `pending` or `unreachable` (`what`)
 * - `ended`: how many ended (`count`, `confirmed`), as what (`what`) and for which `reason`
 * - `age`: how many had been pending for `age days` (`count`), `ended` or `pending` (`what`)
 * - `week`: how many ended in a week (`count`), as what (`what`)
 * - `sent`: how many were sent on the day of `at` (`count`)
 * - `listing`: an identity's `first`, `last` and last `believed` list (`what`), in `at`
 * - `span`: `since` and `until`, in `at`
 * - `exported`: when a table (`what`) was exported, in `at`
 * - `unreadable`: how many items of a table (`what`) the query could not read (`count`)
 */
export const GRID_COLUMNS = [
  ...(["row", "identity", "week", "age days"] as const),
  ...(["entries", "accepted", "accepted before sweep", "gone", "censored"] as const),
  ...(["unwatched minutes", "just entered", "informative"] as const),
  ...(["what", "reason", "count", "confirmed", "threshold days", "at"] as const),
] as const;
export type GridColumn = (typeof GRID_COLUMNS)[number];

export const GRID_ROWS = [
  ...(["cell", "threshold", "excluded", "pending", "ended", "age", "week", "sent"] as const),
  ...(["listing", "span", "exported", "unreadable"] as const),
] as const;
export type GridRow = (typeof GRID_ROWS)[number];
