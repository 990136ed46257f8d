import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNewFile } from "../../lib/cli/new-file.ts";
import { temporaryFolder } from "../helpers/command-line.ts";

describe("a new file", () => {
  it("has its name only once it is whole", async () => {
    const path = join(temporaryFolder(), "a.csv");

    await writeNewFile(path, async (line) => {
      line("one");
      expect(existsSync(path)).toBe(false);
      line("two");
    });

    expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
  });

  it("is not there, nor half of it, when writing it fails", async () => {
    const folder = temporaryFolder();

    const written = writeNewFile(join(folder, "a.csv"), async (line) => {
      line("one");
      throw new Error("the table cannot be read");
    });

    await expect(written).rejects.toThrow("the table cannot be read");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is never written over, and a folder that is not there is told", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.csv"), "mine");

    await expect(writeNewFile(join(folder, "a.csv"), async () => {})).rejects.toThrow("exists: give another name");
    await expect(writeNewFile(join(folder, "none", "a.csv"), async () => {})).rejects.toThrow("cannot be written");
    expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe("mine");
  });
});
