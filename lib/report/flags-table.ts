import { profileKeyIn } from "../ledger/flag-subject.ts";
import type { FlagRecord, UnknownMark } from "../ledger/ledger.ts";
import { printable } from "./printable.ts";
import { type Screen, textTable, UNLIMITED } from "./text-table.ts";
import { shortTime, timeTitle } from "./words.ts";

/** One flag with whose it is; a kind that this version does not know is shown as it stands. */
export type ShownFlag = UnknownMark & Pick<FlagRecord, "subject" | "belongsTo">;

export function flagsTable(flags: readonly ShownFlag[], screen: Screen = UNLIMITED): string {
  return textTable(
    [
      { title: "person", narrow: "wrap", text: personInWords },
      { title: "flag", text: ({ kind }) => kind },
      { title: timeTitle("set"), drop: 1, text: ({ at }) => shortTime(at) },
      { title: "by", drop: 2, text: ({ by }) => printable(by, 20) },
      { title: "note", narrow: "cut", text: ({ note }) => printable(note, 60) },
    ],
    flags,
    screen,
  );
}

/** "123456789", or "address key ab12cd34…". */
export function subjectInWords(subject: string): string {
  const profileKey = profileKeyIn(subject);
  return profileKey === null ? subject : `address key ${profileKey.slice(0, 8)}…`;
}

function personInWords({ subject, belongsTo }: ShownFlag): string {
  if (profileKeyIn(subject) === null) return subject;
  if (belongsTo !== null) return `${belongsTo} (by ${subjectInWords(subject)})`;
  return `waiting for its first listing (${subjectInWords(subject)})`;
}
