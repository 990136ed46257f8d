import { describe, expect, it } from "vitest";
import {
  anAnnouncement,
  anEnding,
  anInvitation,
  appeared,
  collect,
  minutesAfter,
  NOW,
  stored,
} from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

const { identityId, invitationId } = anInvitation();

export function announcementContract(makeLedger: MakeLedger): void {
  describe("an announcement", () => {
    const t = eachWithLedger(makeLedger);
    const announce = (announcement = anAnnouncement(), id = invitationId) =>
      t.ledger.invitations.announce(identityId, id, announcement);
    const announced = () => collect(t.ledger.invitations.announced(identityId));

    it("is kept with an open invitation, and changes nothing else of it", async () => {
      const before = await appeared(t.ledger);

      const done = await announce();

      expect(done).toBe(true);
      expect(await stored(t.ledger, identityId, invitationId)).toEqual({ ...before, announcement: anAnnouncement() });
    });

    it("stands: a second one changes nothing", async () => {
      await appeared(t.ledger);
      await announce();

      const again = await announce(anAnnouncement({ at: minutesAfter(5), reason: "customer" }));

      expect(again).toBe(false);
      expect((await stored(t.ledger, identityId, invitationId)).announcement).toEqual(anAnnouncement());
    });

    it("is told with all others of the identity, the first to go first", async () => {
      const ids = ["71", "72", "73"];
      for (const id of ids) await appeared(t.ledger, { invitationId: id, personId: id === "72" ? null : id });
      await appeared(t.ledger, { identityId: "identity-2", invitationId: "74" });
      await t.ledger.invitations.announce("identity-2", "74", anAnnouncement());
      await announce(anAnnouncement({ mayGoFrom: minutesAfter(30) }), "71");
      await announce(anAnnouncement({ mayGoFrom: minutesAfter(20) }), "72");

      const { sentAt } = anInvitation();
      expect(await announced()).toEqual([
        {
          ...{ identityId, invitationId: "72", personId: null, sentAt },
          announcement: anAnnouncement({ mayGoFrom: minutesAfter(20) }),
        },
        {
          ...{ identityId, invitationId: "71", personId: "71", sentAt },
          announcement: anAnnouncement({ mayGoFrom: minutesAfter(30) }),
        },
      ]);
    });

    it("is taken back by its time, and no other one is", async () => {
      await appeared(t.ledger);
      await announce();

      const other = await t.ledger.invitations.takeBackAnnouncement(identityId, invitationId, minutesAfter(1));
      const there = await announced();
      const own = await t.ledger.invitations.takeBackAnnouncement(identityId, invitationId, NOW);

      expect([other, own]).toEqual([false, true]);
      expect(there).toHaveLength(1);
      expect(await announced()).toEqual([]);
      expect((await stored(t.ledger, identityId, invitationId)).announcement).toBeNull();
    });

    it("can be made anew once it is taken back", async () => {
      await appeared(t.ledger);
      await announce();
      await t.ledger.invitations.takeBackAnnouncement(identityId, invitationId, NOW);

      const anew = anAnnouncement({ at: minutesAfter(9) });
      expect(await announce(anew)).toBe(true);
      expect((await stored(t.ledger, identityId, invitationId)).announcement).toEqual(anew);
    });

    it("is told no more once the invitation has ended, and stays with it; none is made or taken back then", async () => {
      await appeared(t.ledger);
      await announce();
      const ending = anEnding({ outcome: "gone", withdrawnAt: null, reinviteAfter: null });
      await t.ledger.invitations.end(identityId, invitationId, ending, NOW);

      expect(await announced()).toEqual([]);
      expect((await stored(t.ledger, identityId, invitationId)).announcement).toEqual(anAnnouncement());
      expect(await t.ledger.invitations.takeBackAnnouncement(identityId, invitationId, NOW)).toBe(false);
    });

    it("is gone where an ending is taken back: what goes then is announced anew", async () => {
      await appeared(t.ledger);
      await announce();
      const ending = anEnding({ outcome: "gone", withdrawnAt: null, reinviteAfter: null });
      await t.ledger.invitations.end(identityId, invitationId, ending, NOW);
      await t.ledger.invitations.reopen(identityId, invitationId, ending.endedAt, null);

      expect((await stored(t.ledger, identityId, invitationId)).announcement).toBeNull();
      expect(await announced()).toEqual([]);
    });

    it("is none for what is not there", async () => {
      expect(await announce()).toBe(false);
      expect(await announced()).toEqual([]);
    });
  });
}
