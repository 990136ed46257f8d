import { describe, expect, it } from "vitest";
import { keyOfAddress, keyOfSalesNavigatorId } from "../../../lib/ledger/profile-key.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { anInvitation, appeared } from "../../helpers/dynamo-records.ts";
import { inLedgerOf } from "../../report/helpers/fill-folder.ts";

interface Previewed {
  readonly invitationId: string;
  readonly personId: string;
  readonly person: { readonly profileUrl: string };
  readonly verdict: string;
}

/** A folder that a dry run has filled, and a young invitation in it. */
async function aYoungInvitation() {
  const data = temporaryFolder();
  await sweeper(["run", "--data", data]);
  const { out } = await sweeper(["preview", "--data", data, "--json"]);
  const plan: Previewed[] = JSON.parse(out).identities[0].plan;
  const young = plan.find(({ verdict }) => verdict === "keep");
  if (young === undefined) throw new Error("the demo's backlog has young ones");
  const run = (...argv: string[]) => sweeper([...argv, "--data", data]);
  return { ...young, profileUrl: young.person.profileUrl, run };
}

describe("sweeper withdraw", () => {
  it("asks for one withdrawal, whatever its age, and knows until when the person is not to be invited", async () => {
    const { invitationId, personId, profileUrl, run } = await aYoungInvitation();

    const before = await run("can-invite", profileUrl);
    const unasked = await run("withdraw", profileUrl, "--reason", "left-the-company");
    const inDryRun = await run("withdraw", profileUrl, "--reason", "left-the-company", "--yes");
    const live = await run("withdraw", personId, "--reason", "left-the-company", "--yes", "--live", "--json");
    const after = await run("can-invite", personId, "--json");
    const outcomes = await run("outcomes", "--json");
    const again = await run("withdraw", profileUrl, "--reason", "left-the-company", "--yes");

    expect(before).toMatchObject({ code: 3, out: expect.stringContaining("has an invitation to them pending") });
    expect(unasked).toMatchObject({ code: 2, err: expect.stringContaining("give --yes") });
    expect(inDryRun).toMatchObject({ code: 0, err: expect.stringContaining("the policy is not live") });
    expect(JSON.parse(live.out)).toMatchObject({ queued: 1, invitations: [{ invitationId, state: "withdrawn" }] });
    expect(JSON.parse(outcomes.out)).toMatchObject([{ invitationId, outcome: "withdrawn", reason: "requested" }]);
    expect(after.code).toBe(3);
    expect(JSON.parse(after.out)).toMatchObject({ canInvite: false, obstacles: [{ why: "withdrawn" }] });
    expect(again).toMatchObject({
      code: 2,
      err: expect.stringContaining("no such invitation is pending: withdrawn since"),
    });
  });

  it.each([
    ["withdraw", "not a person", "--reason", "x", "--yes"],
    ["withdraw", "https://www.linkedin.com/in/ACwAAAEXAMPLE01", "--reason", "x", "--yes"],
    ["withdraw", "https://www.linkedin.com/in/UNKNOWN", "--reason", "x", "--yes"],
    ["withdraw", "7231400000000000000", "--reason", "x", "--yes"],
    ["withdraw", "123", "--reason", " ", "--yes"],
    ["withdraw", "123", "--yes"],
  ])("refuses %s %s", async (...argv) => {
    expect((await sweeper([...argv, "--data", temporaryFolder()])).code).toBe(2);
  });
});

describe("sweeper withdraw, by an address or a Sales Navigator id", () => {
  const ANA = keyOfAddress("linkedin.com/in/ana-lee");
  const OPAQUE = keyOfSalesNavigatorId("ACwAAAEXAMPLE01");
  const live = ["--reason", "left", "--yes", "--live"];

  it.each([
    ["linkedin.com/in/ana-lee", { profileKey: ANA }],
    ["urn:li:fsd_profile:ACwAAAEXAMPLE01", { salesNavigatorKey: OPAQUE }],
  ])("%s that two people were listed under calls for neither, and names both", async (which, keys) => {
    const data = temporaryFolder();
    await inLedgerOf(data, async ({ ledger }) => {
      await appeared(ledger, { invitationId: "71", personId: "90001", ...keys });
      await appeared(ledger, { invitationId: "72", personId: "90002", ...keys });
    });

    const { code, err } = await sweeper(["withdraw", which, ...live, "--data", data]);
    const { out } = await sweeper(["invitation", which, "--json", "--data", data]);

    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("2 people, 90001 and 90002: name the one") });
    expect(JSON.parse(out)).toMatchObject([{ state: "pending" }, { state: "pending" }]);
  });

  it("finds the invitation of a member without an id by what it was listed under", async () => {
    const data = temporaryFolder();
    await inLedgerOf(data, async ({ ledger }) => {
      await appeared(ledger, { personId: null, profileKey: ANA, salesNavigatorKey: OPAQUE });
    });

    for (const which of ["linkedin.com/in/ana-lee", "ACwAAAEXAMPLE01"]) {
      const { out } = await sweeper(["withdraw", which, "--reason", "left", "--yes", "--json", "--data", data]);
      expect(JSON.parse(out).invitations).toMatchObject([{ invitationId: anInvitation().invitationId }]);
    }
  });
});

describe("sweeper preview", () => {
  it("shows what somebody has asked for as what the next live run withdraws", async () => {
    const { invitationId, run } = await aYoungInvitation();
    await run("withdraw", invitationId, "--reason", "left-the-company", "--yes");

    const { out } = await run("preview", "--json");

    const plan: (Previewed & { reason: string })[] = JSON.parse(out).identities[0].plan;
    expect(plan.find((one) => one.invitationId === invitationId)).toMatchObject({
      verdict: "withdraw",
      reason: "requested",
    });
  });
});
