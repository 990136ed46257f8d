import { describe, expect, it } from "vitest";
import { aMark, collect, NOW } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function companyContract(makeLedger: MakeLedger): void {
  describe("a company that the owner has named", () => {
    const t = eachWithLedger(makeLedger);
    const example = { name: "Example Ltd", kind: "protected", by: "owner", at: NOW };
    const acme = { name: 'Acme "Labs" #1', kind: "customer", by: "crm", at: NOW };

    it("is kept as it was set, beside the others, by name", async () => {
      expect(await t.ledger.companies.all()).toEqual([]);

      await t.ledger.companies.set(example);
      await t.ledger.companies.set(acme);

      expect(await t.ledger.companies.all()).toEqual([acme, example]);
    });

    it("is the same one in another case and with another legal form", async () => {
      await t.ledger.companies.set(example);
      const again = { ...example, name: "EXAMPLE GmbH", kind: "customer" };

      await t.ledger.companies.set(again);

      expect(await t.ledger.companies.all()).toEqual([again]);
    });

    it("is taken once", async () => {
      await t.ledger.companies.set(example);
      await t.ledger.companies.set(acme);

      expect(await t.ledger.companies.take("Other")).toBe(false);
      expect(await t.ledger.companies.take("example")).toBe(true);
      expect(await t.ledger.companies.take("example")).toBe(false);
      expect(await t.ledger.companies.all()).toEqual([acme]);
    });

    it("is no flag", async () => {
      await t.ledger.companies.set(example);

      expect(await t.ledger.flags.any()).toBe(false);
      expect(await collect(t.ledger.flags.all())).toEqual([]);

      await t.ledger.flags.add("90001", aMark());
      expect((await collect(t.ledger.flags.all())).map(({ subject }) => subject)).toEqual(["90001"]);
    });
  });
}
