import { type HistoryProgress, playHistory } from "../../local/history.ts";
import type { Workspace } from "../../local/workspace.ts";
import type { Io } from "../io.ts";
import { showProgress } from "../terminal/progress.ts";

/** Lines on the screen over the whole history; a terminal shows every day beside them. */
const MILESTONES = 6;

/** Days of the sandbox with their progress. */
export async function historyShown(w: Workspace, io: Io, days: number, signal: AbortSignal): Promise<HistoryProgress> {
  const every = Math.max(1, Math.ceil(days / MILESTONES));
  const progress = showProgress(io);
  const played = await playHistory(w, {
    days,
    signal,
    onProgress: (played) => progress.show({ what: dayInWords(played), done: played.day - 1, total: days }),
    onDayEnd(played) {
      if (played.day % every === 0 || played.day === days) io.out(`   ${dayInWords(played)}`);
    },
  });
  progress.end();
  return played;
}

function dayInWords({ day, days, sent, accepted, gone, withdrawn }: HistoryProgress): string {
  const number = (count: number) => count.toLocaleString("en-US");
  return `day ${day} of ${days}: ${number(sent)} sent, ${number(accepted)} accepted, ${number(gone)} gone, ${number(withdrawn)} withdrawn`;
}
