import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/** Before any test: files that start the command line as a process share what is compiled here. Nothing is done where it is. */
export function setup(): void {
  const sweeper = resolve(import.meta.dirname, "../../bin/sweeper.mjs");
  spawnSync(process.execPath, [sweeper, "--version"], { stdio: "ignore" });
}
