import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { testsOf } from "./tests-of.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

describe("the tests of what is named", () => {
  it.each([
    [["lib/domain"], ["test/domain"]],
    [["./lib/domain/"], ["test/domain/"]],
    [
      ["lambdas/sweep", "bin/"],
      ["test/lambdas/sweep", "test/bin/"],
    ],
    [["test/domain"], ["test/domain"]],
    [
      ["--reporter", "dot", "lib/edges", "-t", "a page"],
      ["--reporter", "dot", "test/edges", "-t", "a page"],
    ],
    [["lib/domain/gate.ts"], ["--mode", "all", "test/domain/gate."]],
    [["test/stack.nag.test.ts"], ["--mode", "all", "test/stack.nag.test.ts"]],
    [
      ["--mode", "slow", "lib/sweep/decide.ts"],
      ["--mode", "slow", "test/sweep/decide."],
    ],
  ])("%j is %j", (args, put) => {
    expect(testsOf(args)).toEqual(put);
  });

  it("are run by `npm test -- lib/domain/edit-distance.ts`, and no others", () => {
    const { stdout, status } = spawnSync(
      process.execPath,
      ["--import", "tsx", "test/run.ts", "lib/domain/edit-distance.ts"],
      {
        cwd: PROJECT,
        encoding: "utf8",
      },
    );

    expect(stdout).toContain("test/domain/edit-distance.test.ts");
    expect(stdout).toMatch(/Test Files .*1 passed/);
    expect(status).toBe(0);
  });
});
