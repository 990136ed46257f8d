import { readFileSync } from "node:fs";
import { parse } from "lossless-json";

/**
 * A world as a case from the field writes it down, in the vendor's own words. Ids have nineteen digits, so a file is read
 * with `readFieldState`; in a test's own text they are strings or bigints.
 */
export interface FieldState {
  /** The API key. Default `k-field`. */
  readonly key?: string;
  readonly identities: Readonly<Record<string, FieldIdentity>>;
  readonly faults?: readonly FieldFault[];
}

export interface FieldIdentity {
  readonly name: string;
  /** False: its LinkedIn account is cut off. Default true. */
  readonly auth?: boolean;
  /** In the order in which the list shows them. */
  readonly invitations: readonly FieldInvitation[];
  /** In the order in which the list shows them, whatever their dates. Default none. */
  readonly connections?: readonly FieldConnection[];
}

export interface FieldInvitation {
  readonly id: string | number | bigint;
  /** As the list shows it. */
  readonly sent_date: unknown;
  readonly profile_id: number;
  /** Listed while it is `pending`, which is the default. */
  readonly status?: string;
  /** The person's full name. */
  readonly name?: string;
  /** Other fields of the list's item; they win over those above, and `__absent__` takes a field out. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface FieldConnection {
  readonly profile_id: number;
  readonly connected_at: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** The first fault that matches a call and is not used up answers in place of the API, and the call does nothing. */
export interface FieldFault {
  /** By the action's name in its address, and by the urn it withdraws. What is left out matches every call. */
  readonly match: { readonly action?: string; readonly urn?: string };
  /**
   * `status:424:STATUS_403` answers that status with that label, `status:503` one without, `drop` cuts the connection,
   * `hang` leaves it open without an answer.
   */
  readonly do: string;
  /** How many calls it answers. Default 1. */
  readonly times?: number;
}

/** Reads a case's `state.json`: whole numbers that a JavaScript number would round become bigints. */
export function readFieldState(path: string): FieldState {
  const exact = (digits: string) => {
    const number = Number(digits);
    return /^-?\d+$/.test(digits) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
  };
  return parse(readFileSync(path, "utf8"), null, exact) as FieldState;
}

/** The moment at which the cases were written down: their dates are so and so old then. */
export const WRITTEN_AT = new Date("2026-11-28T14:00:00.000Z");
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * The same world with every `sent_date` and `connected_at` that is an ISO instant in UTC moved, so that it is as old at
 * `now` as it was when the case was written. Any other text stays: "3w" counts back by itself.
 */
export function asOf(state: FieldState, now: Date): FieldState {
  const shift = now.getTime() - WRITTEN_AT.getTime();
  const moved = (date: unknown): unknown =>
    typeof date === "string" && INSTANT.test(date) ? new Date(Date.parse(date) + shift).toISOString() : date;
  const identities = Object.entries(state.identities).map(([uid, { invitations, connections = [], ...identity }]) => [
    uid,
    {
      ...identity,
      invitations: invitations.map((one) => ({ ...one, sent_date: moved(one.sent_date) })),
      connections: connections.map((one) => ({ ...one, connected_at: String(moved(one.connected_at)) })),
    },
  ]);
  return { ...state, identities: Object.fromEntries(identities) };
}
