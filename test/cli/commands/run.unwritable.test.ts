import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { smallFolder } from "../../helpers/small-folder.ts";
import type { Refusal } from "../../helpers/unwritable.ts";

const disk = vi.hoisted((): { refusal: Refusal | null } => ({ refusal: null }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const { unwritableFs } = await import("../../helpers/unwritable.ts");
  return { ...fs, ...unwritableFs(fs, () => disk.refusal) };
});
afterEach(() => {
  disk.refusal = null;
});

const FULL = "the disk is full (ENOSPC). Free some space and start the command again; what is recorded is kept.";

const linesOf = (data: string, file: string): string[] =>
  readFileSync(join(data, "sandbox", file), "utf8")
    .trimEnd()
    .split("\n");

/** What really was withdrawn, by the sandbox's own journal. */
function withdrawnIn(data: string): string[] {
  const effects = linesOf(data, "edges.ndjson")
    .slice(1)
    .map((line): { effect: string; urn: string; took: boolean } => JSON.parse(line));
  return effects
    .filter(({ effect, took }) => effect === "withdraw-call" && took)
    .map(({ urn }) => urn.split(":").at(-1) ?? "");
}

/** The next run, with room on the disk again: all that was withdrawn, before and now, is booked, and nothing twice. */
async function expectToGoOn(data: string): Promise<void> {
  disk.refusal = null;
  const { code } = await sweeper(["run", "--live", "--data", data]);
  const { out } = await sweeper(["outcomes", "--json", "--outcome", "withdrawn", "--data", data]);
  const withdrawn = withdrawnIn(data);
  const booked: string[] = JSON.parse(out).map(({ invitationId }: { invitationId: string }) => invitationId);

  expect(code).toBe(0);
  expect(withdrawn.length).toBeGreaterThan(12);
  expect(booked.toSorted()).toEqual(withdrawn.toSorted());
}

describe("a run on a disk that becomes full", () => {
  it.each([
    ["the functions' log", "sweeper.log", 3],
    ["the functions' log, in the middle of withdrawing", "sweeper.log", 8],
    ["the sandbox's journal", "edges.ndjson", 0],
    ["the sandbox's journal, in the middle of withdrawing", "edges.ndjson", 5],
    ["the clock", "clock.json", 0],
    ["the clock, once it stands", "clock.json", 4],
  ])(
    "ends with one line when %s cannot be written, and the next goes on",
    async (_what, file, after) => {
      const data = smallFolder(30);
      disk.refusal = { file, code: "ENOSPC", after };

      const stopped = await sweeper(["run", "--live", "--data", data]);

      expect({ code: stopped.code, out: stopped.out, err: stopped.err }).toEqual({
        ...{ code: 1, out: "" },
        err: `${join(data, "sandbox", file)} cannot be written: ${FULL}`,
      });
      await expectToGoOn(data);
      // The half of a line that the full disk took stays by itself, and the next line is whole.
      const torn = linesOf(data, "sweeper.log").filter((line) => !line.endsWith("}"));
      expect(torn).toHaveLength(file === "sweeper.log" ? 1 : 0);
    },
    60_000,
  );

  it("goes on without its events, says which file lacks them, and does not end well", async () => {
    const data = smallFolder(30);
    disk.refusal = { file: "events.ndjson", code: "ENOSPC", after: 2 };

    const { code, out, err } = await sweeper(["run", "--live", "--data", data]);

    const path = join(data, "sandbox", "events.ndjson");
    expect(code).toBe(1);
    expect(out).toMatch(/Done: .* withdrawn\./);
    expect(err.split("\n")).toEqual([
      expect.stringMatching(
        /^\d+ events are missing in .*events\.ndjson \(the disk is full \(ENOSPC\)\); the ledger has/,
      ),
      `${path} cannot be written: ${FULL}`,
    ]);
    await expectToGoOn(data);
  }, 60_000);
});

describe("a command in a folder that cannot be written", () => {
  it.each([
    ["EROFS", "the file system is read-only (EROFS)"],
    ["EACCES", "this user may not write there (EACCES)"],
    ["EPERM", "this user may not write there (EPERM)"],
    ["ENOENT", "its folder is not there (ENOENT)"],
    ["EDQUOT", "the disk quota is used up (EDQUOT)"],
  ])("says of a folder that cannot be made (%s): %s", async (code, what) => {
    const data = temporaryFolder();
    disk.refusal = { file: "sandbox", code, opening: true };

    const { code: exit, out, err } = await sweeper(["run", "--data", data]);

    expect({ exit, out }).toEqual({ exit: 1, out: "" });
    expect(err).toBe(
      `the data folder ${join(data, "sandbox")} cannot be created: ${what}; choose another with --data FOLDER`,
    );
  });

  it.each(["clock.json", "edges.ndjson", "sweeper.log"])("says which file it is: %s", async (file) => {
    const data = temporaryFolder();
    disk.refusal = { file, code: "EROFS", opening: true };

    const { code, out, err } = await sweeper(["run", "--data", data]);

    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      `${join(data, "sandbox", file)} cannot be written: the file system is read-only (EROFS). Make it writable, or choose another place and start the command again; what is recorded is kept.`,
    );
  });

  it("leaves the policy as it was, and no half of the new one", async () => {
    const data = temporaryFolder();
    await sweeper(["policy", "set", "dailyCap=20", "--data", data]);
    disk.refusal = { file: "policy.json", code: "ENOSPC" };

    const { code, err } = await sweeper(["policy", "set", "dailyCap=30", "--data", data]);
    disk.refusal = null;
    const { out } = await sweeper(["policy", "show", "--json", "--data", data]);

    expect(code).toBe(1);
    expect(err).toBe(`${join(data, "sandbox", "policy.json")} cannot be written: ${FULL}`);
    expect(JSON.parse(out)).toMatchObject({ dailyCap: 20 });
    expect(readdirSync(join(data, "sandbox"))).toEqual(["policy.json"]);
  });

  it("is told below a file, too", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");

    const { code, err } = await sweeper(["run", "--data", file]);

    expect(code).toBe(1);
    expect(err).toBe(
      `the data folder ${join(file, "sandbox")} cannot be created: a part of its path is a file (ENOTDIR); choose another with --data FOLDER`,
    );
  });
});
