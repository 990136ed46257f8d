import { Command } from "commander";
import { expect, it } from "vitest";
import { COMMANDS, commandName } from "../../lib/cli/command-list.ts";
import { SILENT } from "../helpers/command-line.ts";
import { textOf } from "./helpers/documents.ts";

/** Rows of the table of commands in depth: the command's name, and the options that the row names. */
const ROWS = Array.from(textOf("lib/cli/README.md").matchAll(/^\| `([a-z-]+)[^\n]*$/gm), ([row, name = ""]) => ({
  name,
  options: [...new Set(row.match(/--[a-z][a-z-]*/g))],
})).filter(({ options }) => options.length > 0);

async function optionsOf(name: string): Promise<(string | undefined)[]> {
  const program = new Command();
  const row = COMMANDS.find((one) => commandName(one) === name);
  (await row?.load())?.(program, SILENT, () => {});
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  return all(program).flatMap(({ options }) => options.map(({ long }) => long ?? undefined));
}

it.each(ROWS)("$name has the options that its row names: $options", async ({ name, options }) => {
  expect(await optionsOf(name)).toEqual(expect.arrayContaining(options));
});
