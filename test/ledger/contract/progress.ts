import { describe, expect, it } from "vitest";
import { aProgress, daysBefore, NOW } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function progressContract(makeLedger: MakeLedger): void {
  describe("the progress of a listing", () => {
    const t = eachWithLedger(makeLedger);
    const save = (progress: ReturnType<typeof aProgress>) => t.ledger.runs.saveProgress("run-1", "a", progress);
    const load = () => t.ledger.runs.loadProgress("run-1", "a");

    it("is none before it was saved", async () => {
      expect(await load()).toBeNull();
    });

    it.each([[0], [1], [499], [500], [501], [1730]])("of %i invitations comes back as it was saved", async (count) => {
      const progress = aProgress(count);

      await save(progress);

      expect(await load()).toEqual(progress);
    });

    it("comes back when more did not fit than did", async () => {
      const malformedIds = Array.from({ length: 620 }, (_, index) => (index % 2 === 0 ? null : String(index)));
      const progress = aProgress(3, { malformedIds });

      await save(progress);

      expect(await load()).toEqual(progress);
    });

    it("comes back when malformed items name more than are listed", async () => {
      const progress = aProgress(3, { malformedNames: Array.from({ length: 1100 }, (_, index) => String(index)) });

      await save(progress);

      expect(await load()).toEqual(progress);
    });

    it("saved later stands in for what was saved before, be it longer or shorter", async () => {
      for (const count of [700, 1200, 20]) {
        const progress = aProgress(count, { next: `page-${count}` });

        await save(progress);

        expect(await load()).toEqual(progress);
      }
    });

    it("belongs to its run and identity", async () => {
      await save(aProgress(3));

      expect(await t.ledger.runs.loadProgress("run-1", "b")).toBeNull();
      expect(await t.ledger.runs.loadProgress("run-2", "a")).toBeNull();
      expect(await t.ledger.runs.findSweep("run-1", "a")).toBeNull();
    });

    it("is forgotten after two days", async () => {
      await save(aProgress(3));

      t.now = new Date(daysBefore(-2, NOW).getTime() - 1000);
      const before = await load();
      t.now = daysBefore(-2, NOW);
      const after = await load();

      expect(before).toEqual(aProgress(3));
      expect(after).toBeNull();
    });
  });
}
