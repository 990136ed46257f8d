import { type Command, Option } from "commander";
import { DATA_ROOT } from "../local/data-layout.ts";
import type { Workspace } from "../local/workspace.ts";
import type { Clock } from "../observe/clock.ts";
import { parseFolder, parseStackName } from "./arguments.ts";

/** The options that say what a command works on; every command takes them. */
export interface TargetOptions {
  readonly local?: boolean;
  readonly stack?: string;
  readonly data: string;
  readonly edges: "sandbox" | "real";
  readonly json?: boolean;
}

export function withTargetOptions(command: Command): Command {
  return command
    .option("--local", "work on this machine, with the data in the folder of --data (default)")
    .addOption(new Option("--stack <name>", "work on a deployed stack").conflicts("local").argParser(parseStackName))
    .option("--data <folder>", "where local mode keeps its data", parseFolder, DATA_ROOT)
    .addOption(
      new Option("--edges <which>", "the sandbox, or the real API (or EDGES_BASE_URL) with the key in EDGES_API_KEY")
        .choices(["sandbox", "real"])
        .default("sandbox"),
    )
    .option("--json", "print JSON");
}

/** What a command works on, here or on AWS. */
export interface Target extends Pick<Workspace, "ledger" | "edges" | "policy" | "log" | "skipWaits" | "close"> {
  readonly clock: Clock;
  /** What is worked on, in words: `sandbox (made-up people)`, `real API HOST` or `stack NAME`. */
  readonly name: string;
}
