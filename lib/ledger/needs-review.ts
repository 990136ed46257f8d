import type { HeldReason } from "../domain/held-reason.ts";
import { IS_WRONG_WHEN_HELD } from "../domain/went-wrong.ts";
import type { SweepRecord } from "./ledger.ts";

/** What a person should look at; every other reason to hold back is the owner's choice or a limit at work. */
const WRONG = (Object.keys(IS_WRONG_WHEN_HELD) as HeldReason[]).filter((reason) => IS_WRONG_WHEN_HELD[reason]);

/** Why a sweep was held that a person should look at; undefined where nothing is wrong. */
export function needsReview(held: SweepRecord["held"]): HeldReason | undefined {
  return WRONG.find((reason) => held[reason] !== undefined);
}
