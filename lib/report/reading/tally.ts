import { ageInDays } from "../../analytics/age.ts";
import type { Stratum } from "../../analytics/cohorts.ts";
import { Intake } from "../../analytics/intake.ts";
import { MAX_CALLS_BEFORE_REST } from "../../domain/rest.ts";
import type { Outcome } from "../../domain/tracked-invitation.ts";
import type { OutcomeRecord } from "../../ledger/ledger.ts";
import type { Funnel, OutcomeCount } from "../report-data.ts";
import { Ages } from "./ages.ts";
import { SendingDays } from "./sending-days.ts";
import { shownSentAt } from "./sent-evidence.ts";
import { Weeks } from "./weeks.ts";
import {
  type EndingInMs,
  endedThrough,
  endingInMs,
  openThrough,
  type ReportWindow,
  type Seeing,
  type SeeingInMs,
  type Seen,
  seeingInMs,
} from "./window.ts";

/** What of an ending a report is narrowed to; null lets all through. */
export interface Narrowing {
  readonly reason: string | null;
  readonly policyVersion: number | null;
}

type Count = { -readonly [Key in keyof OutcomeCount]: OutcomeCount[Key] };

const FUNNEL = ["pending", "accepted", "withdrawn", "gone", "unreachable", "failed"] as const;

/** What a section is made from, however it was counted. */
export interface TallyFigures {
  readonly intake: Pick<Intake, "cohorts" | "exclusions">;
  readonly sending: Pick<SendingDays, "firstListing" | "perDay">;
  readonly weeks: Pick<Weeks, "list">;
  readonly endedAges: Pick<Ages, "histogram">;
  readonly pendingAges: Pick<Ages, "histogram">;
  readonly seen: number;
  readonly funnel: Funnel;
  readonly outcomes: readonly OutcomeCount[];
}

/** Everything a section of a report counts, one invitation at a time. Holds counts and no invitation. */
export class Tally implements TallyFigures {
  readonly intake: Intake;
  readonly sending: SendingDays;
  readonly weeks = new Weeks();
  readonly endedAges = new Ages();
  readonly pendingAges = new Ages();
  readonly #window: ReportWindow;
  readonly #narrowing: Narrowing;
  readonly #outcomes = new Map<Outcome, Map<string | null, Count>>();
  readonly #funnel = { pending: 0, accepted: 0, withdrawn: 0, gone: 0, unreachable: 0, failed: 0 };
  #seen = 0;

  constructor(window: ReportWindow, narrowing: Narrowing, intake = new Intake()) {
    this.intake = intake;
    this.#window = window;
    this.#narrowing = narrowing;
    this.sending = new SendingDays(window);
  }

  /**
   * What the tallies of several identities have counted, together: as one that was told of all their invitations. Nothing is
   * counted twice, and none of them may count any more.
   */
  static join(window: ReportWindow, narrowing: Narrowing, tallies: readonly Tally[]): Tally {
    const joined = new Tally(window, narrowing, Intake.join(tallies.map(({ intake }) => intake)));
    for (const one of tallies) {
      joined.sending.include(one.sending);
      joined.weeks.include(one.weeks);
      joined.endedAges.include(one.endedAges);
      joined.pendingAges.include(one.pendingAges);
      for (const where of FUNNEL) joined.#funnel[where] += one.#funnel[where];
      for (const { outcome, reason, count, confirmed } of one.#counts()) {
        const own = joined.#countOf(outcome, reason);
        own.count += count;
        own.confirmed += confirmed;
      }
      joined.#seen += one.#seen;
    }
    return joined;
  }

  /** An invitation that ended at `since` or later, also one that ended after the window. */
  addEnded(outcome: OutcomeRecord & Seeing): void {
    this.addEnding(endingInMs(outcome));
  }

  /** The same on numbers. What is given is not kept: it may be filled with the next one. */
  addEnding(ending: EndingInMs): void {
    const seen = endedThrough(ending, this.#window);
    if (seen === null) return;
    const sentAt = this.#take(seen, ending, ending);
    if (seen.where === "pending") this.#countPending(sentAt, "pending");
    else if (this.#wanted(ending)) this.#countEnded(ending, sentAt);
  }

  /** An invitation that is open now. */
  addOpen(open: Seeing & { readonly attempts: number }, lastBelieved: Date | null, stratum: Stratum): void {
    const seeing = seeingInMs(open);
    const seen = openThrough(seeing, lastBelieved, this.#window);
    // For the curve it is as pending as any other: five calls in vain say nothing about an answer.
    const where = open.attempts >= MAX_CALLS_BEFORE_REST ? "unreachable" : "pending";
    if (seen !== null) this.#countPending(this.#take(seen, seeing, stratum), where);
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
    return this.#counts()
      .map((one) => ({ ...one }))
      .sort((a, b) => b.count - a.count || (name(a) < name(b) ? -1 : 1));
  }

  /** Answers when it was sent, for what is shown of its age. */
  #take({ record }: Seen, { firstSeenAt }: SeeingInMs, stratum: Stratum): number {
    this.#seen += 1;
    this.intake.add(record, stratum);
    const sentAt = shownSentAt(record);
    this.sending.addAt(sentAt, firstSeenAt);
    return sentAt;
  }

  #wanted({ reason, policyVersion }: EndingInMs): boolean {
    const { reason: wantedReason, policyVersion: wantedVersion } = this.#narrowing;
    return (
      (wantedReason === null || reason === wantedReason) && (wantedVersion === null || policyVersion === wantedVersion)
    );
  }

  #countEnded({ outcome, reason, confirmed, endedAt }: EndingInMs, sentAt: number): void {
    this.#funnel[outcome] += 1;
    if (outcome === "failed") this.#funnel.unreachable += 1;
    this.endedAges.add(Math.max(0, ageInDays(sentAt, endedAt)));
    this.weeks.addAt(endedAt, outcome);
    const counted = this.#countOf(outcome, reason);
    counted.count += 1;
    if (confirmed) counted.confirmed += 1;
  }

  #counts(): Count[] {
    return [...this.#outcomes.values()].flatMap((byReason) => [...byReason.values()]);
  }

  #countOf(outcome: Outcome, reason: string | null): Count {
    const known = this.#outcomes.get(outcome)?.get(reason);
    if (known !== undefined) return known;
    const byReason = this.#outcomes.get(outcome) ?? new Map<string | null, Count>();
    const count = { outcome, reason, confirmed: 0, count: 0 };
    this.#outcomes.set(outcome, byReason.set(reason, count));
    return count;
  }

  #countPending(sentAt: number, where: "pending" | "unreachable"): void {
    // Reason and policy version belong to an ending: what is pending has neither.
    if (this.#narrowing.reason !== null || this.#narrowing.policyVersion !== null) return;
    this.#funnel[where] += 1;
    this.pendingAges.add(ageInDays(sentAt, this.#window.until.getTime()));
  }
}
