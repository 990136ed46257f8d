import { type IdCalibration, mergeCalibrations, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import type { IdLedger } from "../../../lib/ledger/ledger.ts";

/** How the times in ids were tried out. The first miss to be written stays. */
export function createModelIds(): IdLedger {
  let state: IdCalibration = NO_TRIALS;
  return {
    calibration: async () => state,
    async add(trials) {
      state = { ...mergeCalibrations(state, trials), firstMiss: state.firstMiss ?? trials.firstMiss };
    },
  };
}
