/** Why an eligible invitation is not called for today, or why a whole sweep is held. Stored as they stand. */
export type HeldReason =
  | "dry-run"
  | "off"
  | "listing-partial"
  | "listing-collapsed"
  | "listing-empty"
  | "unreadable-dates"
  /** So large a share is eligible that a person has to look first. */
  | "surge"
  | "daily-cap"
  | "working-hours"
  | "queue-time"
  | "run-cap"
  /** The run was agreed to for a plan, and this invitation is not in it. */
  | "not-in-plan"
  | "paused"
  | "blocked"
  | "needs-person"
  | "identity-stopped"
  /** A clean-up's run is under way for the identity. */
  | "bulk-run"
  /** A time in the ledger lies beyond any wait: a wrong clock wrote it, and a person has to lift it. */
  | "future-gate"
  /** Our own clock is more than an hour off the API's, so that ages cannot be told. */
  | "clock-wrong"
  | "workspace-stopped";
