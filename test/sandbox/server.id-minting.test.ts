import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "../../lib/domain/time.ts";
import type { IdMinting } from "../../lib/sandbox/identity-spec.ts";
import type { Sandbox } from "../../lib/sandbox/server.ts";
import { ANA, allPages, BEN, clientOf, identity, manualClock, rowsOf, sandboxFor, T0, timeInId } from "./helpers.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The ids of an identity's complete list, page by page. */
async function listedIds(sandbox: Sandbox, identityId: string = ANA): Promise<string[]> {
  const client = clientOf(sandbox);
  const pages = await allPages(await client.list(identityId), (url) => client.list(identityId, url));
  return pages.flatMap(rowsOf).map((row) => row.linkedin_invitation_id);
}

/** For each id that a list a day later shows for the first time: its time, in hours after the first list. */
async function hoursInNewIds(idMinting: IdMinting): Promise<number[]> {
  const clock = manualClock();
  const identities = [identity({ backlog: 150, sendsPerDay: 40, idMinting })];
  const sandbox = await sandboxFor({ clock, identities });
  const before = new Set(await listedIds(sandbox));
  clock.advance(DAY_MS);
  const fresh = (await listedIds(sandbox)).filter((id) => !before.has(id));
  expect(fresh.length).toBeGreaterThan(10);
  return fresh.map((id) => (timeInId(id) - T0) / HOUR_MS);
}

describe("new ids between two lists", () => {
  it("say a time between them when they are in order", async () => {
    for (const hours of await hoursInNewIds("in-order")) {
      expect(hours).toBeGreaterThanOrEqual(0);
      expect(hours).toBeLessThanOrEqual(24);
    }
  });

  it.each([-36, 36])("say a time %d hours from there when they are shifted", async (shiftedHours) => {
    for (const hours of await hoursInNewIds({ shiftedHours })) {
      expect(hours).toBeGreaterThanOrEqual(shiftedHours);
      expect(hours).toBeLessThanOrEqual(shiftedHours + 24);
    }
  });

  it("say a time before both when they are out of order", async () => {
    for (const hours of await hoursInNewIds("out-of-order")) expect(hours).toBeLessThan(0);
  });
});

describe("the minting of ids", () => {
  it("is each identity's own", async () => {
    const identities = [identity({ idMinting: { shiftedHours: -8_766 } }), identity({ uid: BEN })];
    const sandbox = await sandboxFor({ identities });
    expect(Math.max(...(await listedIds(sandbox)).map(timeInId))).toBeLessThan(T0 - 365 * DAY_MS);
    expect(Math.max(...(await listedIds(sandbox, BEN)).map(timeInId))).toBeGreaterThan(T0 - 61 * DAY_MS);
  });

  it("can be said of all of them at once, and then outlives the process", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
    folders.push(folder);
    const dataFile = join(folder, "sandbox.ndjson");
    // The demo team: three identities that say nothing of their ids.
    const before = await sandboxFor({ identities: undefined, dataFile, idMinting: { shiftedHours: -12 } });
    const uids = before.world.spec.identities.map(({ uid }) => uid);
    const ids = await listedIds(before, uids[0]);
    await before.close();

    const after = await sandboxFor({ identities: undefined, dataFile });

    expect(after.world.spec.identities.map(({ idMinting }) => idMinting)).toEqual(Array(3).fill({ shiftedHours: -12 }));
    expect(await listedIds(after, uids[0])).toEqual(ids);
  });
});
