import type { Reporter, TestCase, TestModule, TestRunEndReason } from "vitest/node";

/** Ends the output with a plain line that any CI reads: "N passed, N failed, N skipped". */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    const tests: TestCase[] = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A module that could not be loaded has no tests that fail, and an error outside of all tests belongs to none.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const failed = count("failed") + (reason === "failed" && count("failed") === 0 ? Math.max(1, broken) : broken);
    process.stdout.write(`\n${count("passed")} passed, ${failed} failed, ${count("skipped")} skipped\n`);
  }
}
