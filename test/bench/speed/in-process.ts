import { spawn } from "node:child_process";
import { once } from "node:events";

/** What a process of its own took. */
export interface Took {
  /** Of the processor, over all threads. */
  readonly cpuSeconds: number;
  /** Resident at its largest so far, all that came before included. */
  readonly megabytes: number;
}

/**
 * Runs a script of this folder as a process of its own, with what it prints thrown away: what it measures it
 * says on file descriptor 3, by `say`. Compiling it is in the memory and not in the time.
 */
export async function inProcess<Said>(script: string, args: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  let said = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return JSON.parse(said);
}
