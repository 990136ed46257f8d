import { describe, expect, it } from "vitest";
import { FLAG_KINDS } from "../../../lib/domain/rule.ts";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import { keyOfAddress } from "../../../lib/ledger/profile-key.ts";
import { aMark, collect, minutesAfter } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

const KEY = keyOfAddress("linkedin.com/in/ana-lee");
const ADDRESS = addressSubject(KEY);

export function flagContract(makeLedger: MakeLedger): void {
  describe("a flag", () => {
    const t = eachWithLedger(makeLedger);
    const find = async (subject: string, consistent = true) =>
      (await t.ledger.flags.findMany([subject], { consistent })).get(subject) ?? null;
    const kindsOf = async (subject: string) => (await find(subject))?.marks.map(({ kind }) => kind) ?? [];

    it("is not found where none was set", async () => {
      expect(await find("90001")).toBeNull();
      expect(await t.ledger.flags.any()).toBe(false);
    });

    it("is kept as it was set", async () => {
      const mark = aMark({ note: null });

      await t.ledger.flags.add("90001", mark);

      const record = { subject: "90001", marks: [mark], unknown: [], belongsTo: null, addresses: [] };
      expect([await find("90001"), await find("90001", false)]).toEqual([record, record]);
      expect(await t.ledger.flags.any()).toBe(true);
    });

    it("that is set again stands in for the one of its kind before", async () => {
      await t.ledger.flags.add("90001", aMark());
      const again = aMark({ by: "crm", at: minutesAfter(1), note: null });

      await t.ledger.flags.add("90001", again);

      expect((await find("90001"))?.marks).toEqual([again]);
    });

    it("stands beside those of other kinds, whichever was set first, also when all are set at once", async () => {
      const marks = FLAG_KINDS.map((kind) => aMark({ kind, note: `${kind}, as told` }));

      await Promise.all(marks.toReversed().map((mark) => t.ledger.flags.add("90001", mark)));

      expect((await find("90001"))?.marks).toEqual(marks);
    });

    it("is taken by itself, and may be taken again", async () => {
      for (const kind of FLAG_KINDS) await t.ledger.flags.add("90001", aMark({ kind }));

      const [first, second] = [
        await t.ledger.flags.take("90001", "customer"),
        await t.ledger.flags.take("90001", "customer"),
      ];

      expect([first, second]).toEqual([true, false]);
      expect(await kindsOf("90001")).toEqual(FLAG_KINDS.filter((kind) => kind !== "customer"));
    });

    it("leaves nothing behind when the last one is taken but that there was one", async () => {
      await t.ledger.flags.add("90001", aMark());

      await t.ledger.flags.take("90001", "protected");

      expect(await find("90001")).toBeNull();
      expect(await collect(t.ledger.flags.all())).toEqual([]);
      expect(await t.ledger.flags.any()).toBe(true);
    });

    it("that nobody set cannot be taken", async () => {
      expect(await t.ledger.flags.take("90001", "protected")).toBe(false);
      expect(await find("90001")).toBeNull();
    });

    it("is found among many, whoever else is asked for, twice or in vain", async () => {
      const people = Array.from({ length: 250 }, (_, index) => `9${index}`);
      const flagged = people.filter((_, index) => index % 2 === 0);
      for (const personId of flagged) await t.ledger.flags.add(personId, aMark({ note: personId }));

      const found = await t.ledger.flags.findMany([...people, ...people.slice(0, 30)], { consistent: false });

      expect([...found.keys()].sort()).toEqual(flagged.toSorted());
      expect(found.get("94")?.marks).toEqual([aMark({ note: "94" })]);
      expect(await t.ledger.flags.findMany([], { consistent: true })).toEqual(new Map());
    });

    it("is set for many at once", async () => {
      const people = Array.from({ length: 60 }, (_, index) => `9${index}`);

      await t.ledger.flags.create(new Map(people.map((personId) => [personId, aMark({ note: personId })])));

      const all = await collect(t.ledger.flags.all());
      expect(all.map(({ subject, marks }) => [subject, marks[0]?.note]).sort()).toEqual(
        people.map((id) => [id, id]).sort(),
      );
      expect(await t.ledger.flags.any()).toBe(true);
    });

    it("is told with all others, and nothing else is", async () => {
      for (const subject of ["1", "2", ADDRESS]) await t.ledger.flags.add(subject, aMark());
      await t.ledger.flags.claimAddress(KEY, "3");

      const all = await collect(t.ledger.flags.all());

      expect(all.map(({ subject, belongsTo }) => [subject, belongsTo]).sort()).toEqual([
        ["1", null],
        ["2", null],
        [ADDRESS, "3"],
      ]);
    });
  });

  describe("a flagged address", () => {
    const t = eachWithLedger(makeLedger);
    const find = async (subject: string) =>
      (await t.ledger.flags.findMany([subject], { consistent: true })).get(subject) ?? null;

    it("belongs to whom a listing shows under it, and both say so", async () => {
      await t.ledger.flags.add(ADDRESS, aMark());

      await t.ledger.flags.claimAddress(KEY, "90001");
      await t.ledger.flags.claimAddress(KEY, "90001");

      expect(await find(ADDRESS)).toEqual({
        subject: ADDRESS,
        marks: [aMark()],
        unknown: [],
        belongsTo: "90001",
        addresses: [],
      });
      expect(await find("90001")).toEqual({
        subject: "90001",
        marks: [],
        unknown: [],
        belongsTo: null,
        addresses: [KEY],
      });
    });

    it("stays with whom it was shown for first", async () => {
      await t.ledger.flags.add(ADDRESS, aMark());
      await t.ledger.flags.claimAddress(KEY, "90001");

      await t.ledger.flags.claimAddress(KEY, "90002");

      expect((await find(ADDRESS))?.belongsTo).toBe("90001");
    });

    it("that has lost its flags meanwhile is nobody's", async () => {
      await t.ledger.flags.add(ADDRESS, aMark());
      await t.ledger.flags.take(ADDRESS, "protected");

      await t.ledger.flags.claimAddress(KEY, "90001");

      expect(await find(ADDRESS)).toBeNull();
    });

    it("is remembered with the person when the person's own last flag is taken", async () => {
      await t.ledger.flags.add(ADDRESS, aMark());
      await t.ledger.flags.add("90001", aMark({ kind: "customer" }));
      await t.ledger.flags.claimAddress(KEY, "90001");

      await t.ledger.flags.take("90001", "customer");

      expect((await find("90001"))?.addresses).toEqual([KEY]);
    });

    it("keeps whose it is while kinds are set and taken", async () => {
      await t.ledger.flags.add(ADDRESS, aMark());
      await t.ledger.flags.claimAddress(KEY, "90001");

      await t.ledger.flags.add(ADDRESS, aMark({ kind: "customer" }));
      await t.ledger.flags.take(ADDRESS, "protected");

      expect(await find(ADDRESS)).toMatchObject({ belongsTo: "90001", marks: [{ kind: "customer" }] });
    });
  });
}
