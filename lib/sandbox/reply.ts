import type { Cursor, RowKey } from "./cursor.ts";

/** What the sandbox has to say, before it is put into HTTP words. */
export type Reply = Success | Refusal;

export interface Success {
  readonly ok: true;
  /** The JSON array of the answer. */
  readonly items: readonly object[];
  /** The answer is the one item itself and no array. */
  readonly isSingle?: boolean;
  /** Present for a page of a listing on an identity. */
  readonly sheet?: Sheet;
  /** Present for a page of the workspace's identities: these have numbers and no cursors. */
  readonly pages?: { readonly next: number | null; readonly previous: number | null };
}

/** Where a page stands in its listing. `self` is the place it was asked for. */
export interface Sheet {
  readonly self: Cursor;
  readonly keys: readonly RowKey[];
  readonly next: Cursor | null;
  readonly previous: Cursor | null;
}

/** An error of the vendor's. Its label decides, the status comes second. */
export interface Refusal {
  readonly ok: false;
  readonly status: number;
  /** Null for an error that comes without one, such as a wrong key. */
  readonly label: string | null;
  readonly scope: "input" | "identity" | "workspace" | "external";
  readonly message: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

/** Labels the sandbox answers with by itself, with the status the vendor's table gives them. */
const KNOWN = {
  BAD_INPUT: { status: 400, scope: "input", message: "The input is not valid." },
  BAD_PARAMETERS: { status: 400, scope: "input", message: "The parameters are not valid." },
  MISSING_PARAMETER: { status: 400, scope: "input", message: "A required field is missing." },
  STATUS_404: { status: 424, scope: "input", message: "The resource does not exist." },
  LIMIT_REACHED: { status: 429, scope: "identity", message: "The limit of this identity for this action is reached." },
  STATUS_429: { status: 429, scope: "workspace", message: "Too many requests." },
  LK_524: { status: 424, scope: "external", message: "LinkedIn timed out." },
  LK_ERROR: { status: 424, scope: "external", message: "LinkedIn answered with an error." },
  AUTH_EXPIRED: { status: 424, scope: "identity", message: "The LinkedIn session has expired." },
  NO_VALID_ACCOUNT_CONFIGURED: { status: 424, scope: "identity", message: "No valid LinkedIn account is configured." },
} as const;

type Details = Partial<Pick<Refusal, "status" | "message" | "params" | "retryAfterSeconds">>;

/** A refusal under one of the labels above; `details` replace what the table says. */
export function refuse(label: keyof typeof KNOWN, details: Details = {}): Refusal {
  return { ok: false, label, ...KNOWN[label], ...details };
}

/** A refusal at the door, which the documents show without a label. */
export function refuseWithoutLabel(status: number, message: string): Refusal {
  return { ok: false, status, label: null, scope: "workspace", message };
}
