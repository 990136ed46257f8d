import { describe, expect, it } from "vitest";
import {
  aClaim,
  anEnding,
  anError,
  appeared,
  claimed,
  collect,
  NOW,
  settle,
  stored,
} from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function settlementContract(makeLedger: MakeLedger): void {
  describe("settling an attempt", () => {
    const t = eachWithLedger(makeLedger);

    it("ends the invitation with all that is known about its end", async () => {
      const seen = await claimed(t.ledger, "attempt-1", {}, { attempts: 3, lostAnswers: 1 });
      const ending = anEnding({ confirmed: false, heldOut: true });

      const settled = await settle(t.ledger, seen, "attempt-1", ending);

      expect(settled).toBe(true);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual({
        ...seen,
        state: "withdrawn",
        attempt: null,
        ending,
      });
    });

    it("takes the invitation from the open ones to the outcomes", async () => {
      const seen = await claimed(t.ledger, "attempt-1");

      await settle(t.ledger, seen, "attempt-1");

      const outcomes = await collect(t.ledger.invitations.outcomes({ since: NOW, until: NOW }));
      expect(await collect(t.ledger.invitations.open(seen.identityId))).toEqual([]);
      expect(outcomes.map(({ invitationId }) => invitationId)).toEqual([seen.invitationId]);
    });

    it.each([["withdrawn"], ["accepted"], ["gone"], ["failed"]] as const)(
      "keeps %s as the outcome",
      async (outcome) => {
        const seen = await claimed(t.ledger, "attempt-1");
        const ending = anEnding({ outcome, withdrawnAt: null, reason: null, reinviteAfter: null });

        await settle(t.ledger, seen, "attempt-1", ending);

        const there = await stored(t.ledger, seen.identityId, seen.invitationId);
        expect([there.state, there.ending]).toEqual([outcome, ending]);
      },
    );

    it("keeps the error met, and the one met before when there is none now", async () => {
      const [first, second] = [anError({ label: "LK_429", ref: null }), anError({ label: "LK_400" })];
      const seen = await claimed(t.ledger, "attempt-1", { invitationId: "1" });
      const other = await claimed(t.ledger, "attempt-1", { invitationId: "2" });
      for (const { identityId, invitationId } of [seen, other]) {
        const back = { lost: false, counts: false, lastError: first };
        await t.ledger.invitations.leaveOpen(identityId, invitationId, "attempt-1", back);
        const again = await stored(t.ledger, identityId, invitationId);
        await t.ledger.invitations.claim(again, aClaim("attempt-2"));
      }

      await t.ledger.invitations.settle(seen.identityId, "1", "attempt-2", anEnding({ outcome: "failed" }), second);
      await t.ledger.invitations.settle(other.identityId, "2", "attempt-2", anEnding(), null);

      expect((await stored(t.ledger, seen.identityId, "1")).lastError).toEqual(second);
      expect((await stored(t.ledger, other.identityId, "2")).lastError).toEqual(first);
    });

    it("is refused to any attempt but the one that holds the claim", async () => {
      const seen = await claimed(t.ledger, "attempt-1");

      const settled = await settle(t.ledger, seen, "attempt-2");

      expect(settled).toBe(false);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual(seen);
    });

    it("is refused when the claim was given back or never taken", async () => {
      const never = await appeared(t.ledger, { invitationId: "1" });
      const givenBack = await claimed(t.ledger, "attempt-1", { invitationId: "2" });
      const back = { lost: true, counts: true, lastError: null };
      await t.ledger.invitations.leaveOpen(givenBack.identityId, givenBack.invitationId, "attempt-1", back);

      expect(await settle(t.ledger, never, "attempt-1")).toBe(false);
      expect(await settle(t.ledger, givenBack, "attempt-1")).toBe(false);
      expect((await stored(t.ledger, never.identityId, "1")).ending).toBeNull();
      expect((await stored(t.ledger, givenBack.identityId, "2")).ending).toBeNull();
    });

    it("is refused on an invitation that is not there, and makes none", async () => {
      const settled = await t.ledger.invitations.settle("identity-1", "1", "attempt-1", anEnding(), null);

      expect(settled).toBe(false);
      expect(await t.ledger.invitations.find("identity-1", "1")).toBeNull();
    });

    it("may be repeated by the same attempt: still settled, and the first ending stands", async () => {
      const seen = await claimed(t.ledger, "attempt-1");
      await settle(t.ledger, seen, "attempt-1");

      const settled = await settle(t.ledger, seen, "attempt-1", anEnding({ outcome: "failed" }));

      expect(settled).toBe(true);
      expect((await stored(t.ledger, seen.identityId, seen.invitationId)).ending).toEqual(anEnding());
    });

    it("is refused to a repeat when the invitation was reopened since", async () => {
      const seen = await claimed(t.ledger, "attempt-1");
      await settle(t.ledger, seen, "attempt-1");
      await t.ledger.invitations.reopen(seen.identityId, seen.invitationId, NOW, null);

      const settled = await settle(t.ledger, seen, "attempt-1");

      expect(settled).toBe(false);
      expect((await stored(t.ledger, seen.identityId, seen.invitationId)).state).toBe("pending");
    });
  });
}
