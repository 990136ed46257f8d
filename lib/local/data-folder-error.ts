import { diskCode, reasonOf } from "../sandbox/write-fault.ts";

/** `locked`: another process has it open · `broken`: no database, or a damaged one · `unusable`: no folder to write in. */
export type DataFolderFault = "locked" | "broken" | "unusable";

/** The folder of the local database cannot be used. Nothing in it was touched, and nothing is deleted. */
export class DataFolderError extends Error {
  override readonly name = "DataFolderError";
  readonly kind: DataFolderFault;
  readonly folder: string;

  constructor(kind: DataFolderFault, folder: string, cause?: unknown) {
    super(`data folder ${folder} ${kind === "unusable" ? unusable(cause) : MESSAGES[kind]}`, { cause });
    this.kind = kind;
    this.folder = folder;
  }
}

const MESSAGES: Readonly<Record<Exclude<DataFolderFault, "unusable">, string>> = {
  locked: "is in use by another process: stop that one first, or choose another folder",
  broken: "does not hold a readable database: move it away to start with an empty one, or choose another folder",
};

function unusable(cause: unknown): string {
  if (diskCode(cause) === null) return "cannot be written to: check that it is a folder and yours, or choose another";
  const { what, remedy } = reasonOf(cause);
  return `cannot be written to: ${what}. ${remedy}`;
}
