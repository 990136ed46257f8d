import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { keyOfAddress, keyOfSalesNavigatorId } from "../../../lib/ledger/profile-key.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { aMark, anEnding, appeared, claimed, ended } from "../../helpers/dynamo-records.ts";
import { inLedgerOf } from "../../report/helpers/fill-folder.ts";

const ADDRESS = "linkedin.com/in/ana-lee";
const ANA = keyOfAddress(ADDRESS);
const SALES = "https://www.linkedin.com/sales/lead/ACwAAAEXAMPLE01,NAME_SEARCH,x";
const OPAQUE = keyOfSalesNavigatorId("ACwAAAEXAMPLE01");
const hoursAgo = (hours: number): Date => later(new Date(), -hours * HOUR_MS);

const listed = ({ identities }: Ledger, identityId: string, hours: number) =>
  identities.recordListing(identityId, { at: hoursAgo(hours), count: 1, trust: "believed" });

/** Asks in a data folder whose ledger is as `arrange` leaves it. */
async function asking(arrange: (ledger: Ledger) => Promise<unknown>) {
  const data = temporaryFolder();
  await inLedgerOf(data, async ({ ledger }) => void (await arrange(ledger)));
  const run = (...argv: string[]) => sweeper([...argv, "--data", data]);
  return { run, ask: (profile: string, ...more: string[]) => run("can-invite", profile, ...more) };
}

describe("can-invite says yes", () => {
  it("to whoever nobody knows, by address and by id, while every list is recent", async () => {
    const { ask } = await asking((ledger) => listed(ledger, "identity-1", 47));

    for (const profile of [ADDRESS, "90001"]) {
      expect(await ask(profile)).toMatchObject({
        ...{ code: 0, out: "yes", err: "the ledger knows no invitation to this person" },
      });
    }
    const { out } = await ask(ADDRESS, "--json");
    expect(JSON.parse(out)).toEqual({
      target: "sandbox (made-up people)",
      ...{ canInvite: true, until: null, obstacles: [], invitationsKnown: 0 },
    });
  });

  it("to a person known by a Sales Navigator id whom nothing stands against", async () => {
    const { ask } = await asking(async (ledger) => {
      await listed(ledger, "identity-1", 1);
      await ended(ledger, { salesNavigatorKey: OPAQUE }, { outcome: "gone", withdrawnAt: null, reinviteAfter: null });
    });

    expect(await ask(SALES)).toMatchObject({ code: 0, out: "yes", err: "" });
  });

  it("although the policy leaves out an identity that nobody lists any more", async () => {
    const { run, ask } = await asking(async (ledger) => {
      await listed(ledger, "identity-1", 1);
      await listed(ledger, "identity-2", 300);
    });

    const before = await ask(ADDRESS);
    await run("policy", "set", 'identities=[{"id":"identity-1"}]');

    expect(before.code).toBe(5);
    expect(await ask(ADDRESS)).toMatchObject({ code: 0, out: "yes" });
  });
});

describe("can-invite cannot tell", () => {
  it("where no identity is known", async () => {
    const { ask } = await asking(async () => {});

    const [text, json] = [await ask(ADDRESS), await ask(ADDRESS, "--json")];

    const why = expect.stringContaining("the ledger knows no identity");
    expect(text).toMatchObject({ code: 5, out: "cannot tell", err: why });
    expect(json.code).toBe(5);
    expect(JSON.parse(json.out)).toMatchObject({
      canInvite: null,
      why,
      obstacles: [],
      doubts: [{ why: "no-identity" }],
    });
  });

  it("where identities have no complete list of the last 48 hours, and names the first few with what to do", async () => {
    const { ask } = await asking(async (ledger) => {
      for (const id of ["a", "b", "c", "d", "e"]) await listed(ledger, id, id === "a" ? 47 : 49);
      await ended(ledger, { profileKey: ANA }, { outcome: "gone", withdrawnAt: null, reinviteAfter: null });
    });

    const { code, out, err } = await ask(ADDRESS);

    expect({ code, out }).toEqual({ code: 5, out: "cannot tell" });
    expect(err).toContain("no complete list of the last 48 hours of 4 identities");
    expect(err).toContain("b, c, d and 1 more; list them with `sweeper run`, or leave them out of the policy");
  });

  it("by a Sales Navigator id that matches nobody, or only a member without an id, however recent the lists are", async () => {
    const { ask } = await asking(async (ledger) => {
      await listed(ledger, "identity-1", 1);
      const gone = { outcome: "gone", withdrawnAt: null, reinviteAfter: null } as const;
      await ended(ledger, { personId: null, salesNavigatorKey: OPAQUE }, gone);
    });

    for (const profile of ["urn:li:fsd_profile:ACwAAAEXAMPLE09", SALES, addressSubject(OPAQUE)]) {
      expect(await ask(profile)).toMatchObject({
        ...{ code: 5, out: "cannot tell" },
        err: expect.stringMatching(/proves nothing, .*: give the profile's address, .* or the person's numeric id/),
      });
    }
    const { out } = await ask(SALES, "--json");
    expect(JSON.parse(out)).toMatchObject({ canInvite: null, doubts: [{ why: "unknown-id" }] });
  });
});

