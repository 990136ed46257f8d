import type { MalformedItem } from "./sent-invitations.ts";

/**
 * What is wrong with a list as a whole, in words of ours. They stand where a failure has its label, in small letters, as
 * no label of the API's is written.
 */
export const LIST_FAULTS = {
  /** It has items, and every one of them is malformed: the format has changed, and nothing is known of who is pending. */
  malformed: "malformed-list",
  /** Its pages are the same over and over, so that it has no end and shows only its beginning. */
  repeating: "repeated-pages",
} as const;

/** How many malformed items had each fault. */
export type FaultCounts = Readonly<Record<string, number>>;

/** `counts` with the faults of more items. Each item's faults are counted once each. */
export function countFaults(counts: FaultCounts, malformed: readonly MalformedItem[]): FaultCounts {
  const all: Record<string, number> = { ...counts };
  for (const fault of malformed.flatMap(({ faults }) => faults)) all[fault] = (all[fault] ?? 0) + 1;
  return all;
}

/** "linkedin_profile_id: missing (in 80 of them)": the fault most items have; the first of several. */
export function commonestFault(counts: FaultCounts): string {
  const [fault = "", count = 0] = Object.entries(counts).reduce((most, one) => (one[1] > most[1] ? one : most));
  return `${fault} (in ${count} of them)`;
}
