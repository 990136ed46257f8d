import { Command } from "commander";
import { withReader } from "../report/reader.ts";
import { COMMANDS, commandName, outlineOf } from "./command-list.ts";
import { EXIT, EXIT_CODES, explain } from "./errors.ts";
import { harmlessIo, type WrapText } from "./harmless-io.ts";
import type { Io } from "./io.ts";
import { ownVersion } from "./own-version.ts";
import { suggestChoices } from "./suggest-choice.ts";
import { joinParagraphs } from "./terminal/join-paragraphs.ts";

/** Runs the command line; answers the exit code, one of `EXIT`. */
export const main = (argv: readonly string[], terminal: Io): Promise<number> =>
  withReader(() => runCommand(argv, terminal));

async function runCommand(argv: readonly string[], terminal: Io): Promise<number> {
  const io = harmlessIo(terminal, await wrapperFor(terminal));
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
    if (text !== "") io.err(text, "error");
    return failed;
  }
}

/** Where there is no terminal nothing is wrapped, nor loaded for it. */
async function wrapperFor({ columns, noticeColumns = null }: Io): Promise<WrapText> {
  if (columns === null && noticeColumns === null) return (text) => text;
  return (await import("./terminal/wrap-line.ts")).wrapText;
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
  const isEach = COMMANDS.some((row) => row.needsAll === true && words.has(commandName(row)));
  for (const row of COMMANDS) {
    const name = commandName(row);
    if (!isEach && !words.has(name)) {
      program.addCommand(outlineOf(row));
      continue;
    }
    const add = await row.load();
    add(program, io, endWith);
    program.commands.find((command) => command.name() === name)?.description(row.description);
  }
}

/** Where no terminal says how wide it is. */
const HELP_WIDTH = 80;

/** Commander ends the process by itself; here it throws instead, and writes through `io`. */
function exitQuietly(command: Command, io: Io): void {
  suggestChoices(command);
  command.exitOverride().configureOutput({
    writeOut: (text) => io.out(io.columns === null ? text.trimEnd() : joinParagraphs(text.trimEnd())),
    writeErr: (text) => io.err(text.trimEnd(), "error"),
    getOutHelpWidth: () => io.columns ?? HELP_WIDTH,
    getErrHelpWidth: () => io.noticeColumns ?? HELP_WIDTH,
  });
  for (const sub of command.commands) exitQuietly(sub, io);
}
