import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../../lib/project.ts";
import { documentsWithCommands, inlineCodeOf, shellBlocksOf } from "./helpers/documents.ts";
import { NOT_RUN, whyNotRun } from "./helpers/not-run.ts";
import { parseFault } from "./helpers/parse-only.ts";
import { shellCommandsIn, sweeperArguments } from "./helpers/shell-commands.ts";

const DOCUMENTS = documentsWithCommands();
const BLOCKS = DOCUMENTS.flatMap((path) => shellBlocksOf(path).map((script, index) => ({ path, index, script })));
const IN_BLOCKS = BLOCKS.flatMap(({ path, script }) => shellCommandsIn(script).map((command) => ({ path, command })));
const INLINE = DOCUMENTS.flatMap((path) =>
  inlineCodeOf(path)
    // A command's name alone is a word of the sentence.
    .filter((code) => /^(?:(?:npx )?sweeper \S+|npm|npx \S+) ./.test(code) && !code.includes("<command>"))
    .flatMap((code) => shellCommandsIn(code).map((command) => ({ path, command }))),
);
const ALL = [...IN_BLOCKS, ...INLINE].map(({ path, command }) => ({ path, command, line: command.words.join(" ") }));

describe("what the documents show", () => {
  it("is found", () => {
    expect(IN_BLOCKS.length).toBeGreaterThan(40);
    expect(INLINE.length).toBeGreaterThan(40);
  });

  it.each(BLOCKS)("a shell can read block $index of $path", ({ script }) => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  const OURS = ALL.flatMap(({ path, command, line }) => {
    const argv = sweeperArguments(command)?.map((word) => word.replace("$STACK", "invite-sweeper"));
    return argv === undefined ? [] : [{ path, line, argv }];
  });

  it.each(OURS)("$path: the command line takes $line", async ({ argv }) => {
    expect(await parseFault(argv)).toBeNull();
  });

  it("names scripts that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    const named = ALL.flatMap(({ line }) => /^npm (?:run )?(?!ci\b|install\b|pack\b)([\w:]+)/.exec(line)?.[1] ?? []);

    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it("is not excused for nothing: each reason not to run a command is one of a command that is shown", () => {
    const unused = NOT_RUN.filter(([pattern]) => !ALL.some(({ line }) => pattern.test(line)));

    expect(unused.map(([pattern]) => pattern.source)).toEqual([]);
  });

  it("is our command line or excused", () => {
    const others = ALL.filter(({ command, line }) => sweeperArguments(command) === null && !/^npm /.test(line));

    expect(others.filter(({ command }) => whyNotRun(command.words) === null).map(({ line }) => line)).toEqual([]);
  });
});
