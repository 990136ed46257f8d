import type { Outcome } from "../../domain/tracked-invitation.ts";

/** Everything an invitation may be now, in the order it is stacked and listed. */
export const STANDINGS = ["accepted", "withdrawn", "gone", "unreachable", "pending"] as const satisfies readonly (
  | Outcome
  | "unreachable"
  | "pending"
)[];
export type Standing = (typeof STANDINGS)[number];

/** What a bar or a line of a chart may stand for: a class of its own, with a colour of its own. */
export const MARKS = [...STANDINGS, "ended"] as const;
export type Mark = (typeof MARKS)[number];

/** Endings in the order of a stack, from the ground up. Nothing ends as `failed` any more: that is unreachable. */
export const OUTCOMES = ["accepted", "withdrawn", "gone"] as const satisfies readonly Outcome[];

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  accepted: "Accepted",
  withdrawn: "Withdrawn",
  gone: "Gone",
  unreachable: "Unreachable",
  pending: "Pending",
};
