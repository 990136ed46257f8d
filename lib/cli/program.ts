import { Command } from "commander";
import { COMMANDS, commandName, outlineOf } from "./command-list.ts";
import { EXIT, EXIT_CODES, explain } from "./errors.ts";
import { harmlessIo } from "./harmless-io.ts";
import type { Io } from "./io.ts";
import { ownVersion } from "./own-version.ts";

/** Runs the command line; answers the exit code, one of `EXIT`. */
export async function main(argv: readonly string[], terminal: Io): Promise<number> {
  const io = harmlessIo(terminal);
  const program = new Command("sweeper")
    .description(
      "Withdraws LinkedIn invitations nobody answered, one call at a time, and learns how long waiting is worth it.",
    )
    .version(ownVersion())
    .showHelpAfterError("(sweeper --help shows the commands)")
    .enablePositionalOptions();
  let code: number = EXIT.done;
  try {
    await addCommands(program, argv, io, (given) => {
      code = given;
    });
    program.addHelpText("after", `\n${EXIT_CODES}`);
    exitQuietly(program, io);
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    io.progress("");
    const { code: failed, text } = explain(error);
    if (text !== "") io.err(text);
    return failed;
  }
}

/**
 * Loads the commands that the words name. A command can only be reached by its name, so all others are needed for nothing
 * but the list of commands.
 */
async function addCommands(
  program: Command,
  argv: readonly string[],
  io: Io,
  endWith: (code: number) => void,
): Promise<void> {
  const words = new Set(argv);
  for (const row of COMMANDS) {
    const name = commandName(row);
    if (!words.has(name)) {
      program.addCommand(outlineOf(row));
      continue;
    }
    const add = await row.load();
    add(program, io, endWith);
    program.commands.find((command) => command.name() === name)?.description(row.description);
  }
}

/** Commander ends the process by itself; here it throws instead, and writes through `io`. */
function exitQuietly(command: Command, io: Io): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  for (const sub of command.commands) exitQuietly(sub, io);
}
