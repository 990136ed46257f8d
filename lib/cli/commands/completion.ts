import { Argument, type Command } from "commander";
import { bashCompletion, zshCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { completionTree } from "../completion/tree.ts";
import type { Io } from "../io.ts";

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
type Shell = keyof typeof SCRIPTS;

const HELP = `
The script knows every command, option and listed value of this version: print it again after an update.

Example:
  $ sweeper completion fish > ~/.config/fish/completions/sweeper.fish
  $ source <(sweeper completion bash)`;

export function addCompletion(program: Command, io: Io): void {
  program
    .command("completion")
    .addArgument(new Argument("<shell>", "whose script").choices(Object.keys(SCRIPTS)))
    .addHelpText("after", HELP)
    .action((shell: Shell) => io.out(SCRIPTS[shell](completionTree(program))));
}
