import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DATA_ROOT } from "../../lib/local/data-layout.ts";
import { startSweeper, sweeper, temporaryFolder } from "../helpers/command-line.ts";

const HAS_FULL_DEVICE = existsSync("/dev/full");

describe.skipIf(!HAS_FULL_DEVICE)("a result that cannot be printed", () => {
  it.each(["policy show", "policy show --json", "preview --json", "preview --help"])(
    "is one line with the cause, and exit code 1: %s",
    async (command) => {
      const { ended } = startSweeper(command.split(" "), { shell: '"$@" > /dev/full' });

      const { code, err } = await ended;

      const lines = err.split("\n").filter((line) => line !== "" && !line.startsWith("version "));
      expect(lines).toEqual(["the result could not be printed: ENOSPC: no space left on device, write"]);
      expect(code).toBe(1);
    },
  );

  it("is told once, and what comes after it is done all the same", async () => {
    const cwd = temporaryFolder();
    const { ended } = startSweeper(["demo", "--days", "2"], { cwd, shell: '"$@" > /dev/full' });

    const { code, err } = await ended;

    // The demo prints between its runs.
    const runs = await sweeper(["runs", "--data", join(cwd, DATA_ROOT, "demo"), "--json"]);
    expect(JSON.parse(runs.out)).toHaveLength(3);
    expect(err.match(/could not be printed/g)).toHaveLength(1);
    expect(code).toBe(1);
  });
});

describe("a disk that fills up", () => {
  it("while a result is written fails the command, which is not taken for done", async () => {
    const [whole, cut] = [join(temporaryFolder(), "whole.json"), join(temporaryFolder(), "cut.json")];
    // The limit is one for every file, so the second time nothing else may be written.
    const env = { TSX_DISABLE_CACHE: "1" };
    const shell = `"$@" > '${whole}' && ulimit -f 1 && "$@" > '${cut}'`;

    const { code, err } = await startSweeper(["preview", "--json"], { env, shell }).ended;

    // The first of the two commands names its target too.
    expect(err.split("\n").filter((line) => line !== "" && !line.startsWith("target: "))).toEqual([
      "the result could not be printed: EFBIG: file too large, write",
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(readFileSync(whole, "utf8"))).toHaveProperty("identities");
    expect(statSync(cut).size).toBeGreaterThan(0);
    expect(statSync(cut).size).toBeLessThan(statSync(whole).size);
  });
});

describe("a reader that stops reading", () => {
  it("has the command end as if all had been read, and nothing said", async () => {
    const { child, ended } = startSweeper(["preview", "--json"]);
    child.stdout.destroy();

    expect(await ended).toMatchObject({ code: 0, out: "", err: "" });
  });
});
