import { beforeEach, describe, expect, it } from "vitest";
import { addressSubject, profileKeyIn } from "../../lib/ledger/flag-subject.ts";
import { AmbiguousAddressError, flag, flagTargetOf, unflag } from "../../lib/ledger/flagging.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { keyOfAddress } from "../../lib/ledger/profile-key.ts";
import { aMark, appeared, collect, NOW } from "../helpers/dynamo-records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const ANA = keyOfAddress("linkedin.com/in/ana-lee");
const OLD_NAME = keyOfAddress("linkedin.com/in/ana-novak");

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

  it("by an address that two people have had is refused with both ids", async () => {
    await appeared(ledger, { personId: "2", profileKey: ANA, invitationId: "71" });
    await appeared(ledger, { personId: "1", profileKey: ANA, invitationId: "72" });

    const refused = flag(ledger, { profileKey: ANA }, aMark());

    await expect(refused).rejects.toThrow(AmbiguousAddressError);
    await expect(refused).rejects.toMatchObject({ personIds: ["1", "2"] });
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
