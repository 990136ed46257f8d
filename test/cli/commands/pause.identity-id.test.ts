import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { fillFolder } from "../../report/helpers/fill-folder.ts";
import { simulateLog } from "../../report/helpers/simulated-log.ts";

/** Not a UUID as the vendor's are, and everything that an id may be made of. */
const ID = "my.id_1:a-b";

/** A folder whose ledger holds a listing of this identity. */
async function sweptFolder(): Promise<string> {
  const data = temporaryFolder();
  const log = simulateLog({
    ...{ chances: { acceptance: () => 0, departure: () => 0 }, seed: 1, identityId: ID },
    ...{ firstListing: later(new Date("2026-11-02T09:00:00.000Z"), -2 * DAY_MS), listings: 2 },
    ...{ sendsPerDay: 1, backlogDays: 2, thresholdDays: null },
  });
  await fillFolder(data, [log]);
  return data;
}

describe("an identity that can be swept", () => {
  it("can be paused and resumed, whatever its id is made of", async () => {
    const data = await sweptFolder();

    const paused = await sweeper(["pause", ID, "--reason", "on holiday", "--data", data]);
    const shown = await sweeper(["policy", "show", "--json", "--data", data]);
    const resumed = await sweeper(["resume", ID, "--data", data]);

    expect(paused).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(shown.out).paused).toMatchObject([{ id: ID, reason: "on holiday" }]);
    expect(resumed).toMatchObject({ code: 0, out: expect.stringContaining("on holiday") });
  });

  it.each([
    ["identities", `identities=[{"id":"${ID}","paused":true}]`],
    ["paused", `paused=[{"id":"${ID}"}]`],
  ])("can be named in the policy's %s", async (key, assignment) => {
    const data = temporaryFolder();

    const set = await sweeper(["policy", "set", assignment, "--data", data]);
    const shown = await sweeper(["policy", "show", "--json", "--data", data]);

    expect(set).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(shown.out)[key]).toMatchObject([{ id: ID }]);
  });

  it.each(["a b", "#workspace", "a/b", ""])("has no id such as %j: the policy refuses it", async (id) => {
    const data = temporaryFolder();

    const { code, err } = await sweeper(["policy", "set", `paused=[{"id":"${id}"}]`, "--data", data]);

    expect(code).toBe(2);
    expect(err).toContain("policy.paused[0].id: found ");
    expect(err).toContain("letters, digits and -_.:, at most 100");
  });
});
