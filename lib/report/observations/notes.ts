import { counted, timeInWords } from "../words.ts";
import { WRITES_ALL } from "./headings.ts";
import type { Survey } from "./survey.ts";

/** What a reader has to know of the file behind the figures. */
export interface Note {
  readonly text: string;
  /** The figures may be far off: said when they are printed, too. */
  readonly isWarning: boolean;
}

interface NotesSource {
  readonly file: Survey;
  /** What the figures are set against, and whether the caller has chosen it. */
  readonly thresholdDays: number;
  readonly isThresholdGiven: boolean;
  /** The beginning that the caller has named; null when none. */
  readonly asked: Date | null;
  readonly since: Date;
  readonly endedBefore: number;
}

/** Only what applies to this file, but for the first. */
export function notesOf(source: NotesSource): Note[] {
  const { file, since, endedBefore, asked } = source;
  const ofLedger = file.form === "outcomes";
  return [
    note(
      `Made from a file of ${counted(file.lines, "invitation")}, as of ${timeInWords(file.latest)}, its latest time.`,
    ),
    ...(file.pending > 0 ? [] : [warning(withoutPending(ofLedger))]),
    ...(ofLedger && !file.has("sent from")
      ? [
          warning(
            `The file has no column "sent from", so each invitation counts as sent at "sent by", the latest it can have been; ${WRITES_ALL} writes both.`,
          ),
        ]
      : []),
    ...(ofLedger && file.endingsSince === null && asked === null
      ? [
          warning(
            `The file does not say since when no ending is missing, so watching begins with the first ending in it, ${timeInWords(since)}; ${WRITES_ALL} writes it, or name the time with \`--since\`.`,
          ),
        ]
      : []),
    ...(asked !== null && asked < since
      ? [
          warning(
            `The file holds every ending from ${timeInWords(since)} on, and watching begins there, not ${timeInWords(asked)} as --since says; write it from then on to go further back.`,
          ),
        ]
      : []),
    ...(endedBefore > 0 && asked === null
      ? [note(`${counted(endedBefore, "invitation")} ended before ${timeInWords(since)} and are left out.`)]
      : []),
    ...thresholdNote(source),
    ...(file.withdrawn > 0 && !file.has("reason")
      ? [
          note(
            'The file has no column "reason", so withdrawals count as made for another reason than age; "stale" there says that it was age.',
          ),
        ]
      : []),
    ...(file.pendingUndated > 0 ? [undatedNote(file)] : []),
  ];
}

const note = (text: string): Note => ({ text, isWarning: false });
const warning = (text: string): Note => ({ text, isWarning: true });

function withoutPending(ofLedger: boolean): string {
  const what =
    "The file holds no pending invitation. Where some are pending, all figures are wrong without them: those that have waited longest are missing, and accepting looks too likely;";
  return ofLedger
    ? `${what} ${WRITES_ALL} writes them too.`
    : `${what} add a line for each, with the outcome "pending".`;
}

function undatedNote({ form, pendingUndated, latest }: Survey): Note {
  const invitations = counted(pendingUndated, "pending invitation");
  return form === "minimal"
    ? note(`${invitations} without "ended at" count as pending on ${timeInWords(latest)}, the latest time in the file.`)
    : note(`${invitations} without "ended at" had been on no complete list yet.`);
}

function thresholdNote({ file, thresholdDays, isThresholdGiven }: NotesSource): Note[] {
  if (isThresholdGiven || !file.thresholds.isEmpty) return [];
  return [
    note(`No line has "threshold days", so all is set against ${thresholdDays} days; \`--threshold\` takes another.`),
  ];
}
