import { type AnnouncedRow, fromInWords } from "./announced.ts";
import type { CsvColumn } from "./csv.ts";
import { identityShown } from "./reader.ts";
import { type Column, type Screen, textTable, UNLIMITED } from "./text-table.ts";
import { shortTime, timeTitle } from "./words.ts";

const columns = (): readonly Column<AnnouncedRow>[] => [
  { title: timeTitle("may go from"), text: fromInWords },
  { title: "reason", narrow: "wrap", text: ({ reason }) => reason },
  { title: timeTitle("announced"), drop: 3, text: ({ announcedAt }) => shortTime(announcedAt) },
  { title: "identity", narrow: "cut-before-last", text: ({ identityId }) => identityShown(identityId) },
  { title: "invitation", text: ({ invitationId }) => invitationId },
  { title: "person", drop: 2, text: ({ personId }) => personId ?? "" },
];

export const announcedTable = (rows: readonly AnnouncedRow[], screen: Screen = UNLIMITED): string =>
  textTable(columns(), rows, screen);

/** As `flags import` reads it: what is left in the file is protected. The note says what of. */
export const VETO_COLUMNS: readonly CsvColumn<AnnouncedRow>[] = [
  { title: "profile", value: ({ personId }) => personId },
  { title: "as", value: () => "protected" },
  {
    title: "note",
    value: (row) => `invitation ${row.invitationId} was announced (${row.reason}), to go from ${fromInWords(row)}`,
  },
];
