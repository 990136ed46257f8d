import { describe, expect, it } from "vitest";
import { anEnding, appeared, collect, daysBefore, ended, NOW, stored } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function sentBoundContract(makeLedger: MakeLedger): void {
  describe("the bounds on when an invitation was sent", () => {
    const t = eachWithLedger(makeLedger);
    const boundsOf = async ({ identityId, invitationId }: { identityId: string; invitationId: string }) => {
      const { sentFrom, sentAt } = await stored(t.ledger, identityId, invitationId);
      return { sentFrom, sentBy: sentAt };
    };
    const narrow = (
      { identityId, invitationId }: { identityId: string; invitationId: string },
      bounds: { sentFrom?: Date; sentBy?: Date },
    ) => t.ledger.invitations.narrowSent(identityId, invitationId, { sentFrom: null, sentBy: null, ...bounds });

    it("are narrowed each for itself", async () => {
      const one = await appeared(t.ledger, { sentFrom: daysBefore(40), sentAt: daysBefore(30) });

      await narrow(one, { sentBy: daysBefore(31) });
      const later = await boundsOf(one);
      await narrow(one, { sentFrom: daysBefore(39) });
      const both = await boundsOf(one);
      await narrow(one, { sentFrom: daysBefore(38), sentBy: daysBefore(32) });

      expect(later).toEqual({ sentFrom: daysBefore(40), sentBy: daysBefore(31) });
      expect(both).toEqual({ sentFrom: daysBefore(39), sentBy: daysBefore(31) });
      expect(await boundsOf(one)).toEqual({ sentFrom: daysBefore(38), sentBy: daysBefore(32) });
    });

    it("are never widened, and one that is not narrower does not stop the other", async () => {
      const one = await appeared(t.ledger, { sentFrom: daysBefore(40), sentAt: daysBefore(30) });

      await narrow(one, { sentFrom: daysBefore(41), sentBy: daysBefore(29) });
      const asBefore = await boundsOf(one);
      await narrow(one, { sentFrom: daysBefore(41), sentBy: daysBefore(31) });

      expect(asBefore).toEqual({ sentFrom: daysBefore(40), sentBy: daysBefore(30) });
      expect(await boundsOf(one)).toEqual({ sentFrom: daysBefore(40), sentBy: daysBefore(31) });
    });

    it("never cross: one that would is left out", async () => {
      const one = await appeared(t.ledger, { sentFrom: daysBefore(31), sentAt: daysBefore(30) });

      await narrow(one, { sentBy: daysBefore(32) });
      await narrow(one, { sentFrom: daysBefore(29) });
      const asBefore = await boundsOf(one);
      await narrow(one, { sentFrom: daysBefore(30) });

      expect(asBefore).toEqual({ sentFrom: daysBefore(31), sentBy: daysBefore(30) });
      expect(await boundsOf(one)).toEqual({ sentFrom: daysBefore(30), sentBy: daysBefore(30) });
    });

    it("begin where there was no lower one, and stay through a repeat", async () => {
      const one = await appeared(t.ledger, { sentFrom: null, sentAt: daysBefore(30) });

      await narrow(one, { sentFrom: daysBefore(33) });
      await narrow(one, { sentFrom: daysBefore(33) });

      expect(one.sentFrom).toBeNull();
      expect(await boundsOf(one)).toEqual({ sentFrom: daysBefore(33), sentBy: daysBefore(30) });
    });

    it.each([0, 7_200_000, "unreadable", null] as const)(
      "keep how far apart they were at first sight through all that comes later: %s",
      async (sentWidthAtFirstSight) => {
        const one = await appeared(t.ledger, { sentFrom: daysBefore(40), sentWidthAtFirstSight });
        const { identityId, invitationId } = one;

        await narrow(one, { sentFrom: daysBefore(32), sentBy: daysBefore(32) });
        await t.ledger.invitations.noteUnreadable(identityId, invitationId, daysBefore(20));
        await t.ledger.invitations.end(identityId, invitationId, anEnding({ outcome: "gone", reason: null }), NOW);
        await t.ledger.invitations.reopen(identityId, invitationId, NOW, null);

        expect(one.sentWidthAtFirstSight).toBe(sentWidthAtFirstSight);
        expect(await stored(t.ledger, identityId, invitationId)).toMatchObject({
          ...{ state: "pending", sentFrom: daysBefore(32), sentAt: daysBefore(32), sentWidthAtFirstSight },
        });
      },
    );

    it("move the invitation among the open ones when the upper one does", async () => {
      const late = await appeared(t.ledger, { invitationId: "late", sentAt: daysBefore(5) });
      await appeared(t.ledger, { invitationId: "early", sentAt: daysBefore(6) });

      await narrow(late, { sentBy: daysBefore(7) });

      const open = await collect(t.ledger.invitations.open(late.identityId));
      expect(open.map(({ invitationId, sentAt }) => [invitationId, sentAt])).toEqual([
        ["late", daysBefore(7)],
        ["early", daysBefore(6)],
      ]);
    });

    it("are left alone once the invitation has ended", async () => {
      const there = await ended(t.ledger);

      await narrow(there, { sentFrom: daysBefore(30.5), sentBy: daysBefore(300) });

      expect(await stored(t.ledger, there.identityId, there.invitationId)).toEqual(there);
    });

    it("make no invitation where there is none", async () => {
      await narrow({ identityId: "identity-1", invitationId: "1" }, { sentFrom: daysBefore(4), sentBy: daysBefore(3) });

      expect(await t.ledger.invitations.find("identity-1", "1")).toBeNull();
    });
  });
}
