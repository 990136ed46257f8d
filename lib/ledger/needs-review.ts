import type { HeldReason } from "../domain/held-reason.ts";
import type { SweepRecord } from "./ledger.ts";

/** What a person should look at; every other reason to hold back is the owner's choice or a limit at work. */
const WRONG: readonly HeldReason[] = [
  "listing-partial",
  "listing-collapsed",
  "listing-empty",
  "unreadable-dates",
  "needs-person",
  "identity-stopped",
  "future-gate",
  "clock-wrong",
  "workspace-stopped",
];

/** Why a sweep was held that a person should look at; undefined where nothing is wrong. */
export function needsReview(held: SweepRecord["held"]): HeldReason | undefined {
  return WRONG.find((reason) => held[reason] !== undefined);
}
