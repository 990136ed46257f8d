import type { Stratum } from "../../analytics/cohorts.ts";
import { Intake } from "../../analytics/intake.ts";
import { MAX_CALLS_BEFORE_REST } from "../../domain/rest.ts";
import { wholeDaysBetween } from "../../domain/time.ts";
import type { OutcomeRecord } from "../../ledger/ledger.ts";
import type { Funnel, OutcomeCount } from "../report-data.ts";
import { Ages } from "./ages.ts";
import { SendingDays } from "./sending-days.ts";
import { shownSentAt } from "./sent-evidence.ts";
import { Weeks } from "./weeks.ts";
import { endedThrough, openThrough, type ReportWindow, type Seeing, type Seen } from "./window.ts";

/** What of an ending a report is narrowed to; null lets all through. */
export interface Narrowing {
  readonly reason: string | null;
  readonly policyVersion: number | null;
}

/** Everything a section of a report counts, one invitation at a time. Holds counts and no invitation. */
export class Tally {
  readonly intake = new Intake();
  readonly sending: SendingDays;
  readonly weeks = new Weeks();
  readonly endedAges = new Ages();
  readonly pendingAges = new Ages();
  readonly #window: ReportWindow;
  readonly #narrowing: Narrowing;
  readonly #outcomes = new Map<string, { -readonly [Key in keyof OutcomeCount]: OutcomeCount[Key] }>();
  readonly #funnel = { pending: 0, accepted: 0, withdrawn: 0, gone: 0, unreachable: 0, failed: 0 };
  #seen = 0;

  constructor(window: ReportWindow, narrowing: Narrowing) {
    this.#window = window;
    this.#narrowing = narrowing;
    this.sending = new SendingDays(window);
  }

  /** An invitation that ended at `since` or later, also one that ended after the window. */
  addEnded(outcome: OutcomeRecord & Seeing): void {
    const seen = endedThrough(outcome, this.#window);
    if (seen === null) return;
    const { identityId, thresholdDays } = outcome;
    const sentAt = this.#take(seen, outcome, { identityId, thresholdDays });
    if (seen.where === "pending") this.#countPending(sentAt, "pending");
    else if (this.#wanted(outcome)) this.#countEnded(outcome, sentAt);
  }

  /** An invitation that is open now. */
  addOpen(open: Seeing & { readonly attempts: number }, lastBelieved: Date | null, stratum: Stratum): void {
    const seen = openThrough(open, lastBelieved, this.#window);
    // For the curve it is as pending as any other: five calls in vain say nothing about an answer.
    const where = open.attempts >= MAX_CALLS_BEFORE_REST ? "unreachable" : "pending";
    if (seen !== null) this.#countPending(this.#take(seen, open, stratum), where);
  }

  /** Invitations seen in the window, whatever the report is narrowed to. */
  get seen(): number {
    return this.#seen;
  }

  get funnel(): Funnel {
    const { failed, ...counts } = this.#funnel;
    return { seen: Object.values(counts).reduce((sum, count) => sum + count, 0), ...counts, failed };
  }

  /** Most frequent first; equal counts by name, so that the same ledger gives the same report. */
  get outcomes(): OutcomeCount[] {
    const name = ({ outcome, reason }: OutcomeCount) => `${outcome} ${reason ?? ""}`;
    return [...this.#outcomes.values()]
      .map((one) => ({ ...one }))
      .sort((a, b) => b.count - a.count || (name(a) < name(b) ? -1 : 1));
  }

  /** Answers when it was sent, for what is shown of its age. */
  #take({ record }: Seen, { firstSeenAt }: Seeing, stratum: Stratum): Date {
    this.#seen += 1;
    this.intake.add(record, stratum);
    const sentAt = shownSentAt(record);
    this.sending.add({ sentAt, firstSeenAt });
    return sentAt;
  }

  #wanted({ reason, policyVersion }: OutcomeRecord): boolean {
    const { reason: wantedReason, policyVersion: wantedVersion } = this.#narrowing;
    return (
      (wantedReason === null || reason === wantedReason) && (wantedVersion === null || policyVersion === wantedVersion)
    );
  }

  #countEnded({ outcome, reason, confirmed, endedAt }: OutcomeRecord, sentAt: Date): void {
    this.#funnel[outcome] += 1;
    if (outcome === "failed") this.#funnel.unreachable += 1;
    this.endedAges.add(Math.max(0, wholeDaysBetween(sentAt, endedAt)));
    this.weeks.add(endedAt, outcome);
    const key = `${outcome} ${reason ?? ""}`;
    const counted = this.#outcomes.get(key) ?? { outcome, reason, confirmed: 0, count: 0 };
    counted.count += 1;
    if (confirmed) counted.confirmed += 1;
    this.#outcomes.set(key, counted);
  }

  #countPending(sentAt: Date, where: "pending" | "unreachable"): void {
    // Reason and policy version belong to an ending: what is pending has neither.
    if (this.#narrowing.reason !== null || this.#narrowing.policyVersion !== null) return;
    this.#funnel[where] += 1;
    this.pendingAges.add(wholeDaysBetween(sentAt, this.#window.until));
  }
}
