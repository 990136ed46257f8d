import type { DigestData } from "../../lib/digest/digest-data.ts";

export const SINCE = new Date("2026-11-16T08:00:00.000Z");
export const UNTIL = new Date("2026-11-23T08:00:00.000Z");

/** A week in which everything went as it should; `change` says what did not. */
export function aWeek(change: Partial<DigestData> = {}): DigestData {
  return {
    since: SINCE,
    until: UNTIL,
    mode: "live",
    runs: 7,
    sweeps: 21,
    identities: 3,
    endings: { withdrawn: 80, unconfirmed: 0, accepted: 12, gone: 9, failed: 0 },
    pending: 390,
    unreachable: 0,
    held: {},
    needsPerson: [],
    workspaceBlock: null,
    threshold: {
      days: 21,
      policyVersion: 4,
      sentence:
        "Waiting 14 instead of 21 days would give up 1.2% (0.4–1.9%) of acceptances by day 60 and free about 30 pending slots.",
      observed: 2_400,
      plausible: { lower: 14, upper: 14 },
      kept: null,
    },
    ...change,
  };
}

/** A week of which there is nothing to tell. */
export const aQuietWeek = (change: Partial<DigestData> = {}): DigestData =>
  aWeek({ endings: { withdrawn: 0, unconfirmed: 0, accepted: 0, gone: 0, failed: 0 }, ...change });
