import { MILLISECONDS_PER_DAY } from "../analytics/age.ts";
import { startOfWeek } from "../analytics/cohorts.ts";
import { EXPORTED_TABLES, GRID_COLUMNS, type GridColumn, type GridRow } from "../contract/archive.ts";
import { MAX_CALLS_BEFORE_REST } from "../domain/rest.ts";
import { exportedAt } from "./span-sql.ts";
import { double, isoOf, quoted } from "./sql-text.ts";

const DAY = double(MILLISECONDS_PER_DAY);
const WEEK = double(7 * MILLISECONDS_PER_DAY);
const INTO_FIRST_WEEK = double(-startOfWeek(0));
/** As `shownSentAt` has it. */
const MAX_SHOWN_WIDTH = WEEK;

const weekOf = (at: string): string => `floor((${at} + ${INTO_FIRST_WEEK}) / ${WEEK})`;
const daysBetween = (from: string, to: string): string => `floor((${to} - ${from}) / ${DAY})`;

/** What an invitation counts in: the row, when it counts, and what the row is told apart by. */
interface Part {
  readonly row: GridRow;
  readonly when: string;
  readonly week?: string;
  readonly age?: string;
  readonly what?: string;
  readonly reason?: string;
  readonly day?: string;
}

const PLACE = `CASE WHEN is_open AND attempts >= ${MAX_CALLS_BEFORE_REST} THEN 'unreachable' ELSE 'pending' END`;

/** Entries and exits are parts of their own: they lie at two ages. */
const ENTRY = 1;
const EXIT = 2;
const PARTS: readonly Part[] = [
  { row: "cell", when: "is_observed", week: weekOf("sent_at"), age: "entry_day" },
  { row: "cell", when: "is_observed", week: weekOf("sent_at"), age: "exit_day" },
  { row: "threshold", when: "is_observed AND NOT is_open", week: weekOf("end_at") },
  { row: "excluded", when: "NOT is_observed", what: "exclusion" },
  { row: "pending", when: "NOT is_ended", what: PLACE },
  { row: "ended", when: "is_ended", what: "state", reason: "reason" },
  {
    row: "age",
    when: "is_ended",
    what: "'ended'",
    age: `greatest(${double(0)}, ${daysBetween("shown_at", "end_at")})`,
  },
  { row: "age", when: "NOT is_ended", what: "'pending'", age: daysBetween("shown_at", "until") },
  { row: "week", when: "is_ended", what: "state", week: weekOf("end_at") },
  { row: "sent", when: "shown_at >= since AND shown_at <= until", day: `floor(shown_at / ${DAY})` },
  { row: "listing", when: "TRUE", what: "'first'" },
  { row: "unreadable", when: "NOT is_readable", what: "'Invitations'" },
];

/** One value for each part, by its number; null for parts that have none. */
function byPart(value: (part: Part) => string | undefined): string {
  const cases = PARTS.map((part, index) => [index + 1, value(part)] as const).filter(([, text]) => text !== undefined);
  return `CASE part ${cases.map(([number, text]) => `WHEN ${number} THEN ${text}`).join(" ")} END`;
}

const counted = (what: string, part: number): string => `sum(CASE WHEN part = ${part} AND ${what} THEN 1 ELSE 0 END)`;

/**
 * Each invitation is counted in all its parts in one pass over the export: Athena reads a file again for each time that a
 * query names its table.
 */
export const COUNTS_SQL = `shown AS (
  SELECT
    *,
    floor(CASE WHEN high - low >= ${double(0)} AND high - low <= ${MAX_SHOWN_WIDTH} THEN sent_at ELSE high END) AS shown_at
  FROM exposed
),
parts AS (
  SELECT
    e.*,
    part,
    ${byPart(({ row }) => quoted(row))} AS row_kind,
    ${byPart(({ row, when }) => (row === "unreadable" ? when : `is_readable AND (${when})`))} AS is_counted,
    ${byPart(({ week }) => week)} AS week_number,
    ${byPart(({ age }) => age)} AS age_days,
    ${byPart(({ what }) => what)} AS what,
    ${byPart(({ reason }) => reason)} AS why,
    ${byPart(({ day }) => day)} AS day_number
  FROM shown AS e
  CROSS JOIN (VALUES ${PARTS.map((_, index) => `(${index + 1})`).join(", ")}) AS numbers (part)
),
counts AS (
  SELECT
    row_kind, identity_id, week_number, age_days, what, why, day_number,
    count(*) AS all_of_them,
    ${counted("TRUE", ENTRY)} AS entries,
    ${counted("ending = 'accepted'", EXIT)} AS accepted,
    ${counted("ending = 'accepted' AND end_minute < sweep_minute", EXIT)} AS accepted_before_sweep,
    ${counted("ending = 'gone'", EXIT)} AS gone,
    ${counted("ending = 'censored'", EXIT)} AS censored,
    sum(CASE part WHEN ${ENTRY} THEN unwatched_at_entry WHEN ${EXIT} THEN unwatched_at_exit ELSE ${double(0)} END)
      AS unwatched_minutes,
    ${counted("is_just_entered", ENTRY)} AS just_entered,
    ${counted("is_informative", EXIT)} AS informative,
    sum(CASE WHEN is_confirmed THEN 1 ELSE 0 END) AS confirmed,
    max_by(threshold_days, ended_at) AS threshold_days,
    min(first_seen) AS first_listing
  FROM parts
  WHERE is_counted
  GROUP BY row_kind, identity_id, week_number, age_days, what, why, day_number
)`;

