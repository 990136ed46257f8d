import { describe, expect, it } from "vitest";
import { type IdMiss, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { collect } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

const MISS: IdMiss = {
  ...{ id: "7100000000000000001", decoded: "2023-08-23T00:00:00.000Z" },
  ...{ after: "2026-03-09T09:00:00.000Z", before: "2026-03-10T09:00:00.000Z" },
};
const hits = (trials: number) => ({ trials, misses: 0, firstMiss: null });
const missed = (firstMiss: IdMiss) => ({ trials: 1, misses: 1, firstMiss });

export function idContract(makeLedger: MakeLedger): void {
  describe("the trials of the times in ids", () => {
    const t = eachWithLedger(makeLedger);

    it("are none at first", async () => {
      expect(await t.ledger.ids.calibration()).toEqual(NO_TRIALS);
    });

    it("are counted together, also when they come at once", async () => {
      await t.ledger.ids.add(hits(3));

      await Promise.all(Array.from({ length: 8 }, () => t.ledger.ids.add(hits(2))));

      expect(await t.ledger.ids.calibration()).toEqual(hits(19));
    });

    it("keep the first miss that was written, whatever comes later", async () => {
      await t.ledger.ids.add(hits(5));
      await t.ledger.ids.add(missed(MISS));
      await t.ledger.ids.add(missed({ ...MISS, id: "x", decoded: null, before: "2026-01-01T00:00:00.000Z" }));
      await t.ledger.ids.add(hits(1));

      expect(await t.ledger.ids.calibration()).toEqual({ trials: 8, misses: 2, firstMiss: MISS });
    });

    it("keep a miss whose id holds no time", async () => {
      await t.ledger.ids.add(missed({ ...MISS, decoded: null }));

      expect((await t.ledger.ids.calibration()).firstMiss).toEqual({ ...MISS, decoded: null });
    });

    it("are no run", async () => {
      await t.ledger.ids.add(hits(1));

      expect(await t.ledger.runs.latest(10)).toEqual([]);
      expect(await t.ledger.runs.oldest()).toBeNull();
      expect(await collect(t.ledger.identities.all())).toEqual([]);
    });
  });
}
