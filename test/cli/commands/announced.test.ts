import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { anAnnouncement, appeared } from "../../helpers/dynamo-records.ts";
import { inLedgerOf } from "../../report/helpers/fill-folder.ts";

const IDENTITY = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";

/** Three that are announced, of two identities; one of them to a member without an id. */
async function folder() {
  const data = temporaryFolder();
  const at = new Date();
  const from = (days: number) => later(at, days * DAY_MS);
  await inLedgerOf(data, async ({ ledger }) => {
    for (const identityId of [IDENTITY, OTHER])
      await ledger.identities.recordListing(identityId, { at, count: 2, trust: "believed" });
    const announce = async (identityId: string, invitationId: string, personId: string | null, days: number) => {
      await appeared(ledger, { identityId, invitationId, personId });
      await ledger.invitations.announce(identityId, invitationId, anAnnouncement({ at, mayGoFrom: from(days) }));
    };
    await announce(IDENTITY, "7001", "501", 3);
    await announce(OTHER, "7002", "502", 2);
    await announce(IDENTITY, "7003", null, 4);
    await appeared(ledger, { identityId: IDENTITY, invitationId: "7004", personId: "504" });
  });
  const on = (...argv: string[]) => sweeper([...argv, "--data", data]);
  await on("policy", "set", "noticeDays=2");
  return { on, data, from };
}

it("lists what is announced over all identities, the first to go first", async () => {
  const { on, from } = await folder();

  const all = await on("announced");
  const json = JSON.parse((await on("announced", "--json")).out);
  const one = JSON.parse((await on("announced", "--json", "--identity", OTHER)).out);

  expect(all.out.split("\n").map((line) => line.trim().split(/ {2,}/).at(-2))).toEqual(
    expect.arrayContaining(["7001", "7002"]),
  );
  expect(all.out).toContain("3 withdrawals announced");
  expect(json.map(({ invitationId, mayGoFrom }: Record<string, string>) => [invitationId, mayGoFrom])).toEqual([
    ["7002", from(2).toISOString()],
    ["7001", from(3).toISOString()],
    ["7003", from(4).toISOString()],
  ]);
  expect(one.map(({ invitationId }: Record<string, string>) => invitationId)).toEqual(["7002"]);
});

it("says when each goes by the policy in force, which may have become longer, or give no notice any more", async () => {
  const { on, from } = await folder();
  const dates = async () =>
    JSON.parse((await on("announced", "--json")).out).map((row: Record<string, string>) => row.mayGoFrom);

  await on("policy", "set", "noticeDays=10");
  const longer = await dates();
  await on("policy", "set", "noticeDays=0");

  expect(longer).toEqual([from(10), from(10), from(10)].map((at) => at.toISOString()));
  expect(await dates()).toEqual([null, null, null]);
  expect((await on("announced")).out).toContain("the next run");
});

it("prints a file that `flags import` reads: what is left in it is protected", async () => {
  const { on, data } = await folder();
  const csv = await on("announced", "--csv");
  const [header = "", ...rows] = csv.out.split("\n");
  const kept = join(data, "keep.csv");
  writeFileSync(kept, [header, ...rows.filter((row) => !row.includes("7001"))].join("\n"));

  const imported = await on("flags", "import", kept, "--json");
  const flags = JSON.parse((await on("flags", "--json")).out);

  expect(rows).toHaveLength(2);
  expect(csv.err).toContain("1 invitation left out, to members without an id");
  expect(imported.code).toBe(0);
  expect(JSON.stringify(flags)).toContain('"502"');
  expect(JSON.stringify(flags)).not.toContain('"501"');
});

it("says so where nothing is announced", async () => {
  const data = temporaryFolder();

  expect((await sweeper(["announced", "--data", data])).out).toBe("No withdrawal is announced.");
  expect((await sweeper(["announced", "--json", "--data", data])).out).toBe("[]");
});
