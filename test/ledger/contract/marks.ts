import { describe, expect, it } from "vitest";
import type { KnownInvitation } from "../../../lib/domain/bookkeeping.ts";
import type { WithdrawalRequest } from "../../../lib/domain/tracked-invitation.ts";
import {
  anEnding,
  anInvitation,
  appeared,
  claimed,
  collect,
  ended,
  minutesAfter,
  NOW,
  settle,
  stored,
} from "../../helpers/dynamo-records.ts";
import { type Context, eachWithLedger, type MakeLedger } from "./context.ts";

const { identityId, invitationId } = anInvitation();
const REQUEST: WithdrawalRequest = { id: "event-1", by: "crm", reason: "left-the-market", at: NOW };
const YOUNGER = { identityId: "identity-2", invitationId: "7100000000000000002" };

async function openOne(t: Context): Promise<KnownInvitation> {
  const [one] = await collect(t.ledger.invitations.open(identityId));
  if (one === undefined) throw new Error("nothing is open");
  return one;
}

export function markContract(makeLedger: MakeLedger): void {
  describe("a withdrawal asked for", () => {
    const t = eachWithLedger(makeLedger);
    const ask = (what: WithdrawalRequest = REQUEST) =>
      t.ledger.invitations.requestWithdrawal(identityId, invitationId, what);

    it("is noted on an open invitation, and changes nothing else of it", async () => {
      const before = await appeared(t.ledger);

      const done = await ask();

      expect(done).toBe(true);
      expect(before.withdrawalRequest).toBeNull();
      expect(await stored(t.ledger, identityId, invitationId)).toEqual({ ...before, withdrawalRequest: REQUEST });
    });

    it("is seen among the open ones, and only where it was noted", async () => {
      await appeared(t.ledger);
      expect((await openOne(t)).isRequested).toBe(false);

      await ask();

      expect(await openOne(t)).toMatchObject({ isRequested: true, duplicateOf: null });
    });

    it("may be repeated, and a later one replaces it", async () => {
      await appeared(t.ledger);
      const later = { ...REQUEST, id: "event-2", by: "owner", at: minutesAfter(5) };

      expect([await ask(), await ask(), await ask(later)]).toEqual([true, true, true]);

      expect((await stored(t.ledger, identityId, invitationId)).withdrawalRequest).toEqual(later);
    });

    it("is noted while an attempt is under way, which goes on and ends it", async () => {
      await claimed(t.ledger, "attempt-1");

      expect(await ask()).toBe(true);
      expect(await settle(t.ledger, anInvitation(), "attempt-1")).toBe(true);

      expect(await stored(t.ledger, identityId, invitationId)).toMatchObject({
        state: "withdrawn",
        withdrawalRequest: REQUEST,
      });
    });

    it("is refused for one that has ended, and for one that never was", async () => {
      const before = await ended(t.ledger);

      expect(await ask()).toBe(false);
      expect(await t.ledger.invitations.requestWithdrawal(identityId, "404", REQUEST)).toBe(false);

      expect(await stored(t.ledger, identityId, invitationId)).toEqual(before);
      expect(await t.ledger.invitations.find(identityId, "404")).toBeNull();
    });

    it("lasts through an ending that is taken back", async () => {
      await appeared(t.ledger);
      await ask();
      await t.ledger.invitations.end(identityId, invitationId, anEnding({ outcome: "gone", withdrawnAt: null }), NOW);

      await t.ledger.invitations.reopen(identityId, invitationId, anEnding().endedAt, null);

      expect(await stored(t.ledger, identityId, invitationId)).toMatchObject({
        state: "pending",
        withdrawalRequest: REQUEST,
      });
    });
  });

  describe("the older of two to the same person", () => {
    const t = eachWithLedger(makeLedger);
    const mark = (of: typeof YOUNGER | null) => t.ledger.invitations.markDuplicate(identityId, invitationId, of);

    it("has the younger one noted, in the item and among the open ones", async () => {
      const before = await appeared(t.ledger);

      await mark(YOUNGER);

      expect(await stored(t.ledger, identityId, invitationId)).toEqual({ ...before, duplicateOf: YOUNGER });
      expect(await openOne(t)).toMatchObject({ duplicateOf: YOUNGER, isRequested: false });
    });

    it("loses the note again, as often as it is taken away", async () => {
      const before = await appeared(t.ledger);
      await mark(YOUNGER);

      await mark(null);
      await mark(null);

      expect(await stored(t.ledger, identityId, invitationId)).toEqual(before);
      expect((await openOne(t)).duplicateOf).toBeNull();
    });

    it("is left alone when it has ended, and not made up when it never was", async () => {
      const before = await ended(t.ledger);

      await mark(YOUNGER);
      await mark(null);
      await t.ledger.invitations.markDuplicate(identityId, "404", YOUNGER);
      await t.ledger.invitations.markDuplicate(identityId, "404", null);

      expect(await stored(t.ledger, identityId, invitationId)).toEqual(before);
      expect(await t.ledger.invitations.find(identityId, "404")).toBeNull();
    });
  });

  describe("two of which nobody can tell the order", () => {
    const t = eachWithLedger(makeLedger);
    const undecided = () => t.ledger.invitations.markUndecided(identityId, invitationId, YOUNGER);
    const older = (of: typeof YOUNGER | null) => t.ledger.invitations.markDuplicate(identityId, invitationId, of);
    const notes = async () => {
      const { duplicateOf, undecidedWith } = await openOne(t);
      const item = await stored(t.ledger, identityId, invitationId);
      expect([item.duplicateOf, item.undecidedWith]).toEqual([duplicateOf, undecidedWith]);
      return { duplicateOf, undecidedWith };
    };

    it("have the other one noted, in the item and among the open ones", async () => {
      const before = await appeared(t.ledger);

      await undecided();
      await undecided();

      expect(await stored(t.ledger, identityId, invitationId)).toEqual({ ...before, undecidedWith: YOUNGER });
      expect(await notes()).toEqual({ duplicateOf: null, undecidedWith: YOUNGER });
    });

    it("have that note in place of the one on the older, and the other way round", async () => {
      await appeared(t.ledger);
      const other = { identityId: "identity-3", invitationId: "7100000000000000003" };

      await older(other);
      await undecided();
      const first = await notes();
      await older(other);
      const second = await notes();
      await undecided();
      await older(null);

      expect(first).toEqual({ duplicateOf: null, undecidedWith: YOUNGER });
      expect(second).toEqual({ duplicateOf: other, undecidedWith: null });
      expect(await notes()).toEqual({ duplicateOf: null, undecidedWith: null });
    });

    it("are left alone when they have ended, and not made up when they never were", async () => {
      const before = await ended(t.ledger);

      await undecided();
      await t.ledger.invitations.markUndecided(identityId, "404", YOUNGER);

      expect(await stored(t.ledger, identityId, invitationId)).toEqual(before);
      expect(await t.ledger.invitations.find(identityId, "404")).toBeNull();
    });
  });
}
