import type { FlagRecord, UnknownMark } from "../../ledger/ledger.ts";
import type { CsvColumn } from "../../report/csv.ts";
import { exactCell } from "./exact-text.ts";
import { FLAG_COLUMNS, type FlagColumn, readFlagRow } from "./flag-rows.ts";

/** One line of an export: a cell for each column of a file of flags. */
export type ExportedFlag = Readonly<Record<FlagColumn, string>>;

export const EXPORT_COLUMNS = FLAG_COLUMNS.map(
  (title): CsvColumn<ExportedFlag> => ({ title, value: (row) => row[title] }),
);

/** One flag as the line that `flags import` makes the same flag of. Ids and keys alone: nobody's address is known here. */
export function exportedFlag({ subject, belongsTo }: FlagRecord, { kind, note, by, at }: UnknownMark): ExportedFlag {
  const texts = { note: note === null ? null : exactCell(note), by: exactCell(by) };
  return {
    profile: subject,
    as: kind,
    note: texts.note?.cell ?? "",
    by: texts.by.cell,
    at: at.toISOString(),
    person: belongsTo ?? "",
    encoded: (["note", "by"] as const).filter((name) => texts[name]?.encoded === true).join(" "),
  };
}

/** Why `flags import` of this version would not take a line; null when it takes it. */
export function notImportable(flag: ExportedFlag): string | null {
  const row = readFlagRow(
    0,
    FLAG_COLUMNS.map((column) => flag[column]),
    FLAG_COLUMNS,
  );
  return "fault" in row ? row.fault : null;
}

/**
 * Every flag there is, in no order. `onFault` is told of those that this version cannot read back, such as a kind that only
 * another one knows; they are in the export all the same, for whoever can.
 */
export async function* exportedFlags(
  records: AsyncIterable<FlagRecord>,
  onFault: (why: string) => void,
): AsyncGenerator<ExportedFlag, void, undefined> {
  for await (const record of records) {
    for (const mark of [...record.marks, ...record.unknown]) {
      const flag = exportedFlag(record, mark);
      const why = notImportable(flag);
      if (why !== null) onFault(why);
      yield flag;
    }
  }
}
