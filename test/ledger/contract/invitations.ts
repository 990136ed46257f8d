import { describe, expect, it } from "vitest";
import {
  anEnding,
  anInvitation,
  appeared,
  claimed,
  collect,
  daysBefore,
  ended,
  NOW,
  settle,
  stored,
} from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function invitationContract(makeLedger: MakeLedger): void {
  describe("an invitation", () => {
    const t = eachWithLedger(makeLedger);

    it("is not found before it appeared", async () => {
      expect(await t.ledger.invitations.find("identity-1", "1")).toBeNull();
    });

    it("appears as pending, with nothing tried yet", async () => {
      const invitation = anInvitation();

      const before = await t.ledger.invitations.insertIfAbsent(invitation);

      expect(before).toBeNull();
      expect(await t.ledger.invitations.find(invitation.identityId, invitation.invitationId)).toEqual({
        ...invitation,
        rest: null,
        state: "pending",
        attempts: 0,
        attemptsInRun: 0,
        attemptRunId: null,
        attemptReason: null,
        lostAnswers: 0,
        attempt: null,
        lastError: null,
        withdrawalRequest: null,
        duplicateOf: null,
        undecidedWith: null,
        announcement: null,
        ending: null,
      });
    });

    it("that appears again is answered as it stands, untouched", async () => {
      const there = await claimed(t.ledger, "attempt-1");

      const before = await t.ledger.invitations.insertIfAbsent(
        anInvitation({ sentAt: daysBefore(90), personId: "other" }),
      );

      expect(before).toEqual(there);
      expect(await stored(t.ledger, there.identityId, there.invitationId)).toEqual(there);
    });

    it("that appears again after it ended is answered with its ending", async () => {
      const there = await ended(t.ledger);

      const before = await t.ledger.invitations.insertIfAbsent(anInvitation());

      expect(before).toEqual(there);
      expect(before?.ending).toEqual(anEnding());
    });

    it("that appears in many places at once is written by exactly one of them", async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => t.ledger.invitations.insertIfAbsent(anInvitation())),
      );

      expect(answers.filter((before) => before === null)).toHaveLength(1);
    });

    it("belongs to its identity: the same id of another is another invitation", async () => {
      await appeared(t.ledger, { identityId: "a", personId: "1" });
      await appeared(t.ledger, { identityId: "b", personId: "2" });

      expect((await stored(t.ledger, "a", anInvitation().invitationId)).personId).toBe("1");
      expect((await stored(t.ledger, "b", anInvitation().invitationId)).personId).toBe("2");
    });

    it("keeps ids with any characters apart", async () => {
      const ids = ["a b", "a%20b", "a/b", "a#b", "ä", "a\u0308", "名前", "🙂", '"', "'", ":v0", "#n0", "\\", "A", "a"];
      for (const id of ids) await appeared(t.ledger, { identityId: `i${id}`, invitationId: id, personId: `p${id}` });

      for (const id of ids) {
        const one = await stored(t.ledger, `i${id}`, id);
        expect([one.identityId, one.invitationId, one.personId]).toEqual([`i${id}`, id, `p${id}`]);
        expect((await collect(t.ledger.invitations.open(`i${id}`))).map((open) => open.invitationId)).toEqual([id]);
        expect((await collect(t.ledger.invitations.ofPerson(`p${id}`))).map((his) => his.invitationId)).toEqual([id]);
      }
    });
  });

  describe("the open invitations of an identity", () => {
    const t = eachWithLedger(makeLedger);
    const openIds = async (identityId = "identity-1") =>
      (await collect(t.ledger.invitations.open(identityId))).map(({ invitationId }) => invitationId);

    it("come oldest first, over the ends of months and years", async () => {
      const dates = ["2026-01-01T00:00:00.000Z", "2025-12-31T23:59:59.999Z", "2024-02-29T12:00:00.000Z"];
      for (const date of dates) await appeared(t.ledger, { invitationId: date, sentAt: new Date(date) });

      expect(await openIds()).toEqual(dates.toReversed());
    });

    it("are told with what bookkeeping needs", async () => {
      const one = await claimed(t.ledger, "attempt-1", {}, { attempts: 3 });

      expect(await collect(t.ledger.invitations.open(one.identityId))).toEqual([
        {
          invitationId: one.invitationId,
          personId: one.personId,
          state: "withdrawing",
          sentAt: one.sentAt,
          firstSeenAt: one.firstSeenAt,
          attempts: 3,
          isRequested: false,
          duplicateOf: null,
          undecidedWith: null,
        },
      ]);
    });

    it("are none for an identity that has none", async () => {
      await appeared(t.ledger, { identityId: "another" });

      expect(await openIds()).toEqual([]);
    });

    it("no longer hold one that ended, and hold it again when it is reopened", async () => {
      await appeared(t.ledger, { invitationId: "1", sentAt: daysBefore(2) });
      await ended(t.ledger, { invitationId: "2", sentAt: daysBefore(1) });
      const before = await openIds();

      await t.ledger.invitations.reopen("identity-1", "2", NOW, null);

      expect(before).toEqual(["1"]);
      expect(await openIds()).toEqual(["1", "2"]);
    });

    it("are all told when they fill more than a megabyte", async () => {
      const ids = Array.from({ length: 1200 }, (_, index) => `${String(index).padStart(4, "0")}-${"x".repeat(900)}`);
      const inOrder = (invitationId: string, index: number) =>
        t.ledger.invitations.insertIfAbsent(anInvitation({ invitationId, sentAt: new Date(NOW.getTime() + index) }));
      for (let at = 0; at < ids.length; at += 100) {
        await Promise.all(ids.slice(at, at + 100).map((id, index) => inOrder(id, at + index)));
      }

      expect(await openIds()).toEqual(ids);
    });
  });

  describe("the invitations to a person", () => {
    const t = eachWithLedger(makeLedger);

    it("are told over all identities, ended ones too, oldest first", async () => {
      const second = await appeared(t.ledger, { identityId: "b", invitationId: "2", sentAt: daysBefore(2) });
      const first = await ended(t.ledger, { identityId: "a", invitationId: "1", sentAt: daysBefore(40) });
      await appeared(t.ledger, { identityId: "a", invitationId: "3", personId: "somebody else" });

      expect(await collect(t.ledger.invitations.ofPerson("90001"))).toEqual([first, second]);
    });

    it("are none for a person never invited", async () => {
      expect(await collect(t.ledger.invitations.ofPerson("1"))).toEqual([]);
    });

    it("are told in order when there are more than a batch read takes", async () => {
      const ids = Array.from({ length: 130 }, (_, index) => `identity-${index}`);
      await Promise.all(
        ids.map((identityId, index) =>
          t.ledger.invitations.insertIfAbsent(anInvitation({ identityId, sentAt: daysBefore(200 - index) })),
        ),
      );

      expect((await collect(t.ledger.invitations.ofPerson("90001"))).map((one) => one.identityId)).toEqual(ids);
    });
  });

  describe("the invitations to an address", () => {
    const t = eachWithLedger(makeLedger);
    const KEY = "00112233445566778899aabbccddeeff";

    it("are told over all identities and people, ended ones too, oldest first", async () => {
      const second = await appeared(t.ledger, {
        identityId: "b",
        profileKey: KEY,
        personId: "1",
        sentAt: daysBefore(2),
      });
      const first = await ended(t.ledger, { identityId: "a", profileKey: KEY, personId: "2", sentAt: daysBefore(40) });
      await appeared(t.ledger, { identityId: "c" });

      expect(await collect(t.ledger.invitations.ofProfile(KEY))).toEqual([first, second]);
    });

    it("are none for one that no listing has shown", async () => {
      await appeared(t.ledger);

      expect(await collect(t.ledger.invitations.ofProfile(KEY))).toEqual([]);
    });

    it("hold none that was listed without an address, and that one is found by its person", async () => {
      const nameless = await appeared(t.ledger, { profileKey: null });

      expect(nameless.profileKey).toBeNull();
      expect(await collect(t.ledger.invitations.ofPerson("90001"))).toEqual([nameless]);
    });

    it("keep their place while they are claimed and settled", async () => {
      const one = await claimed(t.ledger, "attempt-1", { profileKey: KEY });

      await settle(t.ledger, one, "attempt-1");

      expect((await collect(t.ledger.invitations.ofProfile(KEY))).map(({ state }) => state)).toEqual(["withdrawn"]);
    });
  });
}
