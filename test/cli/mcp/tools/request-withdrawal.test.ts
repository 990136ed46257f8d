import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../../helpers/command-line.ts";
import { anInvitation, appeared, NOW } from "../../../helpers/dynamo-records.ts";
import { inLedgerOf } from "../../../report/helpers/fill-folder.ts";
import { assistantOn, type Person, sweptWorld } from "../helpers/assistant.ts";

interface Row {
  readonly identityId: string;
  readonly invitationId: string;
  readonly personId: string;
}

/** Four runs over the demo's team, on a machine with other work on it; nothing is measured by it. */
const PATIENCE_MS = 180_000;
const IDENTITY = anInvitation().identityId;
const LISTED = { at: NOW, count: 1, trust: "believed" } as const;

describe("request_withdrawal", () => {
  it(
    "stores the request, and the next live run carries it out",
    async () => {
      const data = temporaryFolder();
      const run = (...argv: string[]) => sweeper([...argv, "--data", data]);
      await run("policy", "set", "thresholdDays=365");
      await run("run");
      const { call, asked } = await assistantOn(data);
      const rows: (Row & { readonly verdict: string })[] = (await call("preview", { limit: 500 })).value.rows;
      const isInvitedOnce = (row: Row) => rows.filter(({ personId }) => personId === row.personId).length === 1;
      const young = rows.findLast((row) => row.verdict === "keep" && isInvitedOnce(row));
      if (young === undefined) throw new Error("the demo's backlog has young ones whom one identity alone invited");

      const { value, text } = await call("request_withdrawal", { person: young.personId, reason: "left-the-company" });
      const before = JSON.parse((await run("outcomes", "--json")).out);
      await run("run", "--live");
      const after: { readonly invitationId: string }[] = JSON.parse((await run("outcomes", "--json")).out);

      expect(asked).toHaveLength(1);
      expect(asked[0]).toContain(`invitation ${young.invitationId} of ${young.identityId} to ${young.personId}`);
      expect(asked[0]).toContain("cannot be undone");
      expect(value).toMatchObject({ status: "stored", invitations: [{ invitationId: young.invitationId }] });
      expect(text).toContain("nothing was withdrawn");
      expect(before).toEqual([]);
      expect(after.filter(({ invitationId }) => invitationId === young.invitationId)).toMatchObject([
        { outcome: "withdrawn", reason: "requested" },
      ]);
    },
    PATIENCE_MS,
  );

  it("calls Edges for no withdrawal, also where the policy is live", async () => {
    const { env, data, run, calls } = await sweptWorld();
    await run("policy", "set", "mode=live");
    const { call } = await assistantOn(data, { env });
    const [row]: Row[] = (await call("preview", { limit: 1 })).value.rows;

    const { value } = await call("request_withdrawal", { invitation: row?.invitationId, reason: "left" });

    expect(value).toMatchObject({ status: "stored" });
    expect(calls("withdraw")).toBe(0);
  });

  it.each<[string, Person]>([
    ["declined", () => ({ action: "decline" })],
    ["cannot-ask", null],
  ])("stores nothing when it is %s, and gives the command for a person", async (status, person) => {
    const data = temporaryFolder();
    await inLedgerOf(data, async ({ ledger }) => {
      await ledger.identities.recordListing(IDENTITY, LISTED);
      await appeared(ledger, anInvitation({ invitationId: "71", personId: "90001" }));
    });
    const { call } = await assistantOn(data, { person });

    const { value } = await call("request_withdrawal", { invitation: "71", reason: "left us" });
    const { out } = await sweeper(["invitation", "71", "--json", "--data", data]);

    expect(value).toMatchObject({ status, invitations: [] });
    expect(value.command).toBe(`npx sweeper withdraw 71 '--reason=left us' --data ${data}`);
    expect(JSON.parse(out)).toMatchObject([{ state: "pending", withdrawalRequest: null }]);
  });

  it("asks for no invitation that has become pending while the person was reading", async () => {
    const data = temporaryFolder();
    const appear = (invitationId: string, identityId: string) =>
      inLedgerOf(data, async ({ ledger }) => {
        await appeared(ledger, anInvitation({ invitationId, identityId, personId: "90001" }));
      });
    await appear("71", "one");
    const person = async () => {
      await appear("72", "two");
      return { action: "accept", content: { confirm: true } } as const;
    };
    const { call } = await assistantOn(data, { person });

    const { value } = await call("request_withdrawal", { person: "90001", reason: "left" });

    expect(value.invitations).toEqual([{ identityId: "one", invitationId: "71" }]);
  });

  it("takes digits for what they are given as, a person or an invitation", async () => {
    const data = temporaryFolder();
    await inLedgerOf(data, async ({ ledger }) => {
      await ledger.identities.recordListing(IDENTITY, LISTED);
      await appeared(ledger, anInvitation({ invitationId: "90001", personId: "55" }));
      await appeared(ledger, anInvitation({ invitationId: "72", personId: "90001" }));
    });
    const { call } = await assistantOn(data);

    const asPerson = await call("request_withdrawal", { person: "90001", reason: "left" });
    const asInvitation = await call("request_withdrawal", { invitation: "90001", reason: "left" });

    expect(asPerson.value.invitations).toMatchObject([{ invitationId: "72" }]);
    expect(asInvitation.value.invitations).toMatchObject([{ invitationId: "90001" }]);
  });
});
