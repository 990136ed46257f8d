import { describe, expect, it } from "vitest";
import { appeared, daysBefore, ended, stored } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

/** What a listing notes against an invitation, so that whoever decides without a listing knows. */
export function doubtContract(makeLedger: MakeLedger): void {
  describe("a date that a listing could not read", () => {
    const t = eachWithLedger(makeLedger);

    it("is noted from the first listing on, or by a later one", async () => {
      const first = await appeared(t.ledger, { invitationId: "first", unreadableAt: daysBefore(2) });
      const later = await appeared(t.ledger, { invitationId: "later" });

      await t.ledger.invitations.noteUnreadable(later.identityId, later.invitationId, daysBefore(1));

      expect((await stored(t.ledger, first.identityId, "first")).unreadableAt).toEqual(daysBefore(2));
      expect(await stored(t.ledger, later.identityId, "later")).toEqual({ ...later, unreadableAt: daysBefore(1) });
    });

    it("is not noted of what has ended or never was", async () => {
      const there = await ended(t.ledger);

      await t.ledger.invitations.noteUnreadable(there.identityId, there.invitationId, daysBefore(1));
      await t.ledger.invitations.noteUnreadable("identity-1", "1", daysBefore(1));

      expect(await stored(t.ledger, there.identityId, there.invitationId)).toEqual(there);
      expect(await t.ledger.invitations.find("identity-1", "1")).toBeNull();
    });
  });

  describe("what kind of invitation it is", () => {
    const t = eachWithLedger(makeLedger);

    it("is kept from the first listing on, or noted by a later one, and stays", async () => {
      const first = await appeared(t.ledger, { invitationId: "first", kind: "EVENT" });
      const later = await appeared(t.ledger, { invitationId: "later" });

      await t.ledger.invitations.noteKind(later.identityId, "later", "PAGE");
      await t.ledger.invitations.noteKind(later.identityId, "later", "PAGE");

      expect((await stored(t.ledger, first.identityId, "first")).kind).toBe("EVENT");
      expect(await stored(t.ledger, later.identityId, "later")).toEqual({ ...later, kind: "PAGE" });
    });

    it("is not noted of what has ended or never was", async () => {
      const there = await ended(t.ledger);

      await t.ledger.invitations.noteKind(there.identityId, there.invitationId, "PAGE");
      await t.ledger.invitations.noteKind("identity-1", "1", "PAGE");

      expect(await stored(t.ledger, there.identityId, there.invitationId)).toEqual(there);
      expect(await t.ledger.invitations.find("identity-1", "1")).toBeNull();
    });
  });

  describe("data of a listing that contradict each other", () => {
    const t = eachWithLedger(makeLedger);

    it("are noted from the first listing on, or by a later one, and the latest counts", async () => {
      const first = await appeared(t.ledger, { invitationId: "first", contradictingAt: daysBefore(2) });
      const later = await appeared(t.ledger, { invitationId: "later" });

      await t.ledger.invitations.noteContradicting(later.identityId, "later", daysBefore(2));
      await t.ledger.invitations.noteContradicting(later.identityId, "later", daysBefore(1));

      expect(first.contradictingAt).toEqual(daysBefore(2));
      expect(await stored(t.ledger, later.identityId, "later")).toEqual({ ...later, contradictingAt: daysBefore(1) });
    });

    it("are noted beside a date that cannot be read", async () => {
      const one = await appeared(t.ledger, { unreadableAt: daysBefore(1) });

      await t.ledger.invitations.noteContradicting(one.identityId, one.invitationId, daysBefore(1));

      expect(await stored(t.ledger, one.identityId, one.invitationId)).toEqual({
        ...one,
        contradictingAt: daysBefore(1),
      });
    });

    it("are not noted of what has ended or never was", async () => {
      const there = await ended(t.ledger);

      await t.ledger.invitations.noteContradicting(there.identityId, there.invitationId, daysBefore(1));
      await t.ledger.invitations.noteContradicting("identity-1", "1", daysBefore(1));

      expect(await stored(t.ledger, there.identityId, there.invitationId)).toEqual(there);
      expect(await t.ledger.invitations.find("identity-1", "1")).toBeNull();
    });
  });
}
