/** What the probe does, in one place: the template, the function's code and the verdicts all read it from here. */
export const EXPERIMENT = {
  /** How long the function hides the first message of group A. Well under the queue's visibility, to tell the two apart. */
  hideSeconds: 40,
  /** Counted from the first receive, because a new event source mapping may take a minute to begin. */
  watchSeconds: 90,
  firstReceiveSeconds: 180,
  /** SQS counts in whole seconds and the function's clock is read a moment before SQS's: a little early is on time. */
  earlySeconds: 1,
  /** A poller comes round when it comes round; later than this, something else than the hiding decided. */
  lateSeconds: 20,
} as const;

/** Group A is held up by its first message; group B, sent while it is hidden, must go on. */
export const HIDDEN = { name: "A1", group: "A" } as const;
export const BEHIND = { name: "A2", group: "A" } as const;
export const ASIDE = { name: "B1", group: "B" } as const;
export type ProbeMessage = typeof HIDDEN | typeof BEHIND | typeof ASIDE;

/** How long the event of an item is waited for: a pipe that was just made begins to read within minutes. */
export const PIPE_SECONDS = 300;

/**
 * An accepted invitation as the ledger stores it, with made-up ids: it has none of the attributes that only a withdrawal
 * brings (`reason`, `reinviteAfter`) and none that only a mended ending has (`mendedFrom`).
 */
export const ACCEPTED_ITEM = {
  identityId: { S: "probe-identity" },
  invitationId: { S: "7100000000000000001" },
  urn: { S: "urn:li:fsd_invitation:7100000000000000001" },
  personId: { S: "90001" },
  state: { S: "accepted" },
  sentAt: { S: "2026-01-01T00:00:00.000Z" },
  outcomeAt: { S: "2026-01-11T00:00:00.000Z" },
  daysPending: { N: "10" },
  thresholdDays: { N: "21" },
  policyVersion: { N: "1" },
  confirmed: { BOOL: true },
  heldOut: { BOOL: false },
  runId: { S: "probe-run" },
} as const;

export const NOTICE = [
  "This creates a temporary CloudFormation stack in your account (two FIFO queues, three standard queues, one function with its",
  "event source mapping, one table with its stream, one pipe, one event bus with a rule, and two roles), sends three messages,",
  "writes one made-up item, watches for some minutes and deletes the stack again. It costs a fraction of a US cent (a few",
  "hundred SQS requests, five invocations, one item and one event), often nothing. It leaves no logs.",
].join("\n");
