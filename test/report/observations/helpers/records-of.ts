import { parse } from "csv-parse/sync";
import type { OpenRecords } from "../../../../lib/report/observations/read-observed.ts";

/** The records of a CSV text without line breaks in its cells, as often as they are asked for. */
export const recordsOf = (text: string): OpenRecords =>
  async function* () {
    const all: string[][] = parse(text, { relax_column_count: true, skip_empty_lines: true });
    for (const [index, cells] of all.entries()) yield { line: index + 1, cells };
  };
