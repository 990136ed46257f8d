import { describe, expect, it } from "vitest";
import {
  aClaim,
  anEnding,
  anInvitation,
  appeared,
  claimed,
  collect,
  daysBefore,
  ended,
  minutesAfter,
  NOW,
  stored,
} from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger, winners } from "./context.ts";

export function endingContract(makeLedger: MakeLedger): void {
  describe("ending an invitation from a listing", () => {
    const t = eachWithLedger(makeLedger);
    const gone = anEnding({ outcome: "gone", withdrawnAt: null, reason: null, reinviteAfter: null, heldOut: true });

    it("ends one that is pending", async () => {
      const seen = await appeared(t.ledger);

      const did = await t.ledger.invitations.end(seen.identityId, seen.invitationId, gone, NOW);

      expect(did).toBe(true);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual({
        ...seen,
        state: "gone",
        ending: gone,
      });
    });

    it("takes the day of an acceptance that lies in the past", async () => {
      const seen = await appeared(t.ledger);
      const accepted = anEnding({
        outcome: "accepted",
        endedAt: daysBefore(12),
        withdrawnAt: null,
        reinviteAfter: null,
      });

      await t.ledger.invitations.end(seen.identityId, seen.invitationId, accepted, NOW);

      expect((await stored(t.ledger, seen.identityId, seen.invitationId)).ending).toEqual(accepted);
    });

    it("is refused while an attempt's lease runs past now, and not any more once it has run out", async () => {
      const seen = await claimed(t.ledger, "attempt-1", {}, { attempt: { id: "attempt-1", until: minutesAfter(1) } });
      const end = (now: Date) => t.ledger.invitations.end(seen.identityId, seen.invitationId, gone, now);

      const during = await end(new Date(minutesAfter(1).getTime() - 1));
      const between = await stored(t.ledger, seen.identityId, seen.invitationId);
      const after = await end(minutesAfter(1));

      expect([during, after]).toEqual([false, true]);
      expect(between).toEqual(seen);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toMatchObject({
        state: "gone",
        attempt: null,
      });
    });

    it("ends one that is withdrawing without a holder", async () => {
      const seen = await claimed(t.ledger, "attempt-1");
      const lost = { lost: true, counts: true, lastError: null };
      await t.ledger.invitations.leaveOpen(seen.identityId, seen.invitationId, "attempt-1", lost);

      const did = await t.ledger.invitations.end(
        seen.identityId,
        seen.invitationId,
        anEnding({ confirmed: false }),
        NOW,
      );

      expect(did).toBe(true);
    });

    it("is refused once it has ended, and on one that is not there", async () => {
      const there = await ended(t.ledger);

      expect(await t.ledger.invitations.end(there.identityId, there.invitationId, gone, NOW)).toBe(false);
      expect(await t.ledger.invitations.end(there.identityId, "never-seen", gone, NOW)).toBe(false);
      expect(await stored(t.ledger, there.identityId, there.invitationId)).toEqual(there);
      expect(await t.ledger.invitations.find(there.identityId, "never-seen")).toBeNull();
    });

    it("by several listings at once is done by exactly one", async () => {
      const { identityId, invitationId } = await appeared(t.ledger);

      const answers = await Promise.all(
        Array.from({ length: 8 }, () => t.ledger.invitations.end(identityId, invitationId, gone, NOW)),
      );

      expect(winners(answers)).toBe(1);
    });

    it("and a claim at once: exactly one of the two goes through", async () => {
      for (let round = 0; round < 10; round++) {
        const seen = await appeared(t.ledger, { invitationId: `round-${round}` });

        const answers = await Promise.all([
          t.ledger.invitations.claim(seen, aClaim("attempt-1")),
          t.ledger.invitations.end(seen.identityId, seen.invitationId, gone, NOW),
        ]);

        expect(winners(answers)).toBe(1);
      }
    });
  });

  describe("mending an ending", () => {
    const t = eachWithLedger(makeLedger);
    const gone = anEnding({ outcome: "gone", withdrawnAt: null, reason: null, reinviteAfter: null });
    const connectedAt = daysBefore(12);
    const accepted = anEnding({
      ...{ outcome: "accepted", endedAt: connectedAt, withdrawnAt: null, reason: null, reinviteAfter: null },
      ...{ daysPending: 18, runId: "run-2", policyVersion: 8 },
    });
    const mend = (one: { readonly identityId: string; readonly invitationId: string }, endedAt = NOW) =>
      t.ledger.invitations.mendEnding(one.identityId, one.invitationId, endedAt, accepted);

    it("puts the other in its place, with all that was tried before", async () => {
      const seen = await claimed(t.ledger, "attempt-1", {}, { attempts: 2, lostAnswers: 1 });
      await t.ledger.invitations.settle(seen.identityId, seen.invitationId, "attempt-1", gone, null);

      const did = await mend(seen);

      expect(did).toBe(true);
      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual({
        ...seen,
        ...{ state: "accepted", attempt: null, ending: accepted },
      });
    });

    it("moves it in the log of endings, where it stands once", async () => {
      const { reinviteAfter: _, ...record } = accepted;
      const one = await ended(t.ledger, {}, gone);
      const during = (since: Date, until: Date) => collect(t.ledger.invitations.outcomes({ since, until }));

      await mend(one);

      expect(await during(daysBefore(1), minutesAfter(60))).toEqual([]);
      expect(await during(daysBefore(30), minutesAfter(60))).toMatchObject([record]);
      expect(await collect(t.ledger.invitations.open(one.identityId))).toEqual([]);
    });

    it("is refused where it ended at another instant, or otherwise, so that a repeat changes nothing", async () => {
      const other = await ended(t.ledger, { invitationId: "other" }, { ...gone, endedAt: minutesAfter(1) });
      const one = await ended(t.ledger, {}, gone);
      await mend(one);
      const once = await stored(t.ledger, one.identityId, one.invitationId);

      const answers = [await mend(other), await mend(one), await mend(one, connectedAt)];

      expect(answers).toEqual([false, false, false]);
      expect(await stored(t.ledger, other.identityId, "other")).toEqual(other);
      expect(await stored(t.ledger, one.identityId, one.invitationId)).toEqual(once);
    });

    it.each(["withdrawn", "accepted", "failed"] as const)("is refused where it was %s", async (outcome) => {
      const there = await ended(t.ledger, {}, { outcome });

      expect(await mend(there)).toBe(false);
      expect(await stored(t.ledger, there.identityId, there.invitationId)).toEqual(there);
    });

    it("is refused on an open one and on one that is not there", async () => {
      const open = await appeared(t.ledger, { invitationId: "open" });

      expect(await mend(open)).toBe(false);
      expect(await mend({ ...open, invitationId: "never-seen" })).toBe(false);
      expect(await stored(t.ledger, open.identityId, "open")).toEqual(open);
      expect(await t.ledger.invitations.find(open.identityId, "never-seen")).toBeNull();
    });

    it("by several sweeps at once is done by exactly one", async () => {
      const one = await ended(t.ledger, {}, gone);

      const answers = await Promise.all(Array.from({ length: 8 }, () => mend(one)));

      expect(winners(answers)).toBe(1);
    });
  });

  describe("reopening an invitation", () => {
    const t = eachWithLedger(makeLedger);

    it("makes it pending again, as if it had never ended", async () => {
      const before = await appeared(t.ledger);
      const { identityId, invitationId } = await ended(t.ledger);

      const did = await t.ledger.invitations.reopen(identityId, invitationId, NOW, null);

      expect(did).toBe(true);
      expect(await stored(t.ledger, identityId, invitationId)).toEqual(before);
      expect(await collect(t.ledger.invitations.outcomes({ since: daysBefore(1), until: minutesAfter(60) }))).toEqual(
        [],
      );
    });

    it("keeps what was tried before, and counts no answer as lost any more", async () => {
      const seen = await claimed(t.ledger, "attempt-1", {}, { attempts: 4, attemptsInRun: 2, lostAnswers: 1 });
      await t.ledger.invitations.settle(seen.identityId, seen.invitationId, "attempt-1", anEnding(), null);

      await t.ledger.invitations.reopen(seen.identityId, seen.invitationId, NOW, null);

      expect(await stored(t.ledger, seen.identityId, seen.invitationId)).toEqual({
        ...seen,
        state: "pending",
        lostAnswers: 0,
        attempt: null,
      });
    });

    it("lets it be claimed and ended again", async () => {
      const { identityId, invitationId } = await ended(t.ledger);
      await t.ledger.invitations.reopen(identityId, invitationId, NOW, null);
      const again = anEnding({ endedAt: minutesAfter(5), withdrawnAt: minutesAfter(5) });

      const took = await t.ledger.invitations.claim(await stored(t.ledger, identityId, invitationId), aClaim("second"));
      const settled = await t.ledger.invitations.settle(identityId, invitationId, "second", again, null);

      expect([took, settled]).toEqual([true, true]);
      expect((await stored(t.ledger, identityId, invitationId)).ending).toEqual(again);
    });

    it("is refused when it ended at another instant than the one known", async () => {
      const there = await ended(t.ledger);

      const did = await t.ledger.invitations.reopen(there.identityId, there.invitationId, minutesAfter(1), null);

      expect(did).toBe(false);
      expect(await stored(t.ledger, there.identityId, there.invitationId)).toEqual(there);
    });

    it("is refused on an open one and on one that is not there", async () => {
      const open = await appeared(t.ledger, { invitationId: "open" });

      expect(await t.ledger.invitations.reopen(open.identityId, "open", NOW, null)).toBe(false);
      expect(await t.ledger.invitations.reopen(open.identityId, anInvitation().invitationId, NOW, null)).toBe(false);
      expect(await stored(t.ledger, open.identityId, "open")).toEqual(open);
      expect(await t.ledger.invitations.find(open.identityId, anInvitation().invitationId)).toBeNull();
    });
  });
}
