import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import type { TestedMutant } from "./list.ts";

const report = z.object({
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), title: z.string() })),
    }),
  ),
});

export interface TestEnd {
  /** Title of the first test that failed; null when none did. */
  readonly failed: string | null;
  /** Why no test told anything, such as a file that cannot be loaded; null when one did. */
  readonly broken: string | null;
}

/** Runs a mutant's test in a copy of the project, changed or not. What takes longer than `maxMs` has failed. */
export function runTest(folder: string, { test, testName }: TestedMutant, maxMs: number): TestEnd {
  const outputFile = join(folder, "test-report.json");
  rmSync(outputFile, { force: true });
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const named = testName === undefined ? [] : ["--testNamePattern", testName];
  const args = [vitest, "run", "--mode", "all", test, ...named, "--reporter", "json", "--outputFile", outputFile];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", timeout: maxMs });
  if (status === null) return { failed: "(no end)", broken: null };
  const reading = readReport(outputFile);
  if (reading === null) return { failed: null, broken: stderr.trim().split("\n").at(-1) ?? "" };
  const tests = reading.testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find((one) => one.status === "failed")?.title ?? null;
  if (failed !== null) return { failed, broken: null };
  // With no test, or with a file that failed as a whole, a change has not been judged.
  if (status === 0 && reading.numPassedTests > 0) return { failed: null, broken: null };
  return { failed: null, broken: reading.testResults[0]?.message.split("\n")[0] || `no test of ${test} was run` };
}

function readReport(file: string): z.output<typeof report> | null {
  try {
    return report.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
