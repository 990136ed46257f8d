import type { Outcome } from "../../domain/tracked-invitation.ts";

/** Everything an invitation may be now, in the order it is stacked and listed. */
export const STANDINGS = ["accepted", "withdrawn", "gone", "unreachable", "pending"] as const satisfies readonly (
  | Outcome
  | "unreachable"
  | "pending"
)[];
export type Standing = (typeof STANDINGS)[number];

/** Endings in the order of a stack, from the ground up. Nothing ends as `failed` any more: that is unreachable. */
export const OUTCOMES = ["accepted", "withdrawn", "gone"] as const satisfies readonly Outcome[];

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  accepted: "Accepted",
  withdrawn: "Withdrawn",
  gone: "Gone",
  unreachable: "Unreachable",
  pending: "Pending",
};
