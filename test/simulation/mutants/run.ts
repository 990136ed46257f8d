import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { textTable } from "../../../lib/report/text-table.ts";
import { editsOf, MUTANTS, type Mutant, type TestedMutant } from "./list.ts";
import { TESTED_MUTANTS } from "./list-by-test.ts";
import { runTest } from "./run-test.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
/** A mutant that makes no progress at all is killed by this, and counted as killed. */
const MAX_MS = 10 * 60_000;

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "4000" }, only: { type: "string", default: "" } },
});

const SURVIVED = "SURVIVED";
const BROKEN = "does not run:";

/** What the simulation and any test may read; packages aside. */
const PARTS = [
  ...[
    "bin",
    "lib",
    "lambdas",
    "test",
    ".ci",
    ".github",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "LICENSE",
  ],
  ...[
    ".editorconfig",
    ".gitignore",
    ".nvmrc",
    "biome.json",
    "knip.json",
    "cdk.json",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
  ],
  "vitest.config.ts",
];

/** A copy of the sources that may be changed, beside the same packages. */
function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), "sweeper-mutant-"));
  for (const part of PARTS) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** @throws Error when the text is not there exactly once: the mutant would be no mutant */
function mutate(folder: string, mutant: Mutant): () => void {
  const { name } = mutant;
  const edits = editsOf(mutant);
  const sources = new Map(edits.map((one) => [one.file, readFileSync(join(folder, one.file), "utf8")]));
  for (const { file, find, replace } of edits) {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    if (text.split(find).length !== 2) throw new Error(`"${name}" does not fit ${file} any more`);
    writeFileSync(
      path,
      text.replace(find, () => replace),
    );
  }
  return () => {
    for (const [changed, source] of sources) writeFileSync(join(folder, changed), source);
  };
}

interface End {
  readonly killedBy: string;
  readonly seeds: string;
}

function judge(folder: string, mutant: Mutant | TestedMutant): End {
  // A test that fails without the change as well would kill anything.
  const before = "test" in mutant ? runTest(folder, mutant, MAX_MS) : null;
  const fault = before?.broken ?? (before?.failed ? `without the mutant, "${before.failed}" fails` : null);
  if (fault !== null) return { killedBy: `${BROKEN} ${fault}`, seeds: "" };
  const restore = mutate(folder, mutant);
  try {
    return "test" in mutant ? playTest(folder, mutant) : play(folder);
  } finally {
    restore();
  }
}

function playTest(folder: string, mutant: TestedMutant): End {
  const { failed, broken } = runTest(folder, mutant, MAX_MS);
  return { killedBy: broken === null ? (failed ?? SURVIVED) : `${BROKEN} ${broken}`, seeds: "" };
}

function play(folder: string): End {
  const args = ["--import", "tsx", "test/simulation/cli.ts", "--json", "--seeds", values.seeds];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    timeout: MAX_MS,
  });
  const match = /^(.*) (\d+)$/m.exec(stdout);
  if (status === null) return { killedBy: "(no end)", seeds: "" };
  if (match === null)
    return { killedBy: `${BROKEN} ${stderr.split("\n").find((line) => line.includes("Error")) ?? ""}`, seeds: "" };
  const violation: unknown = JSON.parse(match[1] ?? "null");
  if (typeof violation !== "object" || violation === null) return { killedBy: SURVIVED, seeds: match[2] ?? "" };
  return { killedBy: String(Reflect.get(violation, "invariant")), seeds: match[2] ?? "" };
}

interface Row extends End {
  readonly mutant: string;
}

const folder = workspace();
const rows: Row[] = [];
try {
  const mutants = [...MUTANTS, ...TESTED_MUTANTS].filter(({ name }) => name.includes(values.only));
  for (const mutant of mutants) {
    const row = { mutant: mutant.name, ...judge(folder, mutant) };
    rows.push(row);
    process.stderr.write(`${rows.length} of ${mutants.length}: ${row.mutant}: ${row.killedBy} ${row.seeds}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const columns = [
  { title: "mutant", text: ({ mutant }: Row) => mutant },
  { title: "killed by", text: ({ killedBy }: Row) => killedBy },
  { title: "after seeds", align: "right", text: ({ seeds }: Row) => seeds },
] as const;
const alive = rows.filter(({ killedBy }) => killedBy === SURVIVED || killedBy.startsWith(BROKEN));
process.stdout.write(`${textTable(columns, rows)}\n\n${rows.length - alive.length} of ${rows.length} killed\n`);
process.exitCode = alive.length === 0 ? 0 : 1;
