import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { COMMANDS, commandName, outlineOf } from "../../lib/cli/command-list.ts";
import { SILENT, sweeper } from "../helpers/command-line.ts";

const term = (command: Command) => command.createHelp().subcommandTerm(command);

describe("the row of a command", () => {
  it.each(COMMANDS.map((row) => [commandName(row), row] as const))(
    "says of %s what the command says",
    async (_, row) => {
      const program = new Command("sweeper");
      const add = await row.load();
      add(program, SILENT, () => {});

      const [command] = program.commands;
      expect(program.commands).toHaveLength(1);
      expect(command && term(command)).toBe(row.usage);
      expect(term(outlineOf(row))).toBe(row.usage);
      // It stands in the list alone: a second one here would be believed and never shown.
      expect(command?.description()).toBe("");
    },
  );

  it("has a name of its own", () => {
    const names = COMMANDS.map(commandName);

    expect(new Set(names).size).toBe(names.length);
  });
});

it("--help and help show every command, and say the same", async () => {
  const option = await sweeper(["--help"]);
  const word = await sweeper(["help"]);

  expect(option.code).toBe(0);
  for (const { usage } of COMMANDS) expect(option.out).toContain(`\n  ${usage}`);
  expect(word).toMatchObject({ code: 0, out: option.out });
});

it.each([[["preview", "--help"]], [["help", "preview"]]])("%j shows the options of the command", async (argv) => {
  const { code, out } = await sweeper(argv);

  expect(code).toBe(0);
  expect(out).toMatch(/Usage: sweeper preview \[options\]\n\nshow every pending invitation/);
  expect(out).toContain("--csv");
});

it("--version prints the version of package.json", async () => {
  const { version } = JSON.parse(readFileSync(join(resolve(import.meta.dirname, "../.."), "package.json"), "utf8"));

  expect(await sweeper(["--version"])).toMatchObject({ code: 0, out: version, err: "" });
});
