import { own } from "../domain/own-property.ts";
import { reactionTo } from "./error-labels.ts";
import type { EdgesFailure } from "./errors.ts";
import { failureOf, readLabel, readReference } from "./failures.ts";
import type { EdgesRequest } from "./request.ts";
import { readUntil } from "./until.ts";

/** An error within an item of an answer. */
interface ItemError {
  /** Where its label is. */
  readonly source: unknown;
}

/** With this status the label decides alone, as it does for a live call. */
const LABEL_STATUS = 424;

/** The error an item speaks of: its own label, or one under `error` or `last_error`. Null when it speaks of none. */
export function errorOf(item: unknown): ItemError | null {
  if (readLabel(item) !== null) return { source: item };
  const error = own(item, "error") ?? own(item, "last_error") ?? null;
  // An input that succeeded at its second try still shows what the first one ended with.
  if (error === null || own(error, "has_failed") === false) return null;
  return { source: typeof error === "string" ? { error_label: error } : error };
}

/** The failure of one item, by the label table. Without a label its effect is not known. */
export function failureOfItem(request: EdgesRequest, source: unknown, now: Date): EdgesFailure {
  const label = readLabel(source);
  const failure = failureOf(request, "the run says so of this input");
  if (label === null) return failure;
  const hints = { label, status: LABEL_STATUS, retryAfter: null, json: source };
  const meaning = reactionTo(label, LABEL_STATUS, "invitation");
  return { ...failure, ...meaning, label, ref: readReference(source), until: readUntil(hints, now) };
}
