import { Command, CommanderError } from "commander";
import { COMMANDS, commandName } from "../../../lib/cli/command-list.ts";
import { SILENT } from "../../helpers/command-line.ts";

/** Thrown once everything is parsed: the program's own hook comes before any command's. */
const PARSED = new Error("parsed, and nothing was run");

/** What is wrong with a command line by its commands, options and arguments; null when it would be run. Runs nothing. */
export async function parseFault(argv: readonly string[]): Promise<string | null> {
  const program = new Command("sweeper")
    .version("0")
    .enablePositionalOptions()
    .hook("preAction", () => {
      throw PARSED;
    });
  for (const row of COMMANDS) {
    if (!argv.includes(commandName(row))) continue;
    const add = await row.load();
    add(program, SILENT, () => {});
  }
  throwInsteadOfExit(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return "it would do nothing";
  } catch (error) {
    // `--help` and `--version` end a command well.
    if (error === PARSED || (error instanceof CommanderError && error.exitCode === 0)) return null;
    return error instanceof Error ? error.message : String(error);
  }
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride().configureOutput({ writeOut() {}, writeErr() {} });
  for (const sub of command.commands) throwInsteadOfExit(sub);
}
