import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PROJECT } from "../lib/project.ts";
import { newAlarm } from "./new/alarm.ts";
import { type Change, RecipeError, writeChanges } from "./new/changes.ts";
import { newCommand } from "./new/command.ts";
import { newLabel } from "./new/label.ts";
import { newRule } from "./new/rule.ts";

/** One that begins as others do, and what it is written like. */
interface Kind {
  readonly name: RegExp;
  readonly example: string;
  readonly changes: (name: string) => readonly Change[];
}

const WORDS = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const KINDS: Readonly<Record<string, Kind>> = {
  rule: { name: WORDS, example: "in-conversation", changes: newRule },
  label: { name: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, example: "LK_999", changes: newLabel },
  command: { name: WORDS, example: "who-waits", changes: newCommand },
  alarm: { name: WORDS, example: "too-quiet", changes: newAlarm },
};

const USAGE = `npm run new rule|label|command|alarm NAME
Makes the files of a new one, or its rows in those that are there, with a test that fails until you have filled it in.
CONTRIBUTING.md has the four recipes.`;

/** @throws RecipeError with what to write instead, before anything is written */
function start([word = "", name = "", ...more]: readonly string[]): readonly Change[] {
  const kind = Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
  if (kind === undefined || name === "" || more.length > 0) throw new RecipeError(USAGE);
  if (!kind.name.test(name)) {
    throw new RecipeError(`${JSON.stringify(name)} is no name of a ${word}: it is written like ${kind.example}`);
  }
  const changes = kind.changes(name);
  writeChanges(PROJECT, changes);
  return changes;
}

try {
  const changes = start(process.argv.slice(2));
  const paths = changes.map(({ path }) => path);
  const sources = paths.filter((path) => path.endsWith(".ts"));
  spawnSync(join(PROJECT, "node_modules/.bin/biome"), ["check", "--write", ...sources], { cwd: PROJECT });
  const done = new Set(changes.map((change) => `${"text" in change ? "made   " : "amended"} ${change.path}`));
  const test = paths.find((path) => path.endsWith(".test.ts"));
  const next = `Fill in what says so, then: npm run docs && npx vitest run ${test}`;
  process.stdout.write(`${[...done].join("\n")}\n\n${next}\n`);
} catch (error) {
  if (!(error instanceof RecipeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