type Cells = Partial<Record<GridColumn, string>>;

const TYPES: Partial<Record<GridColumn, "varchar">> = {
  row: "varchar",
  identity: "varchar",
  week: "varchar",
  what: "varchar",
  reason: "varchar",
  at: "varchar",
};

/** A line of the result; columns that it does not have are null. */
function line(cells: Cells): string {
  const columns = GRID_COLUMNS.map((column) => {
    const value = cells[column] ?? "NULL";
    return `  CAST(${value} AS ${TYPES[column] ?? "bigint"}) AS "${column}"`;
  });
  return `SELECT\n${columns.join(",\n")}`;
}

const only = (row: GridRow, value: string): string => `CASE WHEN row_kind = ${quoted(row)} THEN ${value} END`;

const OF_INVITATIONS = `${line({
  row: "row_kind",
  identity: "identity_id",
  week: `substr(${isoOf(`(week_number * ${WEEK} - ${INTO_FIRST_WEEK})`)}, 1, 10)`,
  "age days": `CASE WHEN age_days >= ${double(0)} THEN age_days END`,
  ...Object.fromEntries(
    [
      "entries",
      "accepted",
      "accepted before sweep",
      "gone",
      "censored",
      "unwatched minutes",
      "just entered",
      "informative",
    ].map((column) => [column, only("cell", column.replaceAll(" ", "_"))]),
  ),
  what: "what",
  reason: "why",
  count: "CASE WHEN row_kind NOT IN ('cell', 'threshold', 'listing') THEN all_of_them END",
  confirmed: only("ended", "confirmed"),
  "threshold days": only("threshold", "threshold_days"),
  at: `CASE row_kind WHEN 'sent' THEN ${isoOf(`(day_number * ${DAY})`)} WHEN 'listing' THEN ${isoOf("first_listing")} END`,
})}
FROM counts`;

const ofListings = (what: string, column: string): string =>
  `${line({ row: quoted("listing"), identity: "identity_id", what: quoted(what), at: isoOf(column) })}
FROM listings
WHERE NOT is_unreadable AND ${column} IS NOT NULL`;

/** The moments of the span, a line each: named once, for each naming reads the exports again. */
const MOMENTS = [
  { row: "span", what: "since", at: "since" },
  { row: "span", what: "until", at: "until" },
  ...EXPORTED_TABLES.map((table) => ({ row: "exported", what: table, at: exportedAt(table) }) as const),
] as const;
const byMoment = (value: (moment: (typeof MOMENTS)[number]) => string): string =>
  `CASE number ${MOMENTS.map((one, index) => `WHEN ${index + 1} THEN ${value(one)}`).join(" ")} END`;
const OF_SPAN = `${line({
  row: byMoment(({ row }) => quoted(row)),
  what: byMoment(({ what }) => quoted(what)),
  at: isoOf(byMoment(({ at }) => at)),
})}
FROM span
CROSS JOIN (VALUES ${MOMENTS.map((_, index) => `(${index + 1})`).join(", ")}) AS numbers (number)`;

const UNREADABLE_IDENTITIES = `${line({ row: quoted("unreadable"), what: quoted("Identities"), count: "count(*)" })}
FROM listings
WHERE is_unreadable`;

/** All lines of the result. */
export const ROWS_SQL = [
  OF_INVITATIONS,
  ofListings("last", "last_listing"),
  ofListings("believed", "last_believed"),
  OF_SPAN,
  UNREADABLE_IDENTITIES,
].join("\nUNION ALL\n");
