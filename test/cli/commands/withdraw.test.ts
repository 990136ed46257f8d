import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

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

describe("sweeper withdraw and can-invite", () => {
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

  it("says yes for whoever is not known, and that nothing is known", async () => {
    const data = temporaryFolder();

    const { code, out, err } = await sweeper(["can-invite", "linkedin.com/in/nobody-known", "--data", data]);

    expect({ code, out }).toEqual({ code: 0, out: "yes" });
    expect(err).toBe("the ledger knows no invitation to this person");
  });

  it("cannot tell for a Sales Navigator id, which the ledger does not hold", async () => {
    const data = temporaryFolder();
    const asked = ["can-invite", "https://www.linkedin.com/sales/lead/ACwAAAEXAMPLE01,NAME_SEARCH,x", "--data", data];

    const text = await sweeper(asked);
    const json = await sweeper([...asked, "--json"]);

    expect(text).toMatchObject({ code: 5, out: "cannot tell", err: expect.stringContaining("cannot be matched yet") });
    expect(json.code).toBe(5);
    expect(JSON.parse(json.out)).toEqual({
      target: "sandbox (made-up people)",
      canInvite: null,
      why: expect.stringContaining("cannot be matched yet"),
    });
  });

  it("goes to a flag of an address that nobody was seen under yet", async () => {
    const data = temporaryFolder();
    await sweeper(["flag", "linkedin.com/in/nobody-known", "--as", "do-not-contact", "--data", data]);

    const { code, out } = await sweeper(["can-invite", "linkedin.com/in/nobody-known", "--data", data]);

    expect(code).toBe(3);
    expect(out).toBe("no\n  flagged do-not-contact");
  });

  it.each([
    ["withdraw", "not a person", "--reason", "x", "--yes"],
    ["withdraw", "https://www.linkedin.com/in/ACwAAAEXAMPLE01", "--reason", "x", "--yes"],
    ["withdraw", "https://www.linkedin.com/in/UNKNOWN", "--reason", "x", "--yes"],
    ["withdraw", "7231400000000000000", "--reason", "x", "--yes"],
    ["withdraw", "123", "--reason", " ", "--yes"],
    ["withdraw", "123", "--yes"],
    ["can-invite", "linkedin.com/company/acme"],
    ["can-invite", "linkedin.com/in/me"],
  ])("refuses %s %s", async (...argv) => {
    expect((await sweeper([...argv, "--data", temporaryFolder()])).code).toBe(2);
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
