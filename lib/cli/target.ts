import { type Command, Option } from "commander";
import { DATA_ROOT } from "../local/data-layout.ts";
import { parseFolder, parseStackName, parseZone } from "./arguments.ts";
import type { Io } from "./io.ts";
import { type Access, nameTarget } from "./name-target.ts";
import type { GivenTarget } from "./resolve-target.ts";
import { resolveIdentitiesOf, showForReader } from "./show-for-reader.ts";

export type { Target, TargetOptions } from "./target-types.ts";

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
    .option(
      "--time-zone <zone>",
      'show times in this zone, such as "Europe/Zurich", or "local"; JSON and CSV stay in UTC',
      parseZone,
    )
    .hook("preAction", async () => {
      const needed = typeof access === "function" ? access(command.args) : access;
      showForReader(command.opts(), io);
      if (needed === null) return;
      const given = command.opts<GivenTarget & { readonly data: string }>();
      const found = await nameTarget(given, commandLineOf(command), io, needed);
      for (const [option, value] of Object.entries(found)) command.setOptionValue(option, value);
      await resolveIdentitiesOf(command, io);
    });
}

/** All the words after `sweeper`, as they were typed: the program itself has no options. */
function commandLineOf(command: Command): readonly string[] {
  return command.parent === null ? command.args : commandLineOf(command.parent);
}
