import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ClassicLevel } from "classic-level";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { playHistory } from "../../../lib/local/history.ts";
import { withMemoryWorkspace } from "../../../lib/local/memory/with-memory-workspace.ts";
import { openWorkspace, type Workspace } from "../../../lib/local/workspace.ts";
import { seededRng } from "../../../lib/sandbox/rng.ts";
import { PUBLISHED_FATES } from "../../../lib/sandbox/truth.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";
import { account } from "../../helpers/test-bed.ts";

const DAYS = 6;
const LIVE = { ...DEFAULT_POLICY, mode: "live", dailyCap: 5, holdout: { share: 0.2, maxAgeDays: 45 } } as const;
const NOON = Date.parse("2026-11-02T12:00:00.000Z");

/** One identity, so that nothing depends on which of two is quicker; the clock moves by waits alone. */
function optionsIn(root: string) {
  let ids = 0;
  return {
    root,
    edges: {
      kind: "sandbox" as const,
      options: { identities: [account({ backlog: 40, sendsPerDay: 6 })], fates: PUBLISHED_FATES, seed: 3 },
    },
    policySeed: { document: DEFAULT_POLICY, where: "the test" },
    startAt: new Date("2026-08-03T09:00:00.000Z"),
    machineNow: () => NOON,
    random: seededRng("same data"),
    newId() {
      ids += 1;
      return `id-${ids}`;
    },
  };
}

/** As the demo does: dry at first, and a person goes live. */
async function play(workspace: Workspace): Promise<void> {
  await playHistory(workspace, { days: 1 });
  await workspace.policy.replace(LIVE);
  workspace.clock.advance(later(workspace.clock.now(), DAY_MS));
  await playHistory(workspace, { days: DAYS });
}

async function overServers(root: string): Promise<void> {
  const workspace = await openWorkspace(optionsIn(root));
  try {
    await play(workspace);
  } finally {
    await workspace.close();
  }
}

/** Everything in the database but the tables' own definitions, by table or index; random names of writes taken out. */
async function databaseIn(root: string): Promise<Readonly<Record<string, string[]>>> {
  const database = new ClassicLevel(join(root, "sandbox", "ledger"));
  const found: Record<string, string[]> = {};
  for await (const [key, text] of database.iterator()) {
    const place = key.slice(0, key.lastIndexOf("~"));
    if (place === "table") continue;
    const parts = key.includes("~")
      ? Object.entries(JSON.parse(text) as Record<string, unknown>).sort()
      : [[key, text]];
    const named = JSON.stringify(parts.map(([name, value]) => [name, name === "lastWrite" ? "a name" : value]));
    found[place] = [...(found[place] ?? []), named.replace(/(#start#\w+#\d{4}#)[\w-]{12}/g, "$1a-name")].sort();
  }
  await database.close();
  return found;
}

const fileIn = (root: string, name: string): string | null => {
  const path = join(root, "sandbox", name);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
};

describe("days played in memory", () => {
  it("leave the same items, index entries and files as over the embedded servers", async () => {
    const [inMemory, real] = [join(temporaryFolder(), "data"), join(temporaryFolder(), "data")];

    await withMemoryWorkspace(optionsIn(inMemory), play);
    await overServers(real);

    const [left, right] = [await databaseIn(inMemory), await databaseIn(real)];
    expect(Object.keys(left)).toEqual(expect.arrayContaining(["item-Invitations", "item-Runs", "item-Identities"]));
    expect(left["index-global~Invitations~outcomesByDay"]?.length).toBeGreaterThan(5);
    expect(left).toEqual(right);
    for (const name of ["edges.ndjson", "sweeper.log", "clock.json", "policy.json"]) {
      expect(fileIn(inMemory, name), name).toEqual(fileIn(real, name));
      expect(fileIn(real, name), name).not.toBeNull();
    }
    expect(readdirSync(join(inMemory, "sandbox")).sort()).toEqual(readdirSync(join(real, "sandbox")).sort());
  });
});
