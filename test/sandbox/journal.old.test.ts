import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "../../lib/domain/time.ts";
import { ANA, BEN, identity, sandboxFor, T0 } from "./helpers.ts";

/** Written before identities had an `idMinting`: six of Ana's pending, two of them withdrawn, then Ben disconnected. */
const FIXTURE = resolve(import.meta.dirname, "fixtures/journal-without-id-minting.ndjson");
/** What the version that wrote it had Ana send until a day after the epoch. */
const IDS = [
  "7424487392482522971",
  "7425231344471387104",
  "7426207288217313271",
  "7429140353739709848",
  "7432446481399841274",
  "7432777204433134471",
  "7432842591210943318",
  "7434231980715345741",
  "7434234144043381442",
];
const ITS_OWN = { seed: undefined, epoch: undefined, identities: undefined };

let folder: string;
let dataFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  dataFile = join(folder, "sandbox.ndjson");
  copyFileSync(FIXTURE, dataFile);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a journal that says nothing of ids", () => {
  it("is read as a world with ids in order, and they are the ones it had", async () => {
    const { world } = await sandboxFor({ ...ITS_OWN, dataFile });
    expect(world.spec.identities.map(({ idMinting }) => idMinting)).toEqual(["in-order", "in-order"]);
    expect(world.trueStates(ANA, T0 + DAY_MS).map(({ urn }) => urn)).toEqual(
      IDS.map((id) => `urn:li:fsd_invitation:${id}`),
    );
    expect(world.counts(ANA, T0 + DAY_MS)).toMatchObject({ withdrawn: 2, pending: 5, accepted: 2 });
    expect(world.isConnected(BEN)).toBe(false);
    expect(readFileSync(dataFile)).toEqual(readFileSync(FIXTURE));
  });

  it("opens also for who asks for the same world, ids in order included", async () => {
    const ana = identity({ backlog: 6, backlogDays: 30, sendsPerDay: 2, sentDateFormat: "mixed" });
    const ben = { uid: BEN, name: "Ben", backlog: 3 };
    for (const idMinting of [undefined, "in-order"] as const) {
      const sandbox = await sandboxFor({ dataFile, seed: 11, identities: [ana, ben], idMinting });
      expect(sandbox.world.counts(ANA, T0).withdrawn).toBe(1);
    }
  });

  it("is refused, and left alone, for other ids", async () => {
    const opened = sandboxFor({ ...ITS_OWN, dataFile, idMinting: "out-of-order" });
    await expect(opened).rejects.toThrow("was made with another idMinting.");
    expect(readFileSync(dataFile)).toEqual(readFileSync(FIXTURE));
  });
});
