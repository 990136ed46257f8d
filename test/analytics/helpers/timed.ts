import fc from "fast-check";
import type { Observation } from "../../../lib/analytics/observation.ts";

const age = fc.integer({ min: 0, max: 12 });
const minute = fc.integer({ min: 0, max: 1_439 });

/** Invitations watched from one minute of their age to another, ties and short stays among them. */
export const timed: fc.Arbitrary<Observation[]> = fc.array(
  fc
    .record({
      entryAge: age,
      entryMinute: minute,
      stay: age,
      exitMinute: minute,
      ending: fc.constantFrom("accepted" as const, "gone" as const, "censored" as const),
      isBeforeSweep: fc.boolean(),
    })
    .map(({ stay, ending, isBeforeSweep, exitMinute, ...entry }): Observation => {
      const ended = { ...entry, exitAge: entry.entryAge + stay, ending };
      if (ending === "accepted") return { ...ended, isBeforeSweep: isBeforeSweep && stay > 0 };
      if (ending === "gone") return ended;
      return { ...ended, exitMinute: stay === 0 ? Math.max(exitMinute, entry.entryMinute) : exitMinute };
    }),
  { minLength: 1, maxLength: 60 },
);
