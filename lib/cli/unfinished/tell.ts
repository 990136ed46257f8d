import type { Io } from "../io.ts";
import { exitCodeOf, type Unfinished } from "./unfinished.ts";

/** A line on standard error for each reason; answers the exit code that they make. */
export function tell(unfinished: readonly Unfinished[], io: Pick<Io, "err">): number {
  for (const { line } of unfinished) io.err(line, "warning");
  return exitCodeOf(unfinished);
}
