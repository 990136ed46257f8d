import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../lib/sandbox/server.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";
import { account, NOBODY_ANSWERS } from "../helpers/test-bed.ts";
import { documentsWithCommands, shellBlocksOf } from "./helpers/documents.ts";
import { whyNotRun } from "./helpers/not-run.ts";
import { shellCommandsIn, sweeperArguments } from "./helpers/shell-commands.ts";

const BLOCKS = documentsWithCommands().flatMap((path) =>
  shellBlocksOf(path).map((script, index) => ({ path, index, script, commands: toRun(script) })),
);

describe("what the documents show is run", () => {
  const HOME = process.cwd();
  let demo: string;
  let api: Sandbox;
  beforeAll(async () => {
    demo = temporaryFolder();
    process.chdir(demo);
    // What `npm start` does, in less time.
    await sweeper(["demo", "--days", "3"]);
    api = await startSandbox({ seed: 3, identities: [account({ backlog: 4 })], fates: NOBODY_ANSWERS });
  });
  afterAll(async () => {
    process.chdir(HOME);
    await api.close();
  });

  it.each(BLOCKS.filter(({ commands }) => commands.length > 0))(
    "block $index of $path",
    async ({ script, commands }) => {
      const folder = temporaryFolder();
      process.chdir(folder);
      if (script.includes(".sweeper/demo"))
        cpSync(join(demo, ".sweeper"), join(folder, ".sweeper"), { recursive: true });
      const isReal = /(?:--edges|use) real/.test(script);
      const env = isReal ? { EDGES_API_KEY: api.apiKey, EDGES_BASE_URL: api.url } : {};

      for (const { argv, outTo } of commands) {
        // On a real API the gaps take their time: there a live run is declined, which is bad input. The sandbox loses answers
        // now and then, and what they were is then not known: done in part.
        const isDeclined = isReal && argv.includes("--live");
        const { code, out, err } = await sweeper(argv, { env, answer: !isDeclined });
        if (outTo !== null) writeFileSync(join(folder, outTo), `${out}\n`);

        expect(isDeclined ? [2] : [0, 4], `${argv.join(" ")}: ${err}`).toContain(code);
        const file = argv.find((word) => /\.(?:html|csv)$/.test(word));
        if (file !== undefined) expect(existsSync(join(folder, file))).toBe(true);
      }
    },
  );
});

function toRun(script: string): { readonly argv: readonly string[]; readonly outTo: string | null }[] {
  return shellCommandsIn(script).flatMap((command) => {
    const argv = sweeperArguments(command);
    return argv === null || whyNotRun(command.words) !== null ? [] : [{ argv, outTo: command.outTo }];
  });
}
