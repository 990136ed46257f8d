import { describe, expect, it } from "vitest";
import { ended, newPart, withBatch } from "../../../lib/domain/cleanup.ts";
import { collect, minutesAfter, NOW } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger, winners } from "./context.ts";

const ONE = "cleanup-2026-03-10T09:30:00.123Z-aaaaaaaa";
const OTHER = "cleanup-2026-03-11T09:30:00.123Z-bbbbbbbb";
const chosenOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ invitationId: String(7_000_000 + index), reason: "stale" as const }));

export function cleanupContract(makeLedger: MakeLedger): void {
  describe("clean-ups", () => {
    const t = eachWithLedger(makeLedger);
    const begin = (cleanupId = ONE, count = 3) =>
      t.ledger.cleanups.begin({
        ...{ cleanupId, startedAt: NOW },
        chosen: new Map([
          ["a", chosenOf(count)],
          ["b", chosenOf(1)],
        ]),
      });

    it("are kept with what was chosen, in its order, and nobody else's", async () => {
      await begin(ONE, 4_321);
      const { cleanups } = t.ledger;

      expect(await cleanups.find(ONE)).toEqual({
        cleanupId: ONE,
        startedAt: NOW,
        identities: 2,
        chosen: 4_322,
        queued: 0,
      });
      expect(await collect(cleanups.parts(ONE))).toEqual([newPart(ONE, "a", 4_321), newPart(ONE, "b", 1)]);
      expect(await cleanups.chosen(ONE, "a", 1_999, 2_002)).toEqual(chosenOf(4_321).slice(1_999, 2_002));
      expect(await cleanups.chosen(ONE, "a", 4_300, 4_400)).toEqual(chosenOf(4_321).slice(4_300));
      expect(await cleanups.find(OTHER)).toBeNull();
      expect(await cleanups.findPart(ONE, "c")).toBeNull();
    });

    it("are told newest first", async () => {
      await begin();
      await begin(OTHER);

      const told = await t.ledger.cleanups.latest(5);

      expect(told.map(({ cleanupId }) => cleanupId)).toEqual([OTHER, ONE]);
      expect(await t.ledger.cleanups.latest(1)).toHaveLength(1);
    });

    it("keep every part of a part, and count its changes", async () => {
      await begin();
      const part = newPart(ONE, "a", 3);
      const { batch } = withBatch(part, 2);
      if (batch === null) throw new Error("there is a batch");
      const full = {
        ...ended(withBatch(part, 2), "paused"),
        ...{
          taken: 1,
          refusals: 2,
          withdrawn: 1,
          dropped: { protected: 1 },
          notWithdrawn: { refused: 2 },
          runUids: ["run-1"],
        },
        batch: {
          ...batch,
          ...({ state: "submitting", inputs: ["7000001"], dropped: { "too-young": 1 }, runUid: "run-2" } as const),
          ...{ until: minutesAfter(9), answerBy: minutesAfter(2), overSince: minutesAfter(3) },
          inForce: {
            ...{ thresholdDays: 21, reinviteCooldownDays: 21, policyVersion: 4, gapSeconds: { min: 60, max: 120 } },
            holdout: { share: 0.1, maxAgeDays: 90 },
          },
        },
      };

      expect(await t.ledger.cleanups.replacePart(1, full)).toBe(true);

      expect(await t.ledger.cleanups.findPart(ONE, "a")).toEqual({ ...full, version: 2 });
    });

    it("let one of several changes of a part win", async () => {
      await begin();
      const part = newPart(ONE, "a", 3);

      const won = await Promise.all([1, 2, 3].map((size) => t.ledger.cleanups.replacePart(1, withBatch(part, size))));

      expect(winners(won)).toBe(1);
    });

    it("share places under the run's cap among all batches, and a repeat takes no more", async () => {
      await begin();
      const reserve = (batch: string, wanted: number) => t.ledger.cleanups.reserve(ONE, batch, wanted, 10);

      expect(await reserve("a/0", 6)).toBe(6);
      expect(await reserve("a/0", 6)).toBe(6);
      expect(await reserve("a/0", 2)).toBe(2);
      expect(await reserve("b/0", 6)).toBe(4);
      expect(await reserve("a/6", 6)).toBe(0);
      expect(await t.ledger.cleanups.find(ONE)).toMatchObject({ queued: 10 });
    });

    it("give away no place twice to batches that ask at once", async () => {
      await begin();

      const places = await Promise.all(["a/0", "b/0", "a/9"].map((one) => t.ledger.cleanups.reserve(ONE, one, 5, 12)));

      expect(places.reduce((sum, count) => sum + count, 0)).toBe(12);
    });

    it("are no runs", async () => {
      await begin();

      expect(await t.ledger.runs.latest(10)).toEqual([]);
      expect(await t.ledger.runs.oldest()).toBeNull();
    });
  });
}
