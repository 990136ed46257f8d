import { own } from "../domain/own-property.ts";
import { WITHDRAW_PATH } from "./address.ts";
import { reactionTo } from "./error-labels.ts";
import type { EdgesFailure } from "./errors.ts";
import { TWO_VALUES } from "./json.ts";
import type { EdgesRequest, Exchange } from "./request.ts";
import { readUntil } from "./until.ts";

type Answered = Extract<Exchange, { kind: "answered" }>;

/** Stands in for a label that is not a label's shape, so that nothing from outside reaches a log unread. */
export const UNPRINTABLE = "(unprintable)";

/** A failure that is ours to name, with no label from outside: a word of ours or none. `not-known` unless said otherwise. */
export function failureOf(
  call: EdgesRequest,
  why: string,
  known: Partial<Pick<EdgesFailure, "reaction" | "status" | "label" | "effect" | "sent" | "endsBy">> = {},
): EdgesFailure {
  return {
    reaction: known.reaction ?? "not-known",
    effect: known.effect ?? "maybe",
    sent: known.sent ?? true,
    label: known.label ?? null,
    ref: null,
    status: known.status ?? null,
    scope: null,
    until: null,
    endsBy: known.endsBy ?? null,
    unlisted: false,
    method: call.method,
    address: addressOf(call),
    why,
  };
}

/** The failure an answer speaks of, or null when it speaks of none. Its body may still be of the wrong shape. */
export function failureIn(call: EdgesRequest, answer: Answered, now: Date): EdgesFailure | null {
  const json = "json" in answer.body ? answer.body.json : undefined;
  const source = call.hasItemErrors && Array.isArray(json) ? undefined : errorSource(json);
  const label = readLabel(source);
  const unreadable = "unreadable" in answer.body ? answer.body.unreadable : null;
  // Only these two mean "here is the result"; a 202 or a 206 would promise something else than we asked for.
  const answered = answer.status === 200 || answer.status === 201 || (answer.status === 202 && call.startsRun === true);
  if (answered && label === null)
    return unreadable === null ? null : failureOf(call, unreadable, { status: answer.status, endsBy: answer.endsBy });
  return {
    ...reactionTo(label, answer.status, isWithdrawal(call) ? "invitation" : "list"),
    sent: true,
    label,
    ref: readReference(source),
    status: answer.status,
    scope: printable(own(source, "error_scope"), /^[\w.:-]{1,40}$/),
    until: readUntil({ label, status: answer.status, retryAfter: header(answer, "retry-after"), json: source }, now),
    endsBy: answer.endsBy,
    method: call.method,
    address: addressOf(call),
    why: [whyOfStatus(answer.status), unreadable].filter((part) => part !== null).join(", "),
  };
}

/** Only a withdrawal names an invitation that can be at fault. */
const isWithdrawal = ({ address }: EdgesRequest): boolean => address.pathname.endsWith(WITHDRAW_PATH);

/** A header's text, or null. One that came several times is joined as RFC 9110 (5.2) reads it. */
export function header(answer: Pick<Answered, "headers">, name: string): string | null {
  const value = own(answer.headers, name);
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : null;
}

/**
 * Where an answer keeps its error. An array is a result, yet one with an error among its items is not a whole one
 * (a shape no document shows): taken as it is, it would pass for a short but complete list.
 */
function errorSource(json: unknown): unknown {
  return Array.isArray(json) ? json.find((item) => isLabelled(own(item, "error_label"))) : json;
}

/** Two labels in one item are an error too, whichever was meant. */
const isLabelled = (label: unknown): boolean => typeof label === "string" || label === TWO_VALUES;

/** Most pages of the documents call it `error_label`, one calls it `label`: both are read. */
export function readLabel(source: unknown): string | null {
  const label = own(source, "error_label") ?? own(source, "label") ?? "";
  if (label === "") return null;
  return printable(label, /^[A-Z0-9_]{1,64}$/) ?? UNPRINTABLE;
}

/** `error_ref`, or null. */
export function readReference(source: unknown): string | null {
  return printable(own(source, "error_ref"), /^[\w.:-]{1,100}$/);
}

function printable(value: unknown, shape: RegExp): string | null {
  const text = typeof value === "string" ? value.trim() : "";
  return shape.test(text) ? text : null;
}

function whyOfStatus(status: number): string {
  return status >= 300 && status < 400 ? `redirect (${status}) not followed` : `answered with status ${status}`;
}

/** Cursors and filters live in the query string, and they are nobody's business in a log. */
function addressOf(call: EdgesRequest): string {
  return call.address.origin + call.address.pathname;
}
