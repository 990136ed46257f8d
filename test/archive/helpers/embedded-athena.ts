import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBConnection } from "@duckdb/node-api";
import { EXPORTED_TABLES, type ExportedTable } from "../../../lib/contract/archive.ts";

/** One export of a table as DynamoDB writes it. */
export interface TableExport {
  readonly table: ExportedTable;
  /** Milliseconds since 1970 UTC; the export's id begins with it. */
  readonly at: number;
  readonly items: readonly object[];
  /** What goes wrong: no manifest yet, or a data file that has gone. */
  readonly fault?: "under-way" | "file-lost";
  /** Further lines of a data file, as they are. */
  readonly lines?: readonly string[];
}

/** What the engine is asked for, with the functions of Trino that DuckDB does not have, or has under another name. */
const MACROS = [
  "CREATE MACRO json_extract_scalar(text, path) AS json_extract_string(CASE WHEN json_valid(text) THEN text END, path)",
  "CREATE MACRO from_iso8601_timestamp(text) AS CAST(text AS TIMESTAMPTZ)",
  "CREATE MACRO to_unixtime(moment) AS epoch_ms(moment) / 1000.0::DOUBLE",
  "CREATE MACRO from_unixtime(seconds) AS to_timestamp(seconds)",
  "CREATE MACRO to_iso8601(moment) AS strftime(moment AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')",
  "CREATE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern)",
  "CREATE MACRO bitwise_right_shift(value, bits) AS value >> bits",
];

export type ResultRow = Readonly<Record<string, string | null>>;

/** Runs a query over exports on an embedded engine, as Athena would over the bucket's. */
export async function queryExports(exports: readonly TableExport[], sql: string): Promise<ResultRow[]> {
  const bucket = mkdtempSync(join(tmpdir(), "archive-"));
  const connection = await DuckDBConnection.create();
  try {
    for (const one of exports) writeExport(bucket, one);
    await connection.run("SET TimeZone = 'UTC'");
    for (const macro of MACROS) await connection.run(macro);
    for (const table of EXPORTED_TABLES) await connection.run(viewOf(bucket, table));
    const reader = await connection.runAndReadAll(sql);
    return reader
      .getRowObjects()
      .map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)])),
      );
  } finally {
    connection.closeSync();
    rmSync(bucket, { recursive: true, force: true });
  }
}

/** A result as Athena writes it: everything in quotes, NULL as nothing at all. */
export function athenaCsv(columns: readonly string[], rows: readonly ResultRow[]): string {
  const cell = (text: string | null | undefined) => (text == null ? "" : `"${text.replaceAll('"', '""')}"`);
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(","));
  return [columns.map((column) => cell(column)).join(","), ...lines, ""].join("\n");
}

/** Every file below a table's folder, a line a row, as the catalog's tables have them; those whose names begin with `_` are hidden. */
const viewOf = (bucket: string, table: ExportedTable): string =>
  `CREATE VIEW ${table.toLowerCase()} AS SELECT line, filename AS "$path"
   FROM read_csv('${bucket}/exports/${table}/**/[!_]*.*', columns = {'line': 'VARCHAR'}, auto_detect = false, header = false,
     delim = '\u0001', quote = '', escape = '', filename = true, null_padding = true)`;

const FILES = 2;

function writeExport(bucket: string, { table, at, items, fault, lines = [] }: TableExport): void {
  const id = `${String(at).padStart(14, "0")}-a1b2c3d4`;
  const key = `exports/${table}/AWSDynamoDB/${id}`;
  const write = (name: string, content: string | Buffer) => {
    const path = join(bucket, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  write(`${key}/_started`, "");
  const files = Array.from({ length: FILES }, (_, file) => ({
    key: `${key}/data/file${file}.json.gz`,
    lines: [
      ...items.filter((_, index) => index % FILES === file).map((item) => JSON.stringify({ Item: typed(item) })),
      ...(file === 0 ? lines : []),
    ],
  }));
  for (const [index, file] of files.entries()) {
    if (fault === "file-lost" && index === 0) continue;
    write(file.key, gzipSync(file.lines.map((line) => `${line}\n`).join("")));
  }
  if (fault === "under-way") return;
  const manifest = files.map((file) => ({
    ...{
      itemCount: file.lines.length,
      md5Checksum: "sQMSpEILNgoQmarvDFonGQ==",
      etag: "af83d6f217c19b8b0fff8023d8ca4716-1",
    },
    dataFileS3Key: file.key,
  }));
  write(`${key}/manifest-files.json`, manifest.map((one) => `${JSON.stringify(one)}\n`).join(""));
  write(`${key}/manifest-files.checksum`, "dxoxRwoGBiwrMRYFIEwQlg==\n");
  const summary = {
    version: "2020-06-30",
    itemCount: items.length,
    outputFormat: "DYNAMODB_JSON",
    exportType: "FULL_EXPORT",
  };
  write(`${key}/manifest-summary.json`, JSON.stringify(summary, null, 2));
  write(`${key}/manifest-summary.checksum`, "nope==\n");
}

/** An item as DynamoDB JSON. */
const typed = (item: object): object =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, one(value)]));

function one(value: unknown): object {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(one) };
  return { M: typed(value as object) };
}
