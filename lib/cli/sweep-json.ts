import type { SweepRecord } from "../ledger/ledger.ts";

/** A sweep as `--json` prints it: with the count of malformed items under its earlier name too. */
export const sweepJson = (sweep: SweepRecord) => ({ ...sweep, unfit: sweep.malformed });
