import stringWidth from "string-width";
import { beforeAll, expect, it } from "vitest";
import { COMMANDS, commandName } from "../../lib/cli/command-list.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";

const WIDTHS = [60, 80, 137];
/** Each prints a table, long sentences or both. */
const SCREENS = [
  "preview --all --identity 5f0c2f7e",
  "preview",
  "runs",
  "identities",
  "outcomes --since 10d --pending --identity Ana",
  "report",
  "holdout",
  "threshold recommend",
  "digest",
  "announced",
  "label",
  "flags",
];

const data = temporaryFolder();
const ANA = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";
/** A command or JSON that somebody copies, and an address, stay whole. */
const COPIED = /^\s*(?:["'{}[\]]|\$ |sweeper |npx )/;
const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== "");

beforeAll(async () => {
  await sweeper(["run", "--data", data]);
  await sweeper(["run", "--live", "--data", data]);
  await sweeper(["label", ANA, "Ana", "--data", data]);
  await sweeper(["label", "b81d6a94", "A name of sixty characters, which is as long as one can be..", "--data", data]);
}, 120_000);

it.each(SCREENS)(
  "no line of `%s` is longer than a terminal of 60 to 200 places, and no word broken",
  async (command) => {
    const argv = [...command.split(" "), "--data", data];
    const piped = await sweeper(argv);
    // What is cut ends with "…"; what is hidden is named in a note of its own.
    const known = new Set(
      wordsOf(`${piped.out} ${piped.err}`).flatMap((word) => [word, word.replace(/^\((.*)\)$/, "$1")]),
    );
    for (const columns of WIDTHS) {
      const env = { NO_COLOR: "1" };
      const shown = await sweeper(argv, { env, terminal: { columns, rows: 60 } });
      const note = /\(not shown: [\s\S]*?shows\s+(?:it|them)\)|not shown: [^)]*\)/g;

      for (const line of shown.out.split("\n")) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      const broken = wordsOf(shown.out.replace(note, " ")).filter((word) => !known.has(word) && !word.endsWith("…"));
      expect(broken.filter((word) => !/[█░▏]/.test(word))).toEqual([]);
    }
  },
);

it("no help of a command is longer than the terminal is wide, nor an example than 80", async () => {
  for (const name of COMMANDS.map(commandName)) {
    for (const columns of [60, 80]) {
      const { out } = await sweeper([name, "--help"], { env: { NO_COLOR: "1" }, terminal: { columns, rows: 60 } });
      const lines = out.split("\n");

      for (const line of lines.filter((one) => !COPIED.test(one) && wordsOf(one).length > 1))
        expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      for (const line of lines.filter((one) => COPIED.test(one)))
        expect(stringWidth(line), line).toBeLessThanOrEqual(80);
    }
  }
});
