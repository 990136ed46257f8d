import { describe, expect, it } from "vitest";
import { FLAG_KINDS } from "../../../lib/core/rule.ts";
import { aFlag, collect, minutesAfter } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function flagContract(makeLedger: MakeLedger): void {
  describe("a flag", () => {
    const t = eachWithLedger(makeLedger);

    it("is not found where none was put", async () => {
      expect(await t.ledger.flags.find("90001")).toBeNull();
    });

    it("is kept as it was put", async () => {
      const flag = aFlag({ kinds: [...FLAG_KINDS], note: null });

      await t.ledger.flags.put(flag);

      expect(await t.ledger.flags.find("90001")).toEqual(flag);
    });

    it("that is put again stands in for the one before", async () => {
      await t.ledger.flags.put(aFlag());
      const again = aFlag({ kinds: ["customer"], by: "crm", at: minutesAfter(1), note: null });

      await t.ledger.flags.put(again);

      expect(await t.ledger.flags.find("90001")).toEqual(again);
    });

    it("is removed, and may be removed again", async () => {
      await t.ledger.flags.put(aFlag());

      await t.ledger.flags.remove("90001");
      await t.ledger.flags.remove("90001");

      expect(await t.ledger.flags.find("90001")).toBeNull();
    });

    it("is found among many, whoever else is asked for, twice or in vain", async () => {
      const people = Array.from({ length: 250 }, (_, index) => `person-${index}`);
      const flagged = people.filter((_, index) => index % 2 === 0);
      for (const personId of flagged) await t.ledger.flags.put(aFlag({ personId, note: personId }));

      const found = await t.ledger.flags.findMany([...people, ...people.slice(0, 30)]);

      expect([...found.keys()].sort()).toEqual(flagged.toSorted());
      expect(found.get("person-4")).toEqual(aFlag({ personId: "person-4", note: "person-4" }));
      expect(await t.ledger.flags.findMany([])).toEqual(new Map());
    });

    it("is told with all others", async () => {
      const flags = ["1", "2", "3"].map((personId) => aFlag({ personId }));
      for (const flag of flags) await t.ledger.flags.put(flag);

      const all = await collect(t.ledger.flags.all());

      expect(all.toSorted((a, b) => a.personId.localeCompare(b.personId))).toEqual(flags);
    });
  });
}
