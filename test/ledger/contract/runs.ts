import { describe, expect, it } from "vitest";
import { anError, aRun, aSweep, minutesAfter, NOW, SENDING } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

export function runContract(makeLedger: MakeLedger): void {
  describe("a run", () => {
    const t = eachWithLedger(makeLedger);
    const asBegun = (run: ReturnType<typeof aRun>) =>
      ({
        ...{ ...run, state: "starting", identities: null, notConnected: [], queued: 0, startFailed: null },
        ...{ notConnectedCount: 0, fedUntil: null, reached: null, notReached: null },
        ...{ shareOfRunCap: null, lastInTurn: null },
      }) as const;

    it("is not found before it began", async () => {
      expect(await t.ledger.runs.find("run-1")).toBeNull();
    });

    it("begins once: whoever comes later is answered with the run that stands there", async () => {
      const first = await t.ledger.runs.begin(aRun());
      const second = await t.ledger.runs.begin(aRun({ startedAt: minutesAfter(5), mode: "dry-run" }));

      expect(first).toBeNull();
      expect(second).toEqual(asBegun(aRun()));
      expect(await t.ledger.runs.find("run-1")).toEqual(asBegun(aRun()));
    });

    it("keeps the share of its cap that was set first", async () => {
      await t.ledger.runs.begin(aRun());
      await t.ledger.runs.begin(aRun({ runId: "run-2" }));

      await t.ledger.runs.setShare("run-1", 4, "rank-9");
      await t.ledger.runs.setShare("run-1", 5, null);
      await t.ledger.runs.setShare("run-2", null, null);
      await t.ledger.runs.setShare("run-2", 5, null);

      expect(await t.ledger.runs.find("run-1")).toEqual({
        ...{ ...asBegun(aRun()), shareOfRunCap: 4, lastInTurn: "rank-9" },
      });
      expect(await t.ledger.runs.find("run-2")).toEqual(asBegun(aRun({ runId: "run-2" })));
      await expect(t.ledger.runs.setShare("run-3", 1, null)).rejects.toThrow(/run-3/);
    });

    it("tells the first identity that lists that it is alone, until there is a second, which never is", async () => {
      const { runs } = t.ledger;
      expect([await runs.noteLister("b"), await runs.noteLister("b")]).toEqual([true, true]);
      expect([await runs.noteLister("a"), await runs.noteLister("a")]).toEqual([false, false]);
      expect(await runs.noteLister("b")).toBe(false);
      expect(await runs.latest(9)).toEqual([]);
    });

    it("tells one identity at most, of many that list at once, that it is alone", async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => t.ledger.runs.noteLister(`i${index}`)),
      );

      expect(answers.filter((isAlone) => isAlone).length).toBeLessThan(2);
    });

    it("that many begin at once is begun by exactly one", async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => t.ledger.runs.begin(aRun())));

      expect(answers.filter((there) => there === null)).toHaveLength(1);
    });

    it("is marked as started, and may be marked again", async () => {
      await t.ledger.runs.begin(aRun());

      await t.ledger.runs.markStarted("run-1", 3, []);
      await t.ledger.runs.markStarted("run-1", 4, ["b", "a"]);

      const marked = { state: "started", identities: 4, notConnected: ["b", "a"], notConnectedCount: 2 };
      expect(await t.ledger.runs.find("run-1")).toEqual({ ...asBegun(aRun()), ...marked });
      expect(await t.ledger.runs.begin(aRun())).toEqual({ ...asBegun(aRun()), ...marked });
    });

    it("keeps why its start failed, the latest reason, until it has started after all", async () => {
      await t.ledger.runs.begin(aRun());

      await t.ledger.runs.markStartFailed("run-1", anError({ label: "status-502", ref: null }));
      await t.ledger.runs.markStartFailed("run-1", anError());
      const failed = await t.ledger.runs.find("run-1");
      await t.ledger.runs.markStarted("run-1", 3, []);

      expect(failed).toEqual({ ...asBegun(aRun()), startFailed: anError() });
      expect(await t.ledger.runs.latest(1)).toMatchObject([{ state: "started", startFailed: null }]);
    });

    it("tells until when it was fed, and how many it has reached once it is closed", async () => {
      await t.ledger.runs.begin(aRun());

      await t.ledger.runs.markFed("run-1", minutesAfter(1));
      const fed = await t.ledger.runs.find("run-1");
      await t.ledger.runs.markStarted("run-1", 5, [], minutesAfter(2));
      await t.ledger.runs.close("run-1", 3, 2);

      expect(fed).toEqual({ ...asBegun(aRun()), fedUntil: minutesAfter(1) });
      const closed = { state: "started", identities: 5, fedUntil: minutesAfter(2), reached: 3, notReached: 2 };
      expect(await t.ledger.runs.find("run-1")).toEqual({ ...asBegun(aRun()), ...closed });
    });

    it("that leaves out 12,000 identities is marked, tells 200 of them and all when asked", async () => {
      const notConnected = Array.from({ length: 12_000 }, (_, index) => `11111111-1111-4111-8111-${100_000 + index}`);
      await t.ledger.runs.begin(aRun());
      await t.ledger.runs.saveStart("run-1", null, SENDING, { connected: ["a"], notConnected });

      await t.ledger.runs.markStarted("run-1", 1, notConnected);

      const run = await t.ledger.runs.find("run-1");
      if (run === null) throw new Error("the run is not found");
      expect(run).toMatchObject({ state: "started", notConnectedCount: 12_000 });
      expect(run.notConnected).toEqual(notConnected.slice(0, 200));
      expect(await t.ledger.runs.allNotConnected(run)).toEqual(notConnected);
      expect(await t.ledger.runs.allNotConnected({ ...run, runId: "run-2" })).toEqual(run.notConnected);
    });

    it("cannot be marked or drawn on before it began", async () => {
      await expect(t.ledger.runs.markStartFailed("run-1", anError())).rejects.toThrow("run-1");
      await expect(t.ledger.runs.markStarted("run-1", 3, [])).rejects.toThrow("run-1");
      await expect(t.ledger.runs.markFed("run-1", NOW)).rejects.toThrow("run-1");
      await expect(t.ledger.runs.close("run-1", 1, 0)).rejects.toThrow("run-1");
      await expect(t.ledger.runs.reserve("run-1", 1, 10)).rejects.toThrow("run-1");
      expect(await t.ledger.runs.find("run-1")).toBeNull();
    });

    it("is told among the latest, newest first, as many as wanted", async () => {
      for (const minute of [3, 1, 5, 2, 4]) {
        await t.ledger.runs.begin(aRun({ runId: `run-${minute}`, startedAt: minutesAfter(minute) }));
      }
      await t.ledger.runs.recordSweep(aSweep({ runId: "run-5" }));

      const ids = async (limit: number) => (await t.ledger.runs.latest(limit)).map(({ runId }) => runId);

      expect(await ids(3)).toEqual(["run-5", "run-4", "run-3"]);
      expect(await ids(9)).toEqual(["run-5", "run-4", "run-3", "run-2", "run-1"]);
      expect(await ids(0)).toEqual([]);
      expect((await t.ledger.runs.latest(1))[0]).toEqual(await t.ledger.runs.find("run-5"));
    });

    it("is told as the oldest when it began first, whatever was written first", async () => {
      expect(await t.ledger.runs.oldest()).toBeNull();
      for (const minute of [3, 1, 2]) {
        await t.ledger.runs.begin(aRun({ runId: `run-${minute}`, startedAt: minutesAfter(minute) }));
      }
      await t.ledger.runs.recordSweep(aSweep({ runId: "run-0", at: minutesAfter(-5) }));

      expect(await t.ledger.runs.oldest()).toEqual(await t.ledger.runs.find("run-1"));
    });
  });

  describe("the places of a run", () => {
    const t = eachWithLedger(makeLedger);
    const queued = async () => (await t.ledger.runs.find("run-1"))?.queued;

    it("are given as wanted while there are enough, then what is left, then none", async () => {
      await t.ledger.runs.begin(aRun());

      const got: number[] = [];
      for (const wanted of [6, 3, 4, 1]) got.push(await t.ledger.runs.reserve("run-1", wanted, 10));

      expect(got).toEqual([6, 3, 1, 0]);
      expect(await queued()).toBe(10);
    });

    it("are given up to the cap when more than that are wanted at first", async () => {
      await t.ledger.runs.begin(aRun());

      expect(await t.ledger.runs.reserve("run-1", 1000, 10)).toBe(10);
      expect(await queued()).toBe(10);
    });

    it("are none when the cap was lowered below what is queued, or is 0, or none are wanted", async () => {
      await t.ledger.runs.begin(aRun());
      await t.ledger.runs.reserve("run-1", 8, 10);

      expect(await t.ledger.runs.reserve("run-1", 1, 5)).toBe(0);
      expect(await t.ledger.runs.reserve("run-1", 1, 0)).toBe(0);
      expect(await t.ledger.runs.reserve("run-1", 0, 10)).toBe(0);
      expect(await queued()).toBe(8);
    });

    it("are never given twice, however many ask at once", async () => {
      await t.ledger.runs.begin(aRun());
      const wishes = Array.from({ length: 50 }, (_, index) => 1 + (index % 7));

      const got = await Promise.all(wishes.map((wanted) => t.ledger.runs.reserve("run-1", wanted, 101)));

      expect(got.reduce((sum, places) => sum + places, 0)).toBe(101);
      expect(got.every((places, index) => places >= 0 && places <= (wishes[index] ?? 0))).toBe(true);
      expect(await queued()).toBe(101);
    });

    it("of one run are nothing to another", async () => {
      await t.ledger.runs.begin(aRun());
      await t.ledger.runs.begin(aRun({ runId: "run-2" }));
      await t.ledger.runs.reserve("run-1", 10, 10);

      expect(await t.ledger.runs.reserve("run-2", 10, 10)).toBe(10);
    });
  });
}
