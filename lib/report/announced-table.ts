import { type AnnouncedRow, fromInWords } from "./announced.ts";
import type { CsvColumn } from "./csv.ts";
import { type Column, textTable } from "./text-table.ts";
import { shortTime } from "./words.ts";

const COLUMNS: readonly Column<AnnouncedRow>[] = [
  { title: "may go from (UTC)", text: fromInWords },
  { title: "reason", text: ({ reason }) => reason },
  { title: "announced (UTC)", text: ({ announcedAt }) => shortTime(announcedAt) },
  { title: "identity", text: ({ identityId }) => identityId },
  { title: "invitation", text: ({ invitationId }) => invitationId },
  { title: "person", text: ({ personId }) => personId ?? "" },
];

export const announcedTable = (rows: readonly AnnouncedRow[]): string => textTable(COLUMNS, rows);

/** As `flags import` reads it: what is left in the file is protected. The note says what of. */
export const VETO_COLUMNS: readonly CsvColumn<AnnouncedRow>[] = [
  { title: "profile", value: ({ personId }) => personId },
  { title: "as", value: () => "protected" },
  {
    title: "note",
    value: (row) => `invitation ${row.invitationId} was announced (${row.reason}), to go from ${fromInWords(row)}`,
  },
];
