import { MILLISECONDS_PER_DAY } from "../analytics/age.ts";
import { EXPORTED_TABLES, type ExportedTable } from "../contract/archive.ts";
import { TRIALS_NEEDED } from "../domain/id-clock.ts";
import { ID_TRIALS } from "../ledger/dynamo-ids.ts";
import { RUN_KIND } from "../ledger/dynamo-run-item.ts";
import { catalogName } from "./exports-sql.ts";
import { attribute, double, inItem, millisecondsOf, quoted } from "./sql-text.ts";

export interface GridSettings {
  /** ISO 8601 with a zone. Default: as far as the log goes back, as `beginningOfLog` has it. */
  readonly since?: string;
  /** ISO 8601 with a zone. Default, and at most: the time of the export. */
  readonly until?: string;
  /** Whether times in ids are used once they are believed, as the policy's `ageFromIds` says. Default: true. */
  readonly agesFromIds?: boolean;
}

const textOrNull = (text: string | undefined): string =>
  `CAST(${text === undefined ? "NULL" : quoted(text)} AS varchar)`;

/** What a person may change before the query runs. */
export const settingsSql = ({ since, until, agesFromIds = true }: GridSettings): string => `settings AS (
  SELECT
    -- From when on endings count, such as '2026-01-01T00:00:00Z'; NULL: as far as the log goes back.
    ${textOrNull(since)} AS since_text,
    -- As it stood then; NULL: as it stood when it was exported.
    ${textOrNull(until)} AS until_text,
    -- FALSE where the policy says "ageFromIds": "off".
    ${agesFromIds ? "TRUE" : "FALSE"} AS ages_from_ids
)`;

/** The column of `span` with when a table's newest export was asked for: the time that its id begins with. */
export const exportedAt = (table: ExportedTable): string => `${catalogName(table)}_exported_at`;
const timeOf = (table: ExportedTable): string =>
  `try_cast(split_part(${catalogName(table)}_newest.export_id, '-', 1) AS double)`;

/**
 * One line: the span that was watched (`since`, `until`), the time of the export (`now`), in milliseconds, and whether the
 * times in ids are believed. The log goes back to a day before the oldest run that is kept, as `beginningOfLog` says.
 */
export const SPAN_SQL = `log AS (
  SELECT
    min(CASE WHEN ${attribute("kind", "S")} = ${quoted(RUN_KIND)} THEN ${millisecondsOf(attribute("startedAt", "S"))} END) AS oldest_run,
    coalesce(bool_or(
      ${attribute("runId", "S")} = ${quoted(ID_TRIALS)}
      AND try_cast(${attribute("trials", "N")} AS double) >= ${double(TRIALS_NEEDED)}
      AND try_cast(${attribute("misses", "N")} AS double) = ${double(0)}
      AND ${inItem("firstMiss.M.id.S")} IS NULL
    ), FALSE) AS ids_believed
  FROM runs_items
),
exports AS (
  SELECT
    ${EXPORTED_TABLES.map((table) => `${timeOf(table)} AS ${exportedAt(table)}`).join(",\n    ")}
  FROM ${EXPORTED_TABLES.map((table) => `${catalogName(table)}_newest`).join("\n  CROSS JOIN ")}
),
ends AS (
  SELECT
    exports.*,
    ${exportedAt("Invitations")} AS now,
    least(coalesce(${millisecondsOf("until_text")}, ${exportedAt("Invitations")}), ${exportedAt("Invitations")}) AS until,
    ${millisecondsOf("since_text")} AS since_given,
    ages_from_ids
  FROM settings
  CROSS JOIN exports
),
span AS (
  SELECT
    ends.*,
    coalesce(since_given, least(coalesce(oldest_run, until), until) - ${double(MILLISECONDS_PER_DAY)}) AS since,
    ages_from_ids AND ids_believed AS uses_ids
  FROM ends
  CROSS JOIN log
)`;
