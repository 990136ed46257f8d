import { beforeEach, describe, expect, it } from "vitest";
import { isFlagged } from "../../lib/domain/rule.ts";
import { flagsOfPerson } from "../../lib/ledger/flag-lookup.ts";
import { addressSubject, profileKeyIn } from "../../lib/ledger/flag-subject.ts";
import { flag, flagTargetOf, unflag } from "../../lib/ledger/flagging.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { keyOfAddress, keyOfSalesNavigatorId } from "../../lib/ledger/profile-key.ts";
import { aMark, appeared, collect, ended, NOW } from "../helpers/dynamo-records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const ANA = keyOfAddress("linkedin.com/in/ana-lee");
const OLD_NAME = keyOfAddress("linkedin.com/in/ana-novak");
const OPAQUE = keyOfSalesNavigatorId("ACwAAAEXAMPLE01");

let ledger: Ledger;
beforeEach(() => {
  ledger = createModelLedger({ now: () => NOW });
});
const standing = async () =>
  (await collect(ledger.flags.all())).map(({ subject, marks }) => [subject, marks.map(({ kind }) => kind)]);

describe("flagging", () => {
  it("by an address that the ledger knows flags the person", async () => {
    await appeared(ledger, { personId: "1", profileKey: ANA });

    const record = await flag(ledger, { profileKey: ANA }, aMark());

    expect(record).toMatchObject({ subject: "1", marks: [aMark()] });
    expect(await standing()).toEqual([["1", ["protected"]]]);
  });

  it("by an address that nobody knows waits by address", async () => {
    await flag(ledger, { profileKey: ANA }, aMark());

    expect(await standing()).toEqual([[addressSubject(ANA), ["protected"]]]);
  });

  it("by an address that a listing has claimed flags the person, without any invitation of theirs in the ledger", async () => {
    await ledger.flags.add(addressSubject(ANA), aMark());
    await ledger.flags.claimAddress(ANA, "1");

    await flag(ledger, { profileKey: ANA }, aMark({ kind: "customer" }));

    expect(await standing()).toContainEqual(["1", ["customer"]]);
  });

  it.each([
    ["in its own field", { profileKey: ANA, salesNavigatorKey: OPAQUE }],
    ["as the address", { profileKey: OPAQUE, salesNavigatorKey: null }],
  ])("by a Sales Navigator id that a list has shown %s flags the person", async (_, keys) => {
    await appeared(ledger, { personId: "1", ...keys });

    await flag(ledger, { profileKey: OPAQUE }, aMark());

    expect(await standing()).toEqual([["1", ["protected"]]]);
  });

  it("by an address of a member without an id waits by address, and finds their invitation", async () => {
    const one = await appeared(ledger, { personId: null, profileKey: ANA });

    const record = await flag(ledger, { profileKey: ANA }, aMark());

    expect(record).toMatchObject({ subject: addressSubject(ANA), belongsTo: null });
    expect(isFlagged((await flagsOfPerson(ledger, one)).flags, one, "protected")).toBe(true);
  });

  it("by an address under which somebody is known with and without an id reaches both invitations", async () => {
    const named = await appeared(ledger, { personId: "1", profileKey: ANA, invitationId: "71" });
    const nameless = await appeared(ledger, { personId: null, profileKey: ANA, invitationId: "72" });

    const record = await flag(ledger, { profileKey: ANA }, aMark());

    expect(record).toMatchObject({ subject: addressSubject(ANA), belongsTo: "1" });
    for (const one of [named, nameless]) {
      expect(isFlagged((await flagsOfPerson(ledger, one)).flags, one, "protected")).toBe(true);
    }
  });

  it.each([
    ["both as the address", { profileKey: ANA }, { profileKey: ANA }, ANA],
    ["both as the Sales Navigator id", { salesNavigatorKey: OPAQUE }, { salesNavigatorKey: OPAQUE }, OPAQUE],
    ["one each way", { profileKey: OPAQUE }, { salesNavigatorKey: OPAQUE }, OPAQUE],
  ])("by what two people were listed under, %s, is refused with both ids", async (_, one, other, key) => {
    await appeared(ledger, { personId: "2", invitationId: "71", ...one });
    await ended(ledger, { personId: "1", invitationId: "72", ...other });

    const refused = flag(ledger, { profileKey: key }, aMark());

    await expect(refused).rejects.toMatchObject({ name: "AmbiguousReferenceError", personIds: ["1", "2"] });
    await expect(unflag(ledger, { profileKey: key }, null)).rejects.toThrow("has been that of 2 people: 1, 2");
    expect(await standing()).toEqual([]);
  });
});