describe("can-invite says no", () => {
  const pending = { code: 3, out: expect.stringContaining("has an invitation to them pending") };

  it.each([
    ["its address", ADDRESS, { profileKey: ANA }],
    ["a Sales Navigator id", SALES, { salesNavigatorKey: OPAQUE }],
    ["a Sales Navigator id that the list showed as the address", SALES, { profileKey: OPAQUE }],
    ["the address of a member without an id", ADDRESS, { personId: null, profileKey: ANA }],
  ])("while an invitation is pending, found by %s, though nobody has listed for long", async (_, profile, keys) => {
    const { ask } = await asking((ledger) => appeared(ledger, keys));

    expect(await ask(profile)).toMatchObject(pending);
  });

  it("while a call is under way of which nobody knows the effect", async () => {
    const { ask } = await asking((ledger) => claimed(ledger, "attempt-1", { profileKey: ANA }));

    expect(await ask(ADDRESS)).toMatchObject(pending);
  });

  it("for three weeks after an invitation was gone that a call may have withdrawn", async () => {
    const endedAt = hoursAgo(24);
    const { ask } = await asking(async (ledger) => {
      await listed(ledger, "identity-1", 1);
      const { identityId, invitationId } = await claimed(ledger, "attempt-1", { profileKey: ANA });
      const lost = { lost: true, counts: true, lastError: null };
      await ledger.invitations.leaveOpen(identityId, invitationId, "attempt-1", lost);
      const gone = anEnding({ outcome: "gone", endedAt, withdrawnAt: null, reinviteAfter: null });
      await ledger.invitations.end(identityId, invitationId, gone, new Date());
    });

    const { code, out } = await ask(ADDRESS, "--json");

    const until = later(endedAt, 21 * DAY_MS).toISOString();
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ canInvite: false, until, obstacles: [{ why: "maybe-withdrawn", until }] });
    expect((await ask(ADDRESS)).out).toContain("after a call to withdraw it, which may have done it");
  });

  it("to whoever two people stand for, when either may not be", async () => {
    const { ask } = await asking(async (ledger) => {
      await listed(ledger, "identity-1", 1);
      await appeared(ledger, { invitationId: "71", personId: "90002", salesNavigatorKey: OPAQUE });
      await ledger.flags.add(addressSubject(OPAQUE), aMark());
      await ledger.flags.claimAddress(OPAQUE, "90001");
      await ledger.flags.add("90001", aMark({ kind: "do-not-contact" }));
    });

    expect(await ask(SALES)).toMatchObject({ code: 3, out: expect.stringMatching(/do-not-contact.*pending/s) });
  });

  it("to a flag of an address or id that nobody was seen under yet", async () => {
    const { run, ask } = await asking(async () => {});
    for (const profile of [ADDRESS, SALES]) {
      await run("flag", profile, "--as", "do-not-contact");

      expect(await ask(profile)).toMatchObject({ code: 3, out: "no\n  flagged do-not-contact" });
    }
  });
});

it.each([["linkedin.com/company/acme"], ["linkedin.com/in/me"]])("can-invite refuses %s", async (profile) => {
  expect((await sweeper(["can-invite", profile, "--data", temporaryFolder()])).code).toBe(2);
});
