import { DataFolderError } from "../../local/data-folder-error.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import type { Target, TargetOptions } from "../target.ts";

/** Opens what the options name, to write flags; where a run is in the way, it says what to do about it. */
export async function openToFlag(options: TargetOptions, io: Io, traceless = false): Promise<Target> {
  try {
    return await openTarget(options, io, traceless);
  } catch (error) {
    if (!(error instanceof DataFolderError) || error.kind !== "locked") throw error;
    throw new Error(
      "nothing was flagged: another command, such as a run, has this ledger open; let it end, or stop the run with Ctrl-C (the call under way is settled, the rest stays pending), flag, and run again",
      { cause: error },
    );
  }
}