describe("unflagging", () => {
  it("by id takes what was given by id, by an address of their invitations, and by one that was theirs", async () => {
    await appeared(ledger, { personId: "1", profileKey: ANA });
    await ledger.flags.add("1", aMark({ kind: "customer" }));
    await ledger.flags.add(addressSubject(ANA), aMark({ kind: "protected" }));
    await ledger.flags.add(addressSubject(OLD_NAME), aMark({ kind: "icp-mismatch" }));
    await ledger.flags.claimAddress(OLD_NAME, "1");

    const taken = await unflag(ledger, { personId: "1" }, null);

    expect(taken).toEqual(["protected", "customer", "icp-mismatch"]);
    expect(await standing()).toEqual([]);
  });

  it("by address takes the same", async () => {
    await appeared(ledger, { personId: "1", profileKey: ANA });
    await ledger.flags.add("1", aMark({ kind: "customer" }));
    await ledger.flags.add(addressSubject(ANA), aMark({ kind: "protected" }));

    expect(await unflag(ledger, { profileKey: ANA }, null)).toEqual(["protected", "customer"]);
    expect(await standing()).toEqual([]);
  });

  it("takes what was given by a Sales Navigator id, by id and by that", async () => {
    await appeared(ledger, { personId: "1", salesNavigatorKey: OPAQUE });
    for (const whom of [{ personId: "1" }, { profileKey: OPAQUE }]) {
      await ledger.flags.add(addressSubject(OPAQUE), aMark({ kind: "protected" }));

      expect(await unflag(ledger, whom, null)).toEqual(["protected"]);
    }
    expect(await standing()).toEqual([]);
  });

  it("by an address that waits takes what waits", async () => {
    await ledger.flags.add(addressSubject(ANA), aMark());

    expect(await unflag(ledger, { profileKey: ANA }, null)).toEqual(["protected"]);
    expect(await standing()).toEqual([]);
  });

  it("takes one kind where it is told which, and leaves the others and everybody else's", async () => {
    for (const kind of ["protected", "customer"] as const) await ledger.flags.add("1", aMark({ kind }));
    await ledger.flags.add("2", aMark({ kind: "customer" }));

    const taken = await unflag(ledger, { personId: "1" }, "customer");

    expect(taken).toEqual(["customer"]);
    expect(await standing()).toEqual([
      ["1", ["protected"]],
      ["2", ["customer"]],
    ]);
  });

  it("leaves what was given by an address that is somebody else's by now", async () => {
    await appeared(ledger, { personId: "1", profileKey: ANA });
    await ledger.flags.add(addressSubject(ANA), aMark());
    await ledger.flags.claimAddress(ANA, "2");

    expect(await unflag(ledger, { personId: "1" }, null)).toEqual([]);
    expect(await standing()).toEqual([[addressSubject(ANA), ["protected"]]]);
  });

  it("may be repeated", async () => {
    await ledger.flags.add("1", aMark());
    await unflag(ledger, { personId: "1" }, null);

    expect(await unflag(ledger, { personId: "1" }, null)).toEqual([]);
  });
});

describe("a subject", () => {
  it("is a person's id, or stands for an address", () => {
    expect(flagTargetOf("90001")).toEqual({ personId: "90001" });
    expect(flagTargetOf(addressSubject(ANA))).toEqual({ profileKey: ANA });
    expect([profileKeyIn("90001"), profileKeyIn("profile#short"), profileKeyIn("#any")]).toEqual([null, null, null]);
  });
});
