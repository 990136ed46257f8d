import { type HistoryProgress, playHistory } from "../../local/history.ts";
import type { Workspace } from "../../local/workspace.ts";
import type { Io } from "../io.ts";

/** Lines on the screen over the whole history; a terminal shows every day beside them. */
const MILESTONES = 6;

/** Days of the sandbox with their progress. */
export async function historyShown(w: Workspace, io: Io, days: number, signal: AbortSignal): Promise<HistoryProgress> {
  const every = Math.max(1, Math.ceil(days / MILESTONES));
  const played = await playHistory(w, {
    days,
    signal,
    onProgress: (progress) => io.progress(dayInWords(progress)),
    onDayEnd(progress) {
      if (progress.day % every === 0 || progress.day === days) io.out(`   ${dayInWords(progress)}`);
    },
  });
  io.progress("");
  return played;
}

function dayInWords({ day, days, sent, accepted, gone, withdrawn }: HistoryProgress): string {
  const number = (count: number) => count.toLocaleString("en-US");
  return `day ${day} of ${days}: ${number(sent)} sent, ${number(accepted)} accepted, ${number(gone)} gone, ${number(withdrawn)} withdrawn`;
}
