import type { Analysis } from "../analytics/analyse.ts";
import type { CandidateRow } from "../analytics/candidate-row.ts";
import type { DaysPendingHistogram } from "../analytics/days-pending-histogram.ts";
import type { Exclusion } from "../analytics/read-observation.ts";
import type { IdBelief, IdCalibration } from "../domain/id-clock.ts";
import type { Binding } from "../domain/policy.ts";
import type { Outcome } from "../domain/tracked-invitation.ts";
import type { Verdict } from "./verdict/verdict.ts";

/** Everything a report shows, in text, CSV, JSON or HTML. No names, no addresses of people: only counts. */
export interface ReportData {
  readonly madeAt: Date;
  /**
   * The span that was watched. What had ended before `since` is left out, what ended after `until` counts as pending, and
   * an invitation first seen before `since` is watched from the age it had then.
   */
  readonly since: Date;
  readonly until: Date;
  /** When the first of all invitations here was listed: before, nothing can have been seen to end. Null before any was. */
  readonly firstListing?: Date | null;
  readonly filter: ReportFilter;
  readonly policy: {
    /** 0: of a file, without a policy. The threshold and the loss are then what the figures are set against. */
    readonly version: number;
    readonly thresholdDays: number;
    /** Share, 0 to 1. */
    readonly acceptableLoss: number;
    readonly binding: Binding;
    readonly holdout: { readonly share: number; readonly maxAgeDays: number } | null;
  };
  readonly ids: IdsOfReport;
  readonly overall: ReportSection;
  /**
   * One per identity with anything in the span, in the order of their ids; of more than fifty the fifty with most
   * invitations, and a caveat says how many have no section of their own. All are in `overall`.
   */
  readonly identities: readonly (ReportSection & { readonly identityId: string })[];
  /** Who was invited again before a cooldown was over, against what was withdrawn; left out where it was not read. */
  readonly reinvited?: { readonly early: number; readonly withdrawn: number };
  /** What stands beside every figure, in plain words. */
  readonly caveats: readonly string[];
}

/** How the times in LinkedIn's ids have stood their trials, and what has become of them for ages. */
export interface IdsOfReport extends IdCalibration {
  /** `off`: by the policy, whatever the trials say. */
  readonly ageFromIds: "auto" | "off";
  readonly belief: IdBelief;
}

export interface ReportFilter {
  readonly identityId: string | null;
  /**
   * Reason and policy version belong to an ending, not to an invitation. They narrow what is *counted* (funnel, outcomes,
   * days pending, weeks); the curve and all that is made from it stay those of all invitations, for a curve of
   * invitations picked by how they ended means nothing.
   */
  readonly reason: string | null;
  readonly policyVersion: number | null;
}

export interface ReportSection {
  readonly funnel: Funnel;
  /** Ended invitations by outcome and the rule that spoke for it, most frequent first. */
  readonly outcomes: readonly OutcomeCount[];
  /** How long those that ended had been pending, and those still pending are. */
  readonly daysPending: { readonly ended: DaysPendingHistogram; readonly pending: DaysPendingHistogram };
  /** Endings a week, oldest first, weeks without any included. */
  readonly weeks: readonly WeekOfEndings[];
  /** Invitations first seen a day, without the backlog of the first listing: the figure pending slots rest on. */
  readonly sendsPerDay: number;
  readonly analysis: Analysis;
  /**
   * One for every whole day from the policy's floor to the horizon, at most to the longest threshold a policy may have, so
   * that a slider can be moved over them; empty while there is no horizon.
   */
  readonly everyThreshold: readonly ThresholdInWords[];
  /** The recommendation. */
  readonly sentence: string;
  /** What every surface begins with, made from `analysis`. */
  readonly verdict: Verdict;
  /** Ledger records that gave no observation, by why. */
  readonly exclusions: Readonly<Record<Exclusion, number>>;
}

/** Invitations of the span by where they were at its end. `seen` is the sum of the others without `failed`. */
export interface Funnel {
  readonly seen: number;
  /** Without those that are `unreachable`. 0 when narrowed by reason or policy version: what is pending has neither. */
  readonly pending: number;
  readonly accepted: number;
  readonly withdrawn: number;
  readonly gone: number;
  /**
   * Open, and five calls or more have had no effect: it rests and is planned again, so nothing has ended. With those that
   * an earlier version has given up. Open ones only when not narrowed, and as they are now: calls have no dates here.
   */
  readonly unreachable: number;
  /** Of `unreachable`: booked as an ending by an earlier version. */
  readonly failed: number;
}

export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly reason: string | null;
  /** Of withdrawals: how many of `count` were confirmed by an answer. */
  readonly confirmed: number;
  readonly count: number;
}

export interface WeekOfEndings {
  /** The Monday it begins with, `YYYY-MM-DD`, UTC. */
  readonly weekOf: string;
  readonly withdrawn: number;
  readonly accepted: number;
  readonly gone: number;
  /** Booked so by an earlier version; see `Funnel`. */
  readonly failed: number;
}

export interface ThresholdInWords {
  readonly row: CandidateRow;
  /** What this threshold would give up and free, or what is missing to say so. */
  readonly sentence: string;
}
