import { describe, expect, it } from "vitest";
import { anError, aProgress, aRun, aSweep, collect, minutesAfter } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function sweepContract(makeLedger: MakeLedger): void {
  describe("a sweep", () => {
    const t = eachWithLedger(makeLedger);

    it("is not found before it is recorded", async () => {
      await t.ledger.runs.begin(aRun());

      expect(await t.ledger.runs.findSweep("run-1", "identity-1")).toBeNull();
    });

    it("is kept with every figure", async () => {
      const sweep = aSweep({ listing: "partial", trust: "collapsed", lastError: anError({ ref: null }) });

      await t.ledger.runs.recordSweep(sweep);

      expect(await t.ledger.runs.findSweep("run-1", "identity-1")).toEqual({ ...sweep, deferred: {} });
    });

    it("is kept when nothing was listed and nothing held", async () => {
      const sweep = aSweep({ listing: "none", trust: null, byReason: {}, held: {} });

      await t.ledger.runs.recordSweep(sweep);

      expect(await t.ledger.runs.findSweep("run-1", "identity-1")).toEqual({ ...sweep, deferred: {} });
    });

    it.each([
      ["dry-run"],
      ["off"],
      ["listing-partial"],
      ["listing-collapsed"],
      ["listing-empty"],
      ["unreadable-dates"],
      ["daily-cap"],
      ["working-hours"],
      ["queue-time"],
      ["run-cap"],
      ["paused"],
      ["blocked"],
      ["needs-person"],
      ["workspace-stopped"],
    ] as const)("can be held back by %s", async (why) => {
      await t.ledger.runs.recordSweep(aSweep({ held: { [why]: 3 } }));

      expect((await t.ledger.runs.findSweep("run-1", "identity-1"))?.held).toEqual({ [why]: 3 });
    });

    it("that is recorded again is replaced whole", async () => {
      await t.ledger.runs.recordSweep(aSweep());
      const again = aSweep({ at: minutesAfter(9), listed: 1, byReason: { stale: 1 }, held: {} });

      await t.ledger.runs.recordSweep(again);

      expect(await t.ledger.runs.findSweep("run-1", "identity-1")).toEqual({ ...again, deferred: {} });
    });

    it("is told with the others of its run, and nothing but sweeps is", async () => {
      await t.ledger.runs.begin(aRun());
      const ids = ["a", "ä", "identity-1", "z"];
      for (const identityId of ids) await t.ledger.runs.recordSweep(aSweep({ identityId }));
      await t.ledger.runs.recordSweep(aSweep({ runId: "run-2", identityId: "other" }));
      await t.ledger.runs.saveProgress("run-1", "a", aProgress(3));
      await t.ledger.runs.recordDeferral("run-1", "only-deferred", "1", "expired");

      const sweeps = await collect(t.ledger.runs.sweeps("run-1"));

      expect(sweeps.map(({ identityId }) => identityId).sort()).toEqual(ids.toSorted());
      expect(sweeps.find(({ identityId }) => identityId === "z")).toEqual({
        ...aSweep({ identityId: "z" }),
        deferred: {},
      });
    });
  });

  describe("a deferral", () => {
    const t = eachWithLedger(makeLedger);
    const defer = (invitationId: string, why: string) =>
      t.ledger.runs.recordDeferral("run-1", "identity-1", invitationId, why);
    const deferred = async () => (await t.ledger.runs.findSweep("run-1", "identity-1"))?.deferred;

    it("is noted with its reason, once however often it is told", async () => {
      await t.ledger.runs.recordSweep(aSweep());

      await defer("2", "daily-cap");
      await defer("1", "daily-cap");
      await defer("2", "daily-cap");
      await defer("3", "a reason: with #signs");

      expect(await deferred()).toEqual({ "daily-cap": ["1", "2"], "a reason: with #signs": ["3"] });
    });

    it("that comes before the sweep is recorded is not lost, and is no sweep by itself", async () => {
      await defer("1", "expired");
      const before = await t.ledger.runs.findSweep("run-1", "identity-1");

      await t.ledger.runs.recordSweep(aSweep());

      expect(before).toBeNull();
      expect(await t.ledger.runs.findSweep("run-1", "identity-1")).toEqual({
        ...aSweep(),
        deferred: { expired: ["1"] },
      });
    });

    it("outlives the sweep being recorded again", async () => {
      await t.ledger.runs.recordSweep(aSweep());
      await defer("1", "expired");

      await t.ledger.runs.recordSweep(aSweep({ listed: 5 }));

      expect(await deferred()).toEqual({ expired: ["1"] });
    });

    it("is not lost when many are noted at once", async () => {
      const ids = Array.from({ length: 20 }, (_, index) => String(100 + index));

      await Promise.all([t.ledger.runs.recordSweep(aSweep()), ...ids.map((id) => defer(id, "off"))]);

      expect(await deferred()).toEqual({ off: ids });
    });

    it("belongs to its run and identity", async () => {
      for (const runId of ["run-1", "run-2"]) await t.ledger.runs.recordSweep(aSweep({ runId }));

      await t.ledger.runs.recordDeferral("run-2", "identity-1", "1", "off");

      expect(await deferred()).toEqual({});
    });
  });
}
