import { EXPORTED_TABLES } from "../contract/archive.ts";
import { newestExport } from "./exports-sql.ts";
import { INVITATIONS_SQL } from "./invitations-sql.ts";
import { EXPOSURE_SQL, LISTINGS_SQL, OBSERVATIONS_SQL } from "./observations-sql.ts";
import { COUNTS_SQL, ROWS_SQL } from "./rows-sql.ts";
import { type GridSettings, SPAN_SQL, settingsSql } from "./span-sql.ts";

/**
 * The day grid of the newest complete exports, in the SQL of Athena's engine version 3 (Trino): what a report reads of the
 * ledger, counted. The columns and lines of its result are those of `GRID_COLUMNS`. Times are milliseconds since 1970 UTC
 * as doubles, as in the reports' own code, so that both round alike.
 */
export function dayGridSql(settings: GridSettings = {}): string {
  const parts = [
    settingsSql(settings),
    ...EXPORTED_TABLES.map(newestExport),
    ...[SPAN_SQL, INVITATIONS_SQL, LISTINGS_SQL, OBSERVATIONS_SQL, EXPOSURE_SQL, COUNTS_SQL],
  ];
  return `-- The day grid of invite-sweeper. Download the result as CSV and read it: sweeper report --day-grid FILE.csv
WITH ${parts.join(",\n")}
${ROWS_SQL}
`;
}
