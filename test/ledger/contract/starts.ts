import { describe, expect, it } from "vitest";
import { START_CHUNK, type StartProgress } from "../../../lib/ledger/run-ledger.ts";
import { aRun, aSweep, collect, daysBefore, NOW, SENDING } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

const LISTING: StartProgress = { ...SENDING, stage: "listing", nextPage: 2, announced: true, connected: false };
const ids = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `identity-${from + index}`);

export function startContract(makeLedger: MakeLedger): void {
  describe("what a start has saved", () => {
    const t = eachWithLedger(makeLedger);
    const saved = async (...given: Parameters<typeof t.ledger.runs.saveStart>) => {
      const start = await t.ledger.runs.saveStart(...given);
      if (start === null) throw new Error("somebody else has saved");
      return start;
    };

    it("is none before, and comes back with its ids in their order", async () => {
      expect(await t.ledger.runs.loadStart("run-1")).toBeNull();
      const first = await saved("run-1", null, LISTING, { connected: ids(3), notConnected: ["x"] });

      const second = await saved(
        "run-1",
        first,
        { ...LISTING, nextPage: 3 },
        { connected: ids(1200, 3), notConnected: [] },
      );

      expect(await t.ledger.runs.loadStart("run-1")).toEqual(second);
      expect(second).toMatchObject({ nextPage: 3, version: 2, ids: { connected: 1203, notConnected: 1 } });
      expect(await t.ledger.runs.startIds("run-1", second)).toEqual({ connected: ids(1203), notConnected: ["x"] });
      expect(await t.ledger.runs.loadStart("run-2")).toBeNull();
    });

    it("is refused over another save than the one it was made from, and changes nothing then", async () => {
      const first = await saved("run-1", null, LISTING, { connected: ["a"], notConnected: [] });
      const second = await saved("run-1", first, { ...LISTING, nextPage: 3 }, { connected: ["b"], notConnected: [] });

      expect(await t.ledger.runs.saveStart("run-1", first, LISTING, { connected: ["c"], notConnected: [] })).toBeNull();
      expect(await t.ledger.runs.saveStart("run-1", null, LISTING)).toBeNull();
      expect(await t.ledger.runs.loadStart("run-1")).toEqual(second);
      expect(await t.ledger.runs.startIds("run-1", second)).toEqual({ connected: ["a", "b"], notConnected: [] });
    });

    it("begins a new stage without the ids of the last, in chunks that can be read by themselves", async () => {
      const listed = await saved("run-1", null, LISTING, { connected: ids(7), notConnected: [] });
      const sending = await saved("run-1", listed, SENDING, { connected: ids(1100).reverse(), notConnected: ids(2) });

      const whole = await t.ledger.runs.startIds("run-1", sending);
      const part = await t.ledger.runs.startIds("run-1", sending, 1, 2);

      expect(whole).toEqual({ connected: ids(1100).reverse(), notConnected: ids(2) });
      expect(part?.connected).toEqual(
        ids(1100)
          .reverse()
          .slice(START_CHUNK, 2 * START_CHUNK),
      );
      const moved = await saved("run-1", sending, { ...sending, sent: 500 });
      expect(moved).toMatchObject({ sent: 500, ids: sending.ids });
    });

    it("is forgotten after 35 days, and can then be made anew", async () => {
      t.now = daysBefore(36);
      await saved("run-1", null, SENDING, { connected: ["a"], notConnected: [] });
      t.now = NOW;

      expect(await t.ledger.runs.loadStart("run-1")).toBeNull();
      expect(await saved("run-1", null, LISTING)).toMatchObject({ version: 1, ids: { connected: 0 } });
    });

    it("is neither a sweep nor counted as one", async () => {
      await t.ledger.runs.begin(aRun());
      await saved("run-1", null, SENDING, { connected: ids(700), notConnected: [] });
      for (const identityId of ["a", "-b", "0"]) await t.ledger.runs.recordSweep(aSweep({ identityId }));
      await t.ledger.runs.recordSweep(aSweep({ runId: "run-2" }));
      await t.ledger.runs.recordDeferral("run-1", "c", "1", "gap");

      const found = await collect(t.ledger.runs.sweeps("run-1"));

      expect(found.map(({ identityId }) => identityId).sort()).toEqual(["-b", "0", "a"]);
      expect(await t.ledger.runs.countSweeps("run-1")).toBe(3);
      expect(await t.ledger.runs.countSweeps("run-3")).toBe(0);
    });
  });
}
