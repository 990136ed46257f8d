import { describe, expect, it } from "vitest";
import { aClaim, appeared, claimed, ended, stored } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger, winners } from "./context.ts";

export function claimContract(makeLedger: MakeLedger): void {
  describe("a claim", () => {
    const t = eachWithLedger(makeLedger);

    it("is taken on an invitation that is as it was seen", async () => {
      const seen = await appeared(t.ledger);
      const claim = aClaim("attempt-1", { attempts: 1, attemptsInRun: 1, attemptRunId: "run-9", lostAnswers: 0 });

      const took = await t.ledger.invitations.claim(seen, claim);

      expect(took).toBe(true);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual({
        ...seen,
        ...claim,
        state: "withdrawing",
      });
    });

    it("is refused when another attempt has it", async () => {
      const seen = await appeared(t.ledger);
      await t.ledger.invitations.claim(seen, aClaim("attempt-1"));
      const there = await stored(t.ledger, seen.identityId, seen.invitationId);

      const took = await t.ledger.invitations.claim(seen, aClaim("attempt-2"));

      expect(took).toBe(false);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual(there);
    });

    it("of a dead holder is taken over by one that saw it", async () => {
      const seen = await claimed(t.ledger, "dead");

      const took = await t.ledger.invitations.claim(seen, aClaim("heir", { attempts: 2, lostAnswers: 1 }));

      expect(took).toBe(true);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toMatchObject({
        state: "withdrawing",
        attempts: 2,
        lostAnswers: 1,
        attempt: { id: "heir" },
      });
    });

    it("is refused when the holder seen is no longer the holder", async () => {
      const seen = await claimed(t.ledger, "dead");
      await t.ledger.invitations.claim(seen, aClaim("heir", { attempts: seen.attempts }));

      const took = await t.ledger.invitations.claim(seen, aClaim("late", { attempts: 2 }));

      expect(took).toBe(false);
    });

    it("is refused when an attempt was made in between, though its claim was given back", async () => {
      const seen = await appeared(t.ledger);
      await t.ledger.invitations.claim(seen, aClaim("attempt-1"));
      const back = { lost: false, counts: true, lastError: null };
      await t.ledger.invitations.leaveOpen(seen.identityId, seen.invitationId, "attempt-1", back);

      const took = await t.ledger.invitations.claim(seen, aClaim("attempt-2"));

      expect(took).toBe(false);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toMatchObject({ attempt: null, attempts: 1 });
    });

    it("is refused when the state is another, though the attempts are as seen", async () => {
      const seen = await claimed(t.ledger, "attempt-1");
      const back = { lost: false, counts: true, lastError: null };
      await t.ledger.invitations.leaveOpen(seen.identityId, seen.invitationId, "attempt-1", back);

      const took = await t.ledger.invitations.claim({ ...seen, attempt: null }, aClaim("attempt-2", { attempts: 2 }));

      expect(took).toBe(false);
    });

    it("is refused on an invitation that has ended, even if it was seen so", async () => {
      const seen = await ended(t.ledger);

      const took = await t.ledger.invitations.claim(seen, aClaim("attempt-1"));

      expect(took).toBe(false);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual(seen);
    });

    it("is refused on an invitation that is not there", async () => {
      const seen = { ...(await appeared(t.ledger)), invitationId: "never-seen" };

      const took = await t.ledger.invitations.claim(seen, aClaim("attempt-1"));

      expect(took).toBe(false);
      expect(await t.ledger.invitations.find(seen.identityId, "never-seen")).toBeNull();
    });

    it("may be taken again by the attempt that has it: it has it still", async () => {
      const seen = await appeared(t.ledger);
      await t.ledger.invitations.claim(seen, aClaim("attempt-1"));
      const there = await stored(t.ledger, seen.identityId, seen.invitationId);

      const took = await t.ledger.invitations.claim(seen, aClaim("attempt-1"));

      expect(took).toBe(true);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual(there);
    });

    it("by many attempts at once goes to exactly one", async () => {
      const seen = await appeared(t.ledger);
      const ids = Array.from({ length: 10 }, (_, index) => `attempt-${index}`);

      const answers = await Promise.all(ids.map((id) => t.ledger.invitations.claim(seen, aClaim(id))));

      const { attempt } = await stored(t.ledger, seen.identityId, seen.invitationId);
      expect(winners(answers)).toBe(1);
      expect(attempt?.id).toBe(ids[answers.indexOf(true)]);
    });
  });
}
