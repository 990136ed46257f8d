import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../lib/sandbox/make-folder.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";

describe("a folder", () => {
  it("is made with those above it, and left as it is when it is there", () => {
    const path = join(temporaryFolder(), "a", "b", "c");

    makeFolder(path);
    writeFileSync(join(path, "kept"), "");
    makeFolder(path);

    expect(statSync(path).isDirectory()).toBe(true);
    expect(existsSync(join(path, "kept"))).toBe(true);
  });

  it("is not made below a file", () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");

    expect(() => makeFolder(join(file, "a", "b"))).toThrow(/ENOTDIR|EEXIST/);
  });

  it("may be the current one", () => {
    expect(() => makeFolder(".")).not.toThrow();
  });
});

// Below /proc the system answers "no such file" although the parent is there, and Node's own recursion never ends.
it.runIf(existsSync("/proc/1"))("a data folder that cannot be made ends the command with a word about it", async () => {
  const { code, err } = await sweeper(["threshold", "set", "18", "--data", "/proc/1/x"]);

  expect(code).toBe(1);
  expect(err).toContain("choose another with --data FOLDER");
});
