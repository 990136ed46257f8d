import type { SweepRecord } from "../ledger/ledger.ts";
import { counted } from "./words.ts";

/** What the list of connections left open, or put right. */
export type NotedConnections = Pick<SweepRecord, "unresolved" | "mended" | "notLookedUp">;

/** A line for each thing that a person should know of what became of those who left a list; none where all is settled. */
export function connectionNotes({ unresolved, mended, notLookedUp }: NotedConnections): string[] {
  const notes: string[] = [];
  if (unresolved > 0) {
    notes.push(
      `${counted(unresolved, "invitation")} left the list and ${unresolved === 1 ? "is" : "are"} unresolved: the connections ` +
        "could not be read to their end, or show the person without a date that can be read; the next run looks again",
    );
  }
  if (mended > 0) {
    notes.push(
      `${counted(mended, "invitation")} taken for gone by an earlier run: the person is connected, so accepted`,
    );
  }
  if (notLookedUp > 0) {
    notes.push(
      `${counted(notLookedUp, "earlier connection")} not compared with what is gone: one run looks at the latest alone`,
    );
  }
  return notes;
}
