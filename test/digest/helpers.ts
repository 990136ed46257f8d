import type { DigestData } from "../../lib/digest/digest-data.ts";
import type { Verdict } from "../../lib/report/verdict/verdict.ts";

export const SINCE = new Date("2026-11-16T08:00:00.000Z");
export const UNTIL = new Date("2026-11-23T08:00:00.000Z");

/** The wait in force is the advice, as it was before. */
const KEEP: Verdict = {
  kind: "keep",
  headline: "Keep 21 days",
  why: "Waiting 21 days gives up 1.8% (1.1–2.8%) of acceptances by day 45 and holds about 120 pending slots; this rests on 23 late acceptances.",
  ...{ price: null, sooner: null, command: null, drift: null },
  standsSince: new Date("2026-11-08T10:00:00.000Z"),
};

/** The same week with another verdict. */
export function saying(verdict: Partial<Verdict>, week: DigestData = aWeek()): DigestData {
  return { ...week, threshold: { ...week.threshold, verdict: { ...KEEP, ...verdict } } };
}

export const GO: Partial<Verdict> = {
  kind: "go",
  headline: "Go to 14 days",
  price: "It costs 3.1 acceptances a month for every 100 slots freed.",
  command: "npx sweeper threshold set 14 --stack a-name-that-is-longer-than-a-line-has-room-for",
};

export const DRIFT =
  "Acceptance has changed: 25% in the last 30 days against 37% before (by day 7). Everything below rests on the last 30 days alone.";

/** A week in which everything went as it should; `change` says what did not. */
export function aWeek(change: Partial<DigestData> = {}): DigestData {
  return {
    since: SINCE,
    until: UNTIL,
    mode: "live",
    runs: 7,
    sweeps: 21,
    notReached: 0,
    identities: 3,
    endings: { withdrawn: 80, unconfirmed: 0, accepted: 12, gone: 9, failed: 0 },
    pending: 390,
    unreachable: 0,
    held: {},
    announced: { count: 0, first: [] },
    needsPerson: [],
    backlogs: [],
    workspaceBlock: null,
    threshold: {
      days: 21,
      policyVersion: 4,
      verdict: KEEP,
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
