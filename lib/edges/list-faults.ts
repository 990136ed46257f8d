import type { MalformedItem } from "./sent-invitations.ts";

export { LIST_FAULTS } from "../domain/list-fault.ts";

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
