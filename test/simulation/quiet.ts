import type { Scenario } from "./scenario.ts";

const ANA = {
  uid: "11111111-1111-4111-8111-111111111111",
  backlog: 20,
  backlogDays: 24,
  sendsPerDay: 0,
  sentDateFormat: "iso",
  unreadableShare: 0,
  withdrawLimitPerDay: 100,
} as const;

/** One identity, one run, nothing unusual: what a named scenario starts from. */
export const QUIET: Scenario = {
  seed: 0,
  identities: [ANA],
  policy: { mode: "live" },
  days: 1,
  confined: false,
  extraRuns: [],
  doings: [],
  stepFaults: [],
  callFaults: [],
  refusedEntries: [],
  lostDeletions: [],
  indexLagMs: 0,
  strict: true,
};
