import { DataFolderError } from "../../local/data-folder-error.ts";
import type { Workspace } from "../../local/workspace.ts";
import { openLocal, openTarget } from "../open-target.ts";
import type { Target } from "../target.ts";
import type { Call } from "./tool.ts";

/** The target for one call alone, so that a server nobody is talking to keeps no run out of the data folder. */
export const toRead = <Result>(call: Call, work: (target: Target) => Promise<Result>): Promise<Result> =>
  closing(openTarget(call.options, call.io, true), work);

/** As `toRead`, where something is written. */
export const toWrite = <Result>(call: Call, work: (target: Target) => Promise<Result>): Promise<Result> =>
  closing(
    unlessTakenBack(call, () => openTarget(call.options, call.io)),
    work,
  );

/** This machine's data folder, to write in it. */
export const toWriteHere = <Result>(call: Call, work: (workspace: Workspace) => Promise<Result>): Promise<Result> =>
  closing(
    unlessTakenBack(call, () => openLocal(call.options, call.io)),
    work,
  );

/** The client may take a call back between a person's yes and the write. */
async function unlessTakenBack<Opened>({ signal }: Call, open: () => Promise<Opened>): Promise<Opened> {
  signal.throwIfAborted();
  return open();
}

async function closing<Opened extends { close(): Promise<void> }, Result>(
  opening: Promise<Opened>,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const opened = await opening.catch(inWords);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

function inWords(error: unknown): never {
  if (!(error instanceof DataFolderError) || error.kind !== "locked") throw error;
  throw new Error(
    "nothing was done: another command, such as a run, has this data folder open, and only one at a time can; call the tool again when it has ended",
    { cause: error },
  );
}
