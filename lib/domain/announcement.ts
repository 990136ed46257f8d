import { DAY_MS, later, latest } from "./time.ts";

/** The reason of an invitation that a rule withdraws and whose notice is not over. No rule of its own: it delays one. */
export const ANNOUNCED = "announced";

/** A withdrawal that has been told beforehand (`noticeDays`), so that it can still be stopped. */
export interface Announcement {
  readonly at: Date;
  /** What was told: nothing is called for it before then. */
  readonly mayGoFrom: Date;
  /** The rule that spoke for it then. */
  readonly reason: string;
  /** The run that told it. */
  readonly runId: string;
}

/** The announcement that a run makes at `at`, of what `reason` speaks for: nothing is called for `noticeDays` from then on. */
export const announcementOf = (
  { at, runId }: { readonly at: Date; readonly runId: string },
  reason: string,
  noticeDays: number,
): Announcement => ({ at, mayGoFrom: later(at, noticeDays * DAY_MS), reason, runId });

/** When it may be called for: never earlier than what was told, and later where the policy's notice has become longer. */
export const mayGoFrom = (announcement: Announcement, noticeDays: number): Date =>
  latest(announcement.mayGoFrom, later(announcement.at, noticeDays * DAY_MS));

/** Whether it may be called for now, as far as notice goes. Without notice in the policy nothing waits for any. */
export function isNoticeOver(announcement: Announcement | null, noticeDays: number, now: Date): boolean {
  if (noticeDays === 0) return true;
  return announcement !== null && now >= mayGoFrom(announcement, noticeDays);
}
