import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { withMemoryWorkspace } from "../../../lib/local/memory/with-memory-workspace.ts";
import { openWorkspace } from "../../../lib/local/workspace.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";
import { ANA, account } from "../../helpers/test-bed.ts";

const optionsFor = (root: string) => ({
  root,
  edges: { kind: "sandbox" as const, options: { identities: [account()] } },
  policySeed: { document: DEFAULT_POLICY, where: "the test" },
});

/** A folder with data of before, as its text. */
function folderWith(text: string): { readonly around: string; readonly root: string } {
  const around = temporaryFolder();
  const root = join(around, "data");
  mkdirSync(root);
  writeFileSync(join(root, "before.txt"), text);
  return { around, root };
}

/** No process has this id: Linux stops at 4,194,304. */
const NOBODY = 99_999_999;

describe("a workspace in memory", () => {
  it("takes the place of what was there, and the next workspace goes on from it", async () => {
    const { around, root } = folderWith("old");

    await withMemoryWorkspace(optionsFor(root), (w) =>
      w.ledger.identities.recordServed(ANA, new Date("2026-08-03T09:00:00.000Z")),
    );
    const next = await openWorkspace(optionsFor(root));
    const found = await next.ledger.identities.find(ANA);
    await next.close();

    expect(found.servedAt).toEqual(new Date("2026-08-03T09:00:00.000Z"));
    expect(existsSync(join(root, "before.txt"))).toBe(false);
    expect(readdirSync(around)).toEqual(["data"]);
  });

  it("leaves what was there when its work fails, and nothing else", async () => {
    const { around, root } = folderWith("old");

    const failed = withMemoryWorkspace(optionsFor(root), async (w) => {
      await w.ledger.identities.recordServed(ANA, new Date());
      throw new Error("the work failed");
    });

    await expect(failed).rejects.toThrow("the work failed");
    expect(readFileSync(join(root, "before.txt"), "utf8")).toBe("old");
    expect(readdirSync(around)).toEqual(["data"]);
  });

  it("leaves what was there when something could not be written", async () => {
    const { around, root } = folderWith("old");

    const failed = withMemoryWorkspace(optionsFor(root), async (w) => w.fault.report(new Error("the disk is full")));

    await expect(failed).rejects.toThrow("the disk is full");
    expect(readdirSync(around)).toEqual(["data"]);
    expect(existsSync(join(root, "before.txt"))).toBe(true);
  });

  it("clears away what a killed process has left, and not what a living one is about", async () => {
    const { around, root } = folderWith("old");
    const [dead, living] = [`data.${NOBODY}.making`, `data.${process.ppid}.making`];
    for (const name of [dead, living]) mkdirSync(join(around, name));

    await withMemoryWorkspace(optionsFor(root), async () => {});

    expect(readdirSync(around).sort()).toEqual(["data", living].sort());
  });
});
