import type { BacklogEstimate } from "../domain/drain.ts";
import type { Block } from "../domain/gate.ts";
import type { Mode } from "../domain/mode.ts";
import type { AnnouncedRow } from "../report/announced.ts";
import type { Verdict } from "../report/verdict/verdict.ts";

/** From `since` up to, not including, `until`: periods that follow each other share nothing and leave nothing out. */
export interface Period {
  readonly since: Date;
  readonly until: Date;
}

/** What a digest tells. Ids and counts alone. */
export interface DigestData extends Period {
  readonly mode: Mode;
  /** Started in the period. */
  readonly runs: number;
  /** Finished in the period. */
  readonly sweeps: number;
  /** Swept at least once in the period. */
  readonly identities: number;
  /** Of the runs started in the period: identities that were never swept in theirs, run by run; as far as that is sure. */
  readonly notReached: number;
  readonly endings: PeriodEndings;
  /** Still pending at the end of the period, without those that are unreachable. */
  readonly pending: number;
  /** Five calls or more have had no effect, as of now; they rest and are planned again. */
  readonly unreachable: number;
  /** Eligible and not queued, at the last sweep of each identity in the period. 0: a whole sweep was held for that. */
  readonly held: Readonly<Record<string, number>>;
  /** Withdrawals that are announced, as of now. */
  readonly announced: AnnouncedInPeriod;
  readonly needsPerson: readonly IdentityInNeed[];
  /** What stops every identity now, or null. */
  readonly workspaceBlock: Block | null;
  readonly threshold: ThresholdAdvice;
  /** Identities with a backlog or a catch-up under way, and those whose catch-up ended in the period. By id. */
  readonly backlogs: readonly IdentityBacklog[];
}

export interface IdentityBacklog {
  readonly identityId: string;
  /** By its latest list; null where no backlog stands. */
  readonly estimate: BacklogEstimate | null;
  /** Null where the policy has no catch-up for it, or that one ended before the period. */
  readonly catchUp: string | null;
}

export interface AnnouncedInPeriod {
  readonly count: number;
  /** The first of them to go, as many as a mail shows. */
  readonly first: readonly AnnouncedRow[];
}

/** A mail with a thousand of them would not be read. */
export const MAX_ANNOUNCED_SHOWN = 20;

/** Invitations that ended, by how. */
export interface PeriodEndings {
  readonly withdrawn: number;
  /** Of `withdrawn`: the answer was lost, and a later one or a list showed it. */
  readonly unconfirmed: number;
  /** Found in the period; the connection may be a day or more older. */
  readonly accepted: number;
  readonly gone: number;
  /** Booked so by an earlier version, whose successor says `unreachable`. */
  readonly failed: number;
}

export interface IdentityInNeed {
  readonly identityId: string;
  readonly why: string;
  readonly since: Date;
  readonly ref: string | null;
}

/** The recommendation, from all that the report reads and not from the period alone. */
export interface ThresholdAdvice {
  /** In force. */
  readonly days: number;
  readonly policyVersion: number;
  /** What the mail begins with: the one of the report behind it. */
  readonly verdict: Verdict;
  /** With its interval; or what is missing to give one. */
  readonly sentence: string;
  /** Invitations it rests on. */
  readonly observed: number;
  /** The smallest acceptable threshold in days, 95% interval; an end is null where no candidate is acceptable by it. */
  readonly plausible: { readonly lower: number | null; readonly upper: number | null };
  /** Pending slots that the threshold in force keeps free against waiting until `horizon`; null where not known. */
  readonly kept: { readonly slots: number; readonly horizon: number } | null;
}

/**
 * Nothing ended, nothing was held back, no identity needs a person, no backlog stands, and the threshold may stay as it is. Neither without a
 * run nor while switched off, nor once acceptance has changed.
 */
export function isQuiet(data: DigestData): boolean {
  const { mode, runs, notReached, endings, held, announced, needsPerson, workspaceBlock, threshold, backlogs } = data;
  const { withdrawn, accepted, gone, failed } = endings;
  const { kind, drift } = threshold.verdict;
  return (
    mode !== "off" &&
    runs > 0 &&
    notReached === 0 &&
    withdrawn + accepted + gone + failed === 0 &&
    Object.keys(held).length === 0 &&
    announced.count === 0 &&
    needsPerson.length === 0 &&
    backlogs.length === 0 &&
    workspaceBlock === null &&
    kind !== "go" &&
    drift === null
  );
}
