import type { Analysis } from "../../analytics/analyse.ts";
import type { Drift } from "../../analytics/drift.ts";
import { percent } from "../../analytics/estimate-in-words.ts";
import type { ExpectedAnswer } from "../../analytics/expected-answer.ts";
import type { Binding } from "../../domain/policy.ts";
import { DAY_MS, later } from "../../domain/time.ts";
import { counted } from "../words.ts";
import { priceInWords } from "./price.ts";
import { why } from "./why.ts";

/** What the log says about the threshold in force. Terminal, page, mail and JSON all show this one value. */
export interface Verdict {
  /** `keep`: the threshold in force is the advice · `go`: another one is · `not-yet`: there is no advice. */
  readonly kind: "keep" | "go" | "not-yet";
  /** "Keep 21 days", "Go to 14 days", "Not yet: about week 9", or "Not yet" where no week is known. */
  readonly headline: string;
  /** One sentence, with the number of late acceptances behind it wherever it has a figure. */
  readonly why: string;
  /** What the change costs or wins, by the policy's `binding`; null without a change or without a comparison. */
  readonly price: string | null;
  /** What a larger holdout would change about `not-yet`; null where it would bring an answer no sooner. */
  readonly sooner: string | null;
  /** What sets the advice. Null unless `go`, and until `withCommands` has named target and identity. Shown, never run. */
  readonly command: string | null;
  /** The instant since which this has been the advice; null for `not-yet`. */
  readonly standsSince: Date | null;
  /** To be said before all else: acceptance has changed. Null while it has not. */
  readonly drift: string | null;
}

/** What a verdict needs beside the analysis. */
export interface VerdictTerms {
  readonly binding: Binding;
  /** The end of what was watched. */
  readonly until: Date;
}

/** The verdict of an analysis. Pure; O(ages) for a price that is only a bound. */
export function verdictOf(analysis: Analysis, { binding, until }: VerdictTerms): Verdict {
  const { recommendation, expected } = analysis;
  const common = { why: why(analysis), command: null, drift: driftInWords(analysis) };
  if (recommendation.kind !== "recommended") {
    const week = expected?.week ?? null;
    const headline = week === null ? "Not yet" : `Not yet: about week ${week}`;
    return { kind: "not-yet", headline, ...common, price: null, sooner: sooner(expected), standsSince: null };
  }
  const { thresholdDays, currentThreshold, standsForDays } = recommendation;
  const days = counted(thresholdDays, "day");
  // Looks are those of Mondays: of an advice that is not of today the day is what is known.
  const standsSince = standsForDays === 0 ? until : startOfDay(later(until, -standsForDays * DAY_MS));
  const advised = { ...common, sooner: null, standsSince };
  if (thresholdDays === currentThreshold) return { kind: "keep", headline: `Keep ${days}`, ...advised, price: null };
  return { kind: "go", headline: `Go to ${days}`, ...advised, price: priceInWords(analysis, binding) };
}

const startOfDay = (at: Date): Date => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);

function sooner(expected: ExpectedAnswer | null): string | null {
  if (expected === null || expected.withLargerHoldout === null) return null;
  const { share, week } = expected.withLargerHoldout;
  return `A holdout of ${percent(share)} would bring ${expected.week === null ? "an answer" : "it"} about week ${week}.`;
}

function driftInWords({ drift, basis }: Analysis): string | null {
  if (drift === null || !drift.rings) return null;
  const { sentSince } = drift;
  const rests = basis === "recent" && sentSince !== null ? `those sent since ${sentSince} alone` : "all days together";
  return `${changeInWords(drift)} Everything below rests on ${rests}.`;
}

const changeInWords = ({ recent, before, recentDays, byDay }: Drift): string =>
  `Acceptance has changed: ${percent(recent)} in the last ${counted(recentDays, "day")} ` +
  `against ${percent(before)} before (by day ${byDay}).`;
