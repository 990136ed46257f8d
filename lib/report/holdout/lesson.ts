import { acceptancesBetween } from "../../analytics/acceptances-between.ts";
import { upperShare } from "../../analytics/few-events.ts";
import { Intake } from "../../analytics/intake.ts";
import { lifeTable } from "../../analytics/life-table.ts";
import { partsOf } from "../../analytics/parts.ts";
import { DAY_MS } from "../../domain/time.ts";
import type { Outcome } from "../../domain/tracked-invitation.ts";
import type { WindowRecord } from "../reading/window.ts";
import type { HoldoutLesson } from "./holdout-data.ts";

/** Learns from invitations held out past the threshold, each watched from the threshold on; holds none of them. */
export class HoldoutLearner {
  readonly #intake = new Intake();
  readonly #ended: Record<Outcome, number> = { withdrawn: 0, accepted: 0, gone: 0, failed: 0 };
  #held = 0;

  /** `thresholdDays`: from which age on it was held out and not just young. */
  add(record: WindowRecord, thresholdDays: number): void {
    const { state } = record;
    if (state !== "pending" && state !== "withdrawing") this.#ended[state] += 1;
    this.#held += 1;
    const pastThreshold = record.sentAt + thresholdDays * DAY_MS;
    this.#intake.add({ ...record, watchedFrom: Math.max(record.watchedFrom, pastThreshold) });
  }

  /**
   * The chance of acceptance after the threshold by the oldest age seen. With none accepted the bound is 3/n, and n is not
   * how many are held but how many held *throughout* the watching is worth: one held for a day says little about a month.
   */
  lesson(since: Date): HoldoutLesson {
    const table = lifeTable(this.#intake.grid);
    const counts = { since, heldInAll: this.#held, ended: { ...this.#ended } };
    if (table.firstAge < 0) return { ...counts, byDay: null, watched: 0, accepted: null, acceptedAtMost: null };
    const parts = partsOf([{ table, cohorts: [] }], table);
    const whole = { from: table.firstAge - 1, to: table.lastAge, isToHorizon: true };
    const between = acceptancesBetween(parts, table, whole);
    const shares = { accepted: between.share, acceptedAtMost: upperShare(between) };
    return { ...counts, byDay: table.lastAge, watched: between.held, ...shares };
  }
}
