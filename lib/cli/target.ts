import { type Command, Option } from "commander";
import { DATA_ROOT } from "../local/data-layout.ts";
import type { Workspace } from "../local/workspace.ts";
import type { Clock } from "../observe/clock.ts";
import { parseFolder, parseStackName } from "./arguments.ts";
import type { Io } from "./io.ts";
import { type Access, type NamedTarget, nameTarget } from "./name-target.ts";
import type { GivenTarget } from "./resolve-target.ts";

/** What a command works on, as its action gets it: whatever the person left out is found by then, and printed. */
export interface TargetOptions extends Omit<NamedTarget, "stack"> {
  readonly stack?: string;
  readonly data: string;
  readonly json?: boolean;
}

/**
 * The options that say what a command works on. Before its action the target is found, printed and filled in; a command
 * that writes is refused where it is in doubt. `access` answers null for arguments with which it works on no target.
 */
export function withTargetOptions(
  command: Command,
  io: Io,
  access: Access | ((args: readonly string[]) => Access | null),
): Command {
  return command
    .option("--local", "work on this machine, with the data in the folder of --data")
    .addOption(
      new Option("--stack <name>", "work on a deployed stack").conflicts(["local", "edges"]).argParser(parseStackName),
    )
    .option("--data <folder>", "where local mode keeps its data", parseFolder, DATA_ROOT)
    .addOption(
      new Option(
        "--edges <which>",
        "the sandbox, or the real API (or EDGES_BASE_URL) with the key in EDGES_API_KEY; default: what `sweeper use` saved, else the sandbox",
      ).choices(["sandbox", "real"]),
    )
    .option("--json", "print JSON")
    .hook("preAction", async () => {
      const needed = typeof access === "function" ? access(command.args) : access;
      if (needed === null) return;
      const given = command.opts<GivenTarget & { readonly data: string }>();
      const found = await nameTarget(given, commandLineOf(command), io, needed);
      for (const [option, value] of Object.entries(found)) command.setOptionValue(option, value);
    });
}

/** All the words after `sweeper`, as they were typed: the program itself has no options. */
function commandLineOf(command: Command): readonly string[] {
  return command.parent === null ? command.args : commandLineOf(command.parent);
}

/** What a command works on, here or on AWS. */
export interface Target extends Pick<Workspace, "ledger" | "edges" | "policy" | "log" | "skipWaits" | "close"> {
  readonly clock: Clock;
}
