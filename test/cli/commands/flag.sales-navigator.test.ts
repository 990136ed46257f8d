import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keyOfSalesNavigatorId } from "../../../lib/ledger/profile-key.ts";
import { DEMO_TEAM } from "../../../lib/sandbox/demo-team.ts";
import { personFor } from "../../../lib/sandbox/people.ts";
import { constantServer, json } from "../../edges/helpers/scripted-server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

/** As people copy one id from the site, from Sales Navigator and from its requests; `readSubject` has more. */
const formsOf = (id: string): readonly string[] => [
  `https://www.linkedin.com/in/${id}`,
  `https://www.linkedin.com/sales/lead/${id},NAME_SEARCH,xyz`,
  `urn:li:fsd_profile:${id}`,
];

interface Previewed {
  readonly invitationId: string;
  readonly personId: string;
  readonly verdict: string;
  readonly reason: string;
}

describe("a list that shows Sales Navigator ids", () => {
  const IDENTITY = "11111111-1111-4111-8111-111111111111";
  const item = (n: number, slug: string) => ({
    linkedin_invitation_id: `750000000000000000${n}`,
    linkedin_invitation_urn: `urn:li:fsd_invitation:750000000000000000${n}`,
    linkedin_profile_id: 1000 + n,
    linkedin_profile_url: `https://www.linkedin.com/in/${slug}`,
    sales_navigator_profile_id: `ACwAAAEXAMPLE0${n}`,
    sent_date: "2026-01-29T13:34:50.017Z",
  });
  const account = { integration: "linkedin", name: "rep", status: "VALID" };

  /** An API with one identity and two invitations, both stale, and a data folder for it. */
  async function withTwo() {
    const { baseUrl, requests } = await constantServer((response, request) => {
      if (request.method === "GET") json([{ uid: IDENTITY, name: "rep", accounts: [account] }])(response, request);
      else json([item(1, "ada-example"), item(2, "bo-example")])(response, request);
    });
    const data = temporaryFolder();
    const env = { EDGES_BASE_URL: baseUrl, EDGES_API_KEY: "k-field" };
    const run = (...argv: string[]) => sweeper([...argv, "--edges", "real", "--data", data], { env });
    const plan = async () => {
      const { out } = await run("preview", "--json");
      const [identity] = JSON.parse(out).identities;
      return Object.fromEntries(
        (identity.plan as Previewed[]).map(({ personId, verdict, reason }) => [personId, [verdict, reason]]),
      );
    };
    return { run, plan, requests };
  }

  const GONE = { 1001: ["withdraw", "stale"], 1002: ["withdraw", "stale"] };
  const KEPT = { 1001: ["keep", "protected"], 1002: ["withdraw", "stale"] };

  it.each([
    ["before any run", "waits for the first listing", false],
    ["after a run", "1001 is flagged protected\n1 pending invitation to them: kept", true],
  ])("keeps who is protected by any form of the id %s, and no longer who is not", async (_, said, listed) => {
    const { run, plan } = await withTwo();
    if (listed) await run("run");
    for (const form of formsOf("ACwAAAEXAMPLE01")) {
      const set = await run("flag", form, "--as", "protected");
      const kept = await plan();
      const taken = await run("unflag", form);

      expect([form, set]).toEqual([form, expect.objectContaining({ code: 0, out: expect.stringContaining(said) })]);
      expect([form, kept]).toEqual([form, KEPT]);
      expect(taken.out).toContain("is no longer flagged protected");
    }
    expect(await plan()).toEqual(GONE);
  });

  it("keeps who was protected before the run that lists them, in that run and from then on", async () => {
    const { run, plan } = await withTwo();

    const set = await run("flag", "https://www.linkedin.com/in/ACwAAAEXAMPLE01", "--as", "protected");
    const swept = JSON.parse((await run("run", "--json")).out);
    const shown = JSON.parse((await run("flags", "--json")).out);

    expect(swept.sweeps[0].byReason).toEqual({ protected: 1, stale: 1 });
    expect(await plan()).toEqual(KEPT);
    expect(shown).toMatchObject([{ kind: "protected", belongsTo: "1001" }]);
    expect(JSON.stringify([set, shown])).not.toContain("ACwAA");
  });

  it("keeps nobody by another person's id", async () => {
    const { run, plan } = await withTwo();

    await run("flag", "ACwAAAEXAMPLE09", "--as", "protected");

    expect(await plan()).toEqual(GONE);
  });

  it("keeps who is protected by a file, and reads back what is printed of it", async () => {
    const { run, plan } = await withTwo();
    const file = join(temporaryFolder(), "flags.csv");
    writeFileSync(file, 'profile,as\n"https://www.linkedin.com/sales/lead/ACwAAAEXAMPLE01,NAME_SEARCH,x",protected\n');

    const imported = await run("flags", "import", file, "--json");
    const printed = await run("flags", "--csv");
    writeFileSync(file, printed.out);
    const again = await run("flags", "import", file, "--json");

    expect(JSON.parse(imported.out)).toMatchObject({ rows: 1, written: 1 });
    expect(JSON.parse(again.out)).toMatchObject({ rows: 1, written: 0, unchanged: 1 });
    expect(printed.out).toContain(keyOfSalesNavigatorId("ACwAAAEXAMPLE01"));
    expect(await plan()).toEqual(KEPT);
  });

  it("shows the invitations of one by every form of the id", async () => {
    const { run } = await withTwo();
    await run("run");

    for (const form of formsOf("ACwAAAEXAMPLE02")) {
      const { out } = await run("invitation", form, "--json");
      expect(JSON.parse(out)).toMatchObject([{ invitationId: "7500000000000000002", personId: "1002" }]);
    }
    expect(await run("invitation", "ACwAAAEXAMPLE09")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no invitation under this Sales Navigator id, and a person has several: give"),
    });
  });
});

describe("a person of the sandbox", () => {
  it.each(["before a run", "after one"])(
    "flagged by a Sales Navigator id %s is not withdrawn by a live run",
    async (when) => {
      const data = temporaryFolder();
      const run = (...argv: string[]) => sweeper([...argv, "--data", data]);
      const { out } = await run("preview", "--json");
      const plan: Previewed[] = JSON.parse(out).identities[0].plan;
      const stale = plan.find(({ reason }) => reason === "stale");
      if (stale === undefined) throw new Error("the demo's backlog has stale ones");
      const { salesNavigatorId } = personFor(DEMO_TEAM.seed, Number(stale.personId));
      if (when === "after one") await run("run");

      await run("flag", `urn:li:fsd_profile:${salesNavigatorId}`, "--as", "protected");
      await run("run", "--live");
      const [invitation] = JSON.parse((await run("invitation", salesNavigatorId, "--json")).out);
      const asked = await run("withdraw", salesNavigatorId, "--reason", "left", "--yes", "--live", "--json");

      expect(invitation).toMatchObject({
        invitationId: stale.invitationId,
        personId: stale.personId,
        state: "pending",
      });
      expect(JSON.parse(asked.out)).toMatchObject({ invitations: [{ state: "pending" }] });
    },
  );
});
