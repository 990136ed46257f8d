import type { WorkspaceOptions } from "../local/workspace.ts";
import { clockWarning } from "../report/clock-in-words.ts";
import { timeInWords } from "../report/words.ts";
import type { Io } from "./io.ts";

/** What a command says of this machine's clock and of long waits, whichever it is. */
export function clockAndWaits(
  io: Pick<Io, "err" | "progress" | "interactive">,
): Required<Pick<WorkspaceOptions, "onClockOffset" | "onLongWait">> {
  return {
    onClockOffset: (offsetMs, now) => io.err(clockWarning(offsetMs, now)),
    onLongWait({ until, why }) {
      const text = `waiting until ${timeInWords(until)}: ${why}`;
      // At a terminal the line is replaced; in a log file each wait has its own.
      if (io.interactive) io.progress(text);
      else io.err(text);
    },
  };
}
