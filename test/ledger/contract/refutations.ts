import { describe, expect, it } from "vitest";
import {
  aClaim,
  anError,
  appeared,
  claimed,
  ended,
  giveBack,
  minutesAfter,
  NOW,
  stored,
} from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger, winners } from "./context.ts";

export function refutationContract(makeLedger: MakeLedger): void {
  describe("refuting lost answers", () => {
    const t = eachWithLedger(makeLedger);

    it("makes an invitation pending again whose last answer was lost by then", async () => {
      const seen = await claimed(t.ledger, "attempt-1");
      await giveBack(t.ledger, seen, "attempt-1", { lost: true, lastError: anError({ at: minutesAfter(1) }) });

      const refuted = await t.ledger.invitations.refuteLostAnswers(seen.identityId, seen.invitationId, minutesAfter(1));

      const after = await stored(t.ledger, seen.identityId, seen.invitationId);
      expect(refuted).toBe(true);
      expect(after).toMatchObject({ state: "pending", lostAnswers: 0, attempt: null, attempts: seen.attempts });
    });

    it("is refused while an answer was lost later than that", async () => {
      const seen = await claimed(t.ledger, "attempt-1");
      await giveBack(t.ledger, seen, "attempt-1", { lost: true, lastError: anError({ at: minutesAfter(2) }) });
      const before = await stored(t.ledger, seen.identityId, seen.invitationId);

      const refuted = await t.ledger.invitations.refuteLostAnswers(seen.identityId, seen.invitationId, minutesAfter(1));

      expect(refuted).toBe(false);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual(before);
    });

    it("takes a claim that a dead holder left behind once its lease was over by then, and no sooner", async () => {
      const seen = await claimed(t.ledger, "attempt-1");
      const { identityId, invitationId } = seen;

      const tooSoon = await t.ledger.invitations.refuteLostAnswers(identityId, invitationId, minutesAfter(0.5));
      const later = await t.ledger.invitations.refuteLostAnswers(identityId, invitationId, minutesAfter(1));

      expect([tooSoon, later]).toEqual([false, true]);
      expect(await stored(t.ledger, identityId, invitationId)).toMatchObject({ state: "pending", attempt: null });
    });

    it("is refused while a younger attempt holds the claim, though an answer was lost long before", async () => {
      const { identityId, invitationId, ...seen } = await claimed(t.ledger, "attempt-1");
      const lost = { lost: true, lastError: anError({ at: minutesAfter(-600) }) };
      await giveBack(t.ledger, { identityId, invitationId }, "attempt-1", lost);
      const again = { ...(await stored(t.ledger, identityId, invitationId)), attempts: seen.attempts };
      await t.ledger.invitations.claim(again, aClaim("attempt-2", { attempts: 2, lostAnswers: 1 }));
      const before = await stored(t.ledger, identityId, invitationId);

      const refuted = await t.ledger.invitations.refuteLostAnswers(identityId, invitationId, NOW);

      expect(refuted).toBe(false);
      expect(before.attempt?.id).toBe("attempt-2");
      expect(await stored(t.ledger, identityId, invitationId)).toEqual(before);
    });

    it("is refused on one that is pending, has ended or is not there", async () => {
      const pending = await appeared(t.ledger, { invitationId: "pending" });
      const over = await ended(t.ledger, { invitationId: "ended" });

      for (const invitationId of ["pending", "ended", "never-seen"]) {
        expect(await t.ledger.invitations.refuteLostAnswers("identity-1", invitationId, minutesAfter(60))).toBe(false);
      }
      expect(await stored(t.ledger, "identity-1", "pending")).toEqual(pending);
      expect(await stored(t.ledger, "identity-1", "ended")).toEqual(over);
      expect(await t.ledger.invitations.find("identity-1", "never-seen")).toBeNull();
    });

    it("and a claim at once: exactly one of the two goes through", async () => {
      const seen = await claimed(t.ledger, "dead");
      const heir = aClaim("heir", { attempt: { id: "heir", until: minutesAfter(5) }, attempts: 2, lostAnswers: 1 });

      const answers = await Promise.all([
        t.ledger.invitations.claim(seen, heir),
        t.ledger.invitations.refuteLostAnswers(seen.identityId, seen.invitationId, minutesAfter(1)),
      ]);

      expect(winners(answers)).toBe(1);
    });
  });
}
