import { type Change, pascalCase } from "./changes.ts";

/** A command that reads the ledger, with text and \`--json\`. It is the last of the list until its row is moved. */
export function newCommand(name: string): Change[] {
  const add = `add${pascalCase(name)}`;
  return [
    {
      path: `lib/cli/commands/${name}.ts`,
      text: `import type { Command } from "commander";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { printJsonArray } from "../print-rows.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

const HELP = \`
Example:
  $ sweeper ${name}
  $ sweeper ${name} --json\`;

export function ${add}(program: Command, io: Io): void {
  withTargetOptions(program.command("${name}"), io, "reads")
    .addHelpText("after", HELP)
    .action(async (options: TargetOptions) => {
      const target = await openTarget(options, io, true);
      try {
        // Fill in: read from target.ledger. What it means is worked out in lib/report or lib/domain, and laid out here.
        const rows: readonly string[] = [];
        if (options.json) await printJsonArray(io, rows);
        else io.out(rows.join("\\n"));
      } finally {
        await target.close();
      }
    });
}
`,
    },
    {
      path: "lib/cli/command-list.ts",
      insert: `  {
    usage: "${name} [options]",
    description: "fill in: what it shows or does, in one line",
    load: async () => (await import("./commands/${name}.ts")).${add},
  },\n`,
      taken: new RegExp(`usage: "${name}[" ]`),
      before: /\];\n\nexport const commandName/,
    },
    {
      path: `test/cli/commands/${name}.test.ts`,
      text: `import { expect, it } from "vitest";
import { appeared } from "../../helpers/dynamo-records.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { inLedgerOf } from "../../report/helpers/fill-folder.ts";

it("${name} shows what the ledger has, and the same with --json", async () => {
  const data = temporaryFolder();
  // Fill in: what has happened before.
  await inLedgerOf(data, async ({ ledger }) => {
    await appeared(ledger, { invitationId: "7001" });
  });

  const text = await sweeper(["${name}", "--data", data]);
  const json = await sweeper(["${name}", "--data", data, "--json"]);

  expect([text.code, json.code]).toEqual([0, 0]);
  expect(text.out, "fill in lib/cli/commands/${name}.ts, and what it is to say here").toContain("7001");
  expect(JSON.parse(json.out)).toMatchObject([{ invitationId: "7001" }]);
});
`,
    },
  ];
}
