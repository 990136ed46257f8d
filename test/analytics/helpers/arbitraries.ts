import fc from "fast-check";
import type { Observation } from "../../../lib/analytics/observation.ts";

const ending = fc.constantFrom("accepted" as const, "gone" as const, "censored" as const);
// A narrow range, so that ties, days without events and days without anyone at risk all come up.
const age = fc.integer({ min: 0, max: 40 });

/** Late entries among them: entry anywhere up to the exit. */
export const truncated: fc.Arbitrary<Observation[]> = fc.array(
  fc.record({ entryAge: age, stay: age, ending }).map(({ entryAge, stay, ending }) => ({
    entryAge,
    exitAge: entryAge + stay,
    ending,
  })),
  { minLength: 1, maxLength: 120 },
);

/** Everyone is at risk from age 0. */
export const untruncated: fc.Arbitrary<Observation[]> = truncated.map((observations) =>
  observations.map((observation) => ({ ...observation, entryAge: 0 })),
);

const partOfDay = fc.record({
  entryMinute: fc.constantFrom(0, 1, 360, 720, 1_439),
  exitMinute: fc.constantFrom(0, 1, 360, 720, 1_439, 1_440),
  isBeforeSweep: fc.boolean(),
});

/** The same with first and last days that were watched in part. */
export const partlyWatched: fc.Arbitrary<Observation[]> = truncated.chain((observations) =>
  fc
    .array(partOfDay, { minLength: observations.length, maxLength: observations.length })
    .map((parts) => observations.map((observation, index) => ({ ...observation, ...parts[index] }))),
);
