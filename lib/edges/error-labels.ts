import type { Reaction } from "../domain/attempt.ts";

/** What a failed call means; success is not in here, for a withdrawal that worked is `{ kind: "done" }`. */
export type FailureReaction = Exclude<Reaction, "done">;

/**
 * Whether the call may have taken effect all the same. `none` only where the vendor's documents say that the call was
 * refused before it could act: by its input, the plan, an allowance, or for want of an account to act with. No document
 * says so of what comes from LinkedIn or from within the vendor's own works, nor of what is called transient.
 */
export type PossibleEffect = "none" | "maybe";

interface Row {
  readonly reaction: FailureReaction;
  readonly effect: PossibleEffect;
  /** The same label as the answer to a list, where no single invitation can be at fault. Default: as above. */
  readonly ofList?: FailureReaction;
}

const NONE = "none";
const MAYBE = "maybe";

/**
 * THE label table: one row per label the vendor's reference lists, and nothing else decides what a label means. Most of
 * them travel with HTTP 424, which is why the status cannot stand in for the label. Source: docs.edges.run, error
 * reference, and the pages of the three actions, as of November 2026.
 */
export const ERROR_LABELS = {
  BAD_INPUT: { reaction: "rejected", effect: NONE },
  BAD_PARAMETERS: { reaction: "rejected", effect: NONE },
  MISSING_PARAMETER: { reaction: "rejected", effect: NONE },
  MANDATORY_DATA_MISSING: { reaction: "rejected", effect: NONE },
  UNDEFINED_FIELD: { reaction: "rejected", effect: NONE },
  NO_ACCESS: { reaction: "workspace-stopped", effect: NONE },
  LIMIT_REACHED: { reaction: "wait-until", effect: NONE },
  STATUS_429: { reaction: "wait-until", effect: NONE },
  PROXY_ERROR: { reaction: "wait-until", effect: MAYBE },
  NO_VALID_ACCOUNT_CONFIGURED: { reaction: "identity-needs-person", effect: NONE },
  AUTH_EXPIRED: { reaction: "identity-needs-person", effect: NONE },
  LK_BAD_COOKIE: { reaction: "identity-needs-person", effect: MAYBE },
  INTEGRATION_ERROR: { reaction: "identity-needs-person", effect: MAYBE },
  // Inference: the withdrawal page promises "a typed error" for accepted, declined or expired and names none.
  STATUS_404: { reaction: "no-longer-pending", effect: NONE },
  NO_RESULT: { reaction: "no-longer-pending", effect: NONE },
  // The person's (deleted, blocked, an event) or the identity's: one answer alone does not tell.
  STATUS_403: { reaction: "refused", effect: MAYBE, ofList: "identity-needs-person" },
  LK_403: { reaction: "refused", effect: MAYBE, ofList: "identity-needs-person" },
  LK_409: { reaction: "refused", effect: MAYBE },
  LK_413: { reaction: "refused", effect: MAYBE },
  LK_MISSING_DATA: { reaction: "refused", effect: MAYBE },
  LK_EVENT: { reaction: "refused", effect: MAYBE },
  LK_INMAIL_CANNOT_RESEND: { reaction: "refused", effect: MAYBE },
  LK_INMAIL_NOT_ENOUGH_CREDIT: { reaction: "refused", effect: MAYBE },
  NOT_CONNECTED: { reaction: "refused", effect: MAYBE },
  ALREADY_CONNECTED: { reaction: "refused", effect: MAYBE },
  INVITATION_PENDING: { reaction: "refused", effect: MAYBE },
  CANT_RESEND_YET: { reaction: "refused", effect: MAYBE },
  PROFILE_NOT_ACCESSIBLE: { reaction: "refused", effect: MAYBE },
  SN_CONFLICT: { reaction: "refused", effect: MAYBE },
  SN_OUT_OF_NETWORK: { reaction: "refused", effect: MAYBE },
  SN_ACCOUNT_UPGRADE: { reaction: "refused", effect: MAYBE },
  GMAPS_NO_INTERCEPT: { reaction: "refused", effect: MAYBE },
  HPE_HEADER_OVERFLOW: { reaction: "refused", effect: MAYBE },
  // The documents contradict each other on whether these three may be retried, and say of none that it is without effect.
  LK_ERROR: { reaction: "retry-later", effect: MAYBE },
  GENERIC_ERROR: { reaction: "retry-later", effect: MAYBE },
  NO_DATA_LOADED: { reaction: "retry-later", effect: MAYBE },
  // LinkedIn, or the vendor, timed out or answered nothing: the withdrawal may have happened.
  LK_524: { reaction: "not-known", effect: MAYBE },
  API_TIMEOUT_ERROR: { reaction: "not-known", effect: MAYBE },
  API_MAX_RETRY: { reaction: "not-known", effect: MAYBE },
  HTTP_RESPONSE_EMPTY: { reaction: "not-known", effect: MAYBE },
  ACTION_ABORTED: { reaction: "not-known", effect: MAYBE },
  UNKNOWN_ERROR: { reaction: "not-known", effect: MAYBE },
} as const satisfies Record<string, Row>;

/** A label that nobody has listed: whose fault it is, and whether it has acted, is unknown. */
const UNLISTED: Row = { reaction: "refused", effect: MAYBE, ofList: "not-known" };

/** Own rows only: a label such as `constructor`, which every object inherits, is not a listed one. */
function isListed(label: string): label is keyof typeof ERROR_LABELS {
  return Object.hasOwn(ERROR_LABELS, label);
}

interface LabelledReaction {
  readonly reaction: FailureReaction;
  readonly effect: PossibleEffect;
  /** True for a label that has no row above, so that the caller can count it in a metric of its own. */
  readonly unlisted: boolean;
}

/**
 * The reaction to an answer. The label decides and the status is second, with two exceptions: a 401 means the key was
 * refused before anything was looked at, whatever else the answer says; and what comes with the status of a success has
 * been carried out as far as anybody knows, whatever error its body speaks of.
 */
export function reactionTo(label: string | null, status: number, about: "invitation" | "list"): LabelledReaction {
  const unlisted = label !== null && !isListed(label);
  if (status === 401) return { reaction: "workspace-stopped", effect: NONE, unlisted };
  const row: Row = label === null ? rowOfStatus(status) : isListed(label) ? ERROR_LABELS[label] : UNLISTED;
  const reaction = about === "list" ? (row.ofList ?? row.reaction) : row.reaction;
  return { reaction, effect: status < 300 ? MAYBE : row.effect, unlisted };
}

/**
 * For answers without a label. A 404 is deliberately not "no longer pending" here: without the vendor's own label it
 * can as well be a wrong path or a proxy's page.
 */
function rowOfStatus(status: number): Row {
  if (status === 402) return { reaction: "workspace-stopped", effect: NONE };
  if (status === 429) return { reaction: "wait-until", effect: NONE };
  if (status === 400) return { reaction: "rejected", effect: NONE };
  if (status > 400 && status < 500) return { reaction: "refused", effect: MAYBE, ofList: "not-known" };
  return { reaction: "not-known", effect: MAYBE };
}
