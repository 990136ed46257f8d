/** Every metric, who emits it and what it is for. Alarms and the dashboard name them through this list only. */
export const METRICS = {
  /** start-run: one when a run has sent its messages, or the first of several waves. Alarm: none for 26 hours. */
  runStarted: "RunStarted",
  /** sweep: one per finished sweep. */
  sweepFinished: "SweepFinished",
  /** sweep: invitations on the list. */
  pending: "Pending",
  /** sweep: verdict `withdraw`. */
  eligible: "Eligible",
  /** sweep: sent to the withdraw queue. */
  queued: "Queued",
  /** sweep: eligible and held back, by `reason`. */
  held: "Held",
  /** sweep: items that did not fit the documented shape. */
  unfitItems: "UnfitItems",
  /** sweep: dates that could not be read. */
  unreadableDates: "UnreadableDates",
  /** sweep: listings that were not believed, by `reason`. */
  listingNotBelieved: "ListingNotBelieved",
  /** sweep: acceptances found. */
  accepted: "Accepted",
  /** sweep: left the list without being accepted. */
  gone: "Gone",
  /** sweep: a confirmed withdrawal that a later listing still shows. */
  contradictions: "Contradictions",
  /** withdraw: calls made. */
  calls: "WithdrawCalls",
  /** request: open invitations that an event asks to be withdrawn. */
  requested: "WithdrawalsRequested",
  /** withdraw: invitations withdrawn. */
  withdrawn: "Withdrawn",
  /** withdraw: age at withdrawal, in whole days. */
  daysPending: "DaysPendingAtWithdrawal",
  /** withdraw: messages put off to the next run, by `reason`. */
  deferred: "Deferred",
  /** withdraw: answers of which nobody knows whether they took effect. */
  notKnown: "OutcomeNotKnown",
  /** withdraw: error labels the table does not list. */
  unlistedLabels: "UnlistedLabels",
  /** withdraw: calls refused or failed, by `reason`. */
  failedCalls: "FailedCalls",
  /** sweep, withdraw: identities that need a person. */
  needsPerson: "IdentitiesNeedingAPerson",
  /** start-run, sweep, withdraw: identities that need a person and needed none before; the alarm's count. */
  newlyNeedsPerson: "IdentitiesNewlyNeedingAPerson",
  /** start-run: identities of the run before this one that were never swept in it. */
  sweepsNotReached: "SweepsNotReached",
  /** any: the policy could not be read or is not valid; no calls are made. */
  policyUnreadable: "PolicyUnreadable",
  /** any: answers of the API whose time is more than two minutes off the function's clock. */
  clockOff: "ClockOff",
  /** any: a refused key or a plan without credits stops every identity. */
  workspaceStopped: "WorkspaceStopped",
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];
export const METRICS_NAMESPACE = "InviteSweeper";

/** On every metric: the stack's name, so that two stacks in one account keep their figures apart. */
export const SERVICE_DIMENSION = "service";
/** On the metrics that are counted by reason; each reason is a metric of its own, without a total. */
export const REASON_DIMENSION = "reason";

/**
 * Written as 0 when an invocation counts none: alarms compare these with each other, and a metric without data is not
 * zero but missing.
 */
export const NEVER_MISSING: readonly MetricName[] = [METRICS.queued, METRICS.calls, METRICS.withdrawn];
