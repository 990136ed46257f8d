import { describe, expect, it } from "vitest";
import {
  anInvitation,
  appeared,
  claimed,
  collect,
  daysBefore,
  ended,
  settle,
  stored,
} from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

const KEY = "00112233445566778899aabbccddeeff";

/** Whom an invitation went to, and the ways to find it by them. */
export function peopleContract(makeLedger: MakeLedger): void {
  describe("the invitations to a person besides one that is known", () => {
    const t = eachWithLedger(makeLedger);

    it("are none where that is the only one, and all where it is not", async () => {
      const one = await appeared(t.ledger, { identityId: "a", sentAt: daysBefore(40) });
      const besides = () => collect(t.ledger.invitations.ofPerson("90001", { unlessOnly: one }));
      expect(await besides()).toEqual([]);

      const other = await appeared(t.ledger, { identityId: "b", sentAt: daysBefore(2) });

      expect(await besides()).toEqual([one, other]);
    });

    it("are another's where that one is not there", async () => {
      const other = await appeared(t.ledger, { identityId: "b" });

      const found = await collect(
        t.ledger.invitations.ofPerson("90001", { unlessOnly: { ...other, identityId: "a" } }),
      );

      expect(found).toEqual([other]);
    });
  });

  describe("the invitations under a Sales Navigator id", () => {
    const t = eachWithLedger(makeLedger);
    const under = () => collect(t.ledger.invitations.ofSalesNavigator(KEY));

    it("are told over all identities and people, ended ones too, oldest first", async () => {
      const salesNavigatorKey = KEY;
      const second = await appeared(t.ledger, { identityId: "b", salesNavigatorKey, sentAt: daysBefore(2) });
      const first = await ended(t.ledger, {
        ...{ identityId: "a", salesNavigatorKey, personId: "2", sentAt: daysBefore(40) },
      });
      await appeared(t.ledger, { identityId: "c" });

      expect(await under()).toEqual([first, second]);
    });

    it("hold none that was listed without one, nor one whose address has the same key", async () => {
      await appeared(t.ledger, { invitationId: "1", salesNavigatorKey: null });
      await appeared(t.ledger, { invitationId: "2", salesNavigatorKey: null, profileKey: KEY });

      expect(await under()).toEqual([]);
    });

    it("keep their place while they are claimed and settled", async () => {
      const one = await claimed(t.ledger, "attempt-1", { salesNavigatorKey: KEY });

      await settle(t.ledger, one, "attempt-1");

      expect((await under()).map(({ state }) => state)).toEqual(["withdrawn"]);
    });
  });

  describe("a Sales Navigator id that a later listing shows", () => {
    const t = eachWithLedger(makeLedger);
    const keep = ({ identityId, invitationId }: { identityId: string; invitationId: string }, key = KEY) =>
      t.ledger.invitations.keepSalesNavigatorKey(identityId, invitationId, key);

    it("is kept where there was none, and found by", async () => {
      const before = await appeared(t.ledger, { salesNavigatorKey: null });

      await keep(before);
      await keep(before);

      const after = { ...before, salesNavigatorKey: KEY };
      expect(await stored(t.ledger, before.identityId, before.invitationId)).toEqual(after);
      expect(await collect(t.ledger.invitations.ofSalesNavigator(KEY))).toEqual([after]);
    });

    it("replaces none that is there", async () => {
      const before = await appeared(t.ledger);

      await keep(before);

      expect(await stored(t.ledger, before.identityId, before.invitationId)).toEqual(before);
      expect(await collect(t.ledger.invitations.ofSalesNavigator(KEY))).toEqual([]);
    });

    it("is not kept for what has ended or never was", async () => {
      const before = await ended(t.ledger, { salesNavigatorKey: null });

      await keep(before);
      await keep({ identityId: "identity-1", invitationId: "404" });

      expect(await stored(t.ledger, before.identityId, before.invitationId)).toEqual(before);
      expect(await t.ledger.invitations.find("identity-1", "404")).toBeNull();
    });
  });

  describe("an invitation to a member without an id", () => {
    const t = eachWithLedger(makeLedger);

    it("is found by itself, by address and by Sales Navigator id, and among the open ones", async () => {
      const one = await appeared(t.ledger, { personId: null, profileKey: KEY, salesNavigatorKey: KEY });

      expect(one.personId).toBeNull();
      expect(await collect(t.ledger.invitations.ofProfile(KEY))).toEqual([one]);
      expect(await collect(t.ledger.invitations.ofSalesNavigator(KEY))).toEqual([one]);
      expect(await collect(t.ledger.invitations.open(one.identityId))).toMatchObject([
        { invitationId: one.invitationId, personId: null },
      ]);
    });

    it.each(["90001", "null", "undefined"])("is not among those to the person %s", async (personId) => {
      await appeared(t.ledger, { personId: null });

      expect(await collect(t.ledger.invitations.ofPerson(personId))).toEqual([]);
    });

    it("ends like any other", async () => {
      const there = await ended(t.ledger, { personId: null });

      expect(there).toMatchObject({ personId: null, state: "withdrawn" });
    });
  });

  describe("many invitations of an identity", () => {
    const t = eachWithLedger(makeLedger);
    const found = async (ids: readonly string[], identityId = "identity-1") =>
      (await t.ledger.invitations.findMany(identityId, ids)).toSorted((a, b) =>
        a.invitationId < b.invitationId ? -1 : 1,
      );

    it("are read with all that is known of them, those that exist, each once", async () => {
      const open = await appeared(t.ledger, { invitationId: "1" });
      const over = await ended(t.ledger, { invitationId: "2" });
      await appeared(t.ledger, { invitationId: "1", identityId: "another" });

      expect(await found(["2", "1", "404", "1"])).toEqual([open, over]);
      expect(await found([])).toEqual([]);
      expect(await found(["2"], "another")).toEqual([]);
    });

    it("are read when there are more than a batch takes", async () => {
      const ids = Array.from({ length: 130 }, (_, index) => String(1000 + index));
      await Promise.all(ids.map((invitationId) => t.ledger.invitations.insertIfAbsent(anInvitation({ invitationId }))));

      expect((await found(ids)).map(({ invitationId }) => invitationId)).toEqual(ids);
    });
  });
}
