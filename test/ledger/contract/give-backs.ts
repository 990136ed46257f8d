import { describe, expect, it } from "vitest";
import { aClaim, anError, claimed, giveBack, minutesAfter, settle, stored } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function giveBackContract(makeLedger: MakeLedger): void {
  describe("giving a claim back", () => {
    const t = eachWithLedger(makeLedger);

    it.each([
      { lost: false, counts: true, earlier: 0, state: "pending", lostAnswers: 0, attempts: 2, attemptsInRun: 1 },
      { lost: false, counts: false, earlier: 0, state: "pending", lostAnswers: 0, attempts: 1, attemptsInRun: 1 },
      { lost: false, counts: true, earlier: 1, state: "withdrawing", lostAnswers: 1, attempts: 2, attemptsInRun: 1 },
      { lost: false, counts: false, earlier: 2, state: "withdrawing", lostAnswers: 2, attempts: 1, attemptsInRun: 1 },
      { lost: true, counts: true, earlier: 0, state: "withdrawing", lostAnswers: 1, attempts: 2, attemptsInRun: 1 },
      { lost: true, counts: false, earlier: 1, state: "withdrawing", lostAnswers: 2, attempts: 1, attemptsInRun: 1 },
    ] as const)("leaves it $state: lost $lost, counts $counts, $earlier lost before", async (row) => {
      const { lost, counts, earlier, ...expected } = row;
      const seen = await claimed(t.ledger, "attempt-1", {}, { attempts: 2, attemptsInRun: 1, lostAnswers: earlier });
      const lastError = anError();

      const gave = await giveBack(t.ledger, seen, "attempt-1", { lost, counts, lastError });

      expect(gave).toBe(true);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual({
        ...seen,
        ...expected,
        attempt: null,
        lastError,
      });
    });

    it("is refused to any attempt but the one that holds the claim", async () => {
      const seen = await claimed(t.ledger, "attempt-1");

      for (const lost of [false, true]) {
        expect(await giveBack(t.ledger, seen, "attempt-2", { lost })).toBe(false);
      }
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual(seen);
    });

    it("is refused once the invitation has ended, and on one that is not there", async () => {
      const seen = await claimed(t.ledger, "attempt-1");
      await settle(t.ledger, seen, "attempt-1");

      expect(await giveBack(t.ledger, seen, "attempt-1")).toBe(false);
      expect(await giveBack(t.ledger, { ...seen, invitationId: "never-seen" }, "attempt-1")).toBe(false);
      expect((await stored(t.ledger, seen.identityId, seen.invitationId)).state).toBe("withdrawn");
      expect(await t.ledger.invitations.find(seen.identityId, "never-seen")).toBeNull();
    });

    it.each([[true], [false]])("may be repeated by the same attempt and counts once (lost: %s)", async (lost) => {
      const seen = await claimed(t.ledger, "attempt-1", {}, { attempts: 3, attemptsInRun: 2 });
      await giveBack(t.ledger, seen, "attempt-1", { lost, counts: false });
      const after = await stored(t.ledger, seen.identityId, seen.invitationId);

      const again = await giveBack(t.ledger, seen, "attempt-1", { lost, counts: false });

      expect(again).toBe(true);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual(after);
    });

    it("lets the next attempt claim it", async () => {
      const seen = await claimed(t.ledger, "attempt-1");
      await giveBack(t.ledger, seen, "attempt-1");
      const again = await stored(t.ledger, seen.identityId, seen.invitationId);

      const took = await t.ledger.invitations.claim(again, aClaim("attempt-2", { attempts: 2 }));

      expect(took).toBe(true);
      expect(await giveBack(t.ledger, seen, "attempt-1")).toBe(false);
      const { attempt } = await stored(t.ledger, seen.identityId, seen.invitationId);
      expect(attempt).toEqual({ id: "attempt-2", until: minutesAfter(1) });
    });
  });
}
