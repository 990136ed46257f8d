import { type ExportedTable, LINE_COLUMN } from "../contract/archive.ts";

/** The name of a table in the catalog, and what its parts in the query begin with. */
export const catalogName = (table: ExportedTable): string => table.toLowerCase();

/**
 * The lines of the newest complete export of a table, as `<table>_items`. DynamoDB writes an export's items to
 * `…/AWSDynamoDB/<export>/data/`, and its `manifest-files.json`, with how many each file holds, when all are written: an
 * export that is under way, has failed or has lost a file is passed over. Ids begin with the time of the request, in
 * milliseconds and of one length, so the greatest is the newest.
 */
export function newestExport(table: ExportedTable): string {
  const name = catalogName(table);
  return `${name}_lines AS (
  SELECT
    regexp_extract("$path", '/AWSDynamoDB/([^/]+)/', 1) AS export_id,
    "$path" LIKE '%/data/%' AS is_item,
    "$path" LIKE '%/manifest-files.json' AS is_manifest,
    ${LINE_COLUMN} AS line
  FROM ${name}
),
${name}_newest AS (
  SELECT max(export_id) AS export_id
  FROM (
    SELECT export_id
    FROM ${name}_lines
    GROUP BY export_id
    HAVING count_if(is_item)
      = sum(CASE WHEN is_manifest THEN try_cast(json_extract_scalar(line, '$.itemCount') AS bigint) END)
  ) AS complete
),
${name}_items AS (
  SELECT l.line
  FROM ${name}_lines AS l
  JOIN ${name}_newest AS n ON l.export_id = n.export_id
  WHERE l.is_item
)`;
}
