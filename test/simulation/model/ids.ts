import { type IdCalibration, mergeCalibrations, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import type { IdLedger, Reading } from "../../../lib/ledger/ledger.ts";
import { createLaggingItems } from "./lagging-items.ts";

/** How the times in ids were tried out. The first miss to be written stays. */
export function createModelIds(now: () => Date, lagMs: () => number): IdLedger {
  const stored = createLaggingItems<IdCalibration>(now, lagMs);
  const read = (how?: Reading): IdCalibration => stored.get("", how) ?? NO_TRIALS;
  return {
    calibration: async (how) => read(how),
    async add(trials) {
      const state = read();
      stored.set("", { ...mergeCalibrations(state, trials), firstMiss: state.firstMiss ?? trials.firstMiss });
    },
  };
}
