import type { Outcome } from "../../domain/tracked-invitation.ts";

/** Everything an invitation may be now, in the order it is stacked and listed. */
export const STANDINGS = ["accepted", "withdrawn", "gone", "failed", "pending"] as const satisfies readonly (
  | Outcome
  | "pending"
)[];
export type Standing = (typeof STANDINGS)[number];

/** The order of a stack, from the ground up. */
export const OUTCOMES = ["accepted", "withdrawn", "gone", "failed"] as const satisfies readonly Outcome[];

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  accepted: "Accepted",
  withdrawn: "Withdrawn",
  gone: "Gone",
  failed: "Failed",
  pending: "Pending",
};
