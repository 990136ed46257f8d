import type { ANNOUNCED } from "./announcement.ts";
import type { Reaction } from "./attempt.ts";
import type { HeldReason } from "./held-reason.ts";
import type { Mode } from "./mode.ts";
import { own } from "./own-property.ts";
import { RULES } from "./rules/index.ts";
import type { WaitReason } from "./waiting.ts";

/**
 * Whether a reason to hold back is a fault that somebody has to hear of. False: it is what the owner chose, or a limit at
 * work, and the run has gone as planned. Where a sweep is held for several, the first one here is named.
 */
export const IS_WRONG_WHEN_HELD = {
  "listing-partial": true,
  "listing-collapsed": true,
  "listing-empty": true,
  "unreadable-dates": true,
  surge: true,
  "needs-person": true,
  "identity-stopped": true,
  "future-gate": true,
  "clock-wrong": true,
  "workspace-stopped": true,
  "dry-run": false,
  off: false,
  paused: false,
  "not-in-plan": false,
  "daily-cap": false,
  "working-hours": false,
  "queue-time": false,
  "run-cap": false,
  // The API's own allowance is used up, or another call of the identity is under way.
  blocked: false,
  // A clean-up that somebody has started; `cleanup --status` shows it.
  "bulk-run": false,
} as const satisfies Record<HeldReason, boolean>;

/** Why the withdraw function puts an invitation off to the next run, beside the reasons of the rules that now keep it. */
export type DeferralReason =
  | WaitReason
  | Exclude<Reaction, "done">
  | Exclude<Mode, "live">
  | typeof ANNOUNCED
  | "clock-wrong"
  | "expired"
  | "not-in-plan"
  | "not-in-the-ledger"
  | "policy-unreadable"
  | "resting"
  | "too-many-waits"
  | "unflagged";

/** The same for an invitation that was queued and then put off. */
export const IS_WRONG_WHEN_DEFERRED = {
  "workspace-stopped": true,
  "needs-person": true,
  "identity-needs-person": true,
  "identity-stopped": true,
  refused: true,
  "retry-later": true,
  "not-known": true,
  rejected: true,
  "policy-unreadable": true,
  "not-in-the-ledger": true,
  "too-many-waits": true,
  "clock-wrong": true,
  // Five calls were in vain, and the last one's function did not live to say so.
  resting: false,
  // The owner's choice, changed since it was queued.
  off: false,
  "dry-run": false,
  paused: false,
  "not-in-plan": false,
  unflagged: false,
  // Its notice is not over.
  announced: false,
  // Limits at work.
  "daily-cap": false,
  "outside-working-hours": false,
  blocked: false,
  "bulk-run": false,
  "wait-until": false,
  gap: false,
  busy: false,
  expired: false,
  // It has ended by itself: the next list and the connections tell how.
  "no-longer-pending": false,
} as const satisfies Record<DeferralReason, boolean>;

/** A word of another version's log, which this one does not know, counts as a fault: it is not passed over in silence. */
export const isWrongWhenHeld = (word: string): boolean => own(IS_WRONG_WHEN_HELD, word) !== false;

export const isWrongWhenDeferred = (word: string): boolean =>
  own(IS_WRONG_WHEN_DEFERRED, word) !== false && !RULES.some(({ reason }) => reason === word);

type WrongIn<Table> = { [Word in keyof Table]: Table[Word] extends true ? Word : never }[keyof Table];
export type WrongWhenHeld = WrongIn<typeof IS_WRONG_WHEN_HELD>;
export type WrongWhenDeferred = WrongIn<typeof IS_WRONG_WHEN_DEFERRED>;
