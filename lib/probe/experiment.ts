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

export const NOTICE = [
  "This creates a temporary CloudFormation stack in your account (two FIFO queues, one standard queue, one function, its",
  "role and its event source mapping), sends three messages, watches for about two minutes and deletes the stack again.",
  "It costs a fraction of a US cent (a few hundred SQS requests and five invocations), often nothing. It leaves no logs.",
].join("\n");
