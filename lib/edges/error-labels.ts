import type { Reaction } from "../domain/attempt.ts";

/** What a failed call means; success is not in here, for a withdrawal that worked is `{ kind: "done" }`. */
export type FailureReaction = Exclude<Reaction, "done">;

/**
 * THE label table: one row per label the vendor documents, and nothing else decides what a label means.
 * Most of them travel with HTTP 424, which is why the status cannot stand in for the label.
 */
export const ERROR_LABELS = {
  BAD_INPUT: "rejected",
  BAD_PARAMETERS: "rejected",
  MISSING_PARAMETER: "rejected",
  MANDATORY_DATA_MISSING: "rejected",
  UNDEFINED_FIELD: "rejected",
  NO_ACCESS: "workspace-stopped",
  STATUS_403: "identity-needs-person",
  // Inference: the withdrawal page promises "a typed error" for accepted, declined or expired and names none.
  STATUS_404: "no-longer-pending",
  NO_RESULT: "no-longer-pending",
  LIMIT_REACHED: "wait-until",
  STATUS_429: "wait-until",
  PROXY_ERROR: "wait-until",
  // The documents contradict each other on whether these three may be retried, hence bounded and later.
  LK_ERROR: "retry-later",
  GENERIC_ERROR: "retry-later",
  NO_DATA_LOADED: "retry-later",
  // LinkedIn timed out under Edges: the withdrawal may have happened.
  LK_524: "not-known",
  ACTION_ABORTED: "not-known",
  UNKNOWN_ERROR: "not-known",
  NO_VALID_ACCOUNT_CONFIGURED: "identity-needs-person",
  INTEGRATION_ERROR: "identity-needs-person",
  AUTH_EXPIRED: "identity-needs-person",
} as const satisfies Record<string, FailureReaction>;

/** Own rows only: a label such as `constructor`, which every object inherits, is not a listed one. */
function isListed(label: string): label is keyof typeof ERROR_LABELS {
  return Object.hasOwn(ERROR_LABELS, label);
}

interface LabelledReaction {
  readonly reaction: FailureReaction;
  /** True for a label that has no row above, so that the caller can count it in a metric of its own. */
  readonly unlisted: boolean;
}

/**
 * The reaction to an answer. The label decides and the status is second, with one exception: a 401 means the key was
 * refused before anything was looked at, whatever else the answer says.
 */
export function reactionTo(label: string | null, status: number): LabelledReaction {
  const unlisted = label !== null && !isListed(label);
  if (status === 401) return { reaction: "workspace-stopped", unlisted };
  if (label === null) return { reaction: reactionToStatus(status), unlisted };
  return { reaction: isListed(label) ? ERROR_LABELS[label] : "not-known", unlisted };
}

/**
 * For answers without a label. A 404 is deliberately not "no longer pending" here: without the vendor's own label it
 * can as well be a wrong path or a proxy's page.
 */
function reactionToStatus(status: number): FailureReaction {
  if (status === 401 || status === 402) return "workspace-stopped";
  if (status === 429) return "wait-until";
  if (status === 400) return "rejected";
  return "not-known";
}
