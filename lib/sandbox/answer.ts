import { writeCursor } from "./cursor.ts";
import type { Outcome } from "./faulty-answer.ts";
import type { Refusal, Success } from "./reply.ts";

/** An answer in HTTP words, whether or not a socket carries it. */
export type Answer =
  | {
      readonly dropped: false;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly dropped: true };

/** The documents show the label under two names; `alternate` uses one after the other. */
export type ErrorShape = "error_label" | "label" | "alternate";

export interface AnswerWriter {
  /** `url` is the address asked for, without a query: page links are built on it. `shape` overrides the setting. */
  write(outcome: Outcome, url: string, shape?: Exclude<ErrorShape, "alternate">): Answer;
}

export function createAnswerWriter(setting: ErrorShape = "alternate"): AnswerWriter {
  let errors = 0;
  let labelled = 0;

  function errorBody(refusal: Refusal, shape?: ErrorShape): string {
    errors += 1;
    if (refusal.label !== null) labelled += 1;
    const chosen = shape ?? setting;
    const field = chosen === "alternate" ? (labelled % 2 === 1 ? "error_label" : "label") : chosen;
    return JSON.stringify({
      ...(refusal.label === null ? {} : { [field]: refusal.label }),
      error_scope: refusal.scope,
      // Counted, so that a reference found in a log leads to one answer.
      error_ref: `err-${errors.toString(16).padStart(6, "0")}-sandbox`,
      message: refusal.message,
      status_code: refusal.status,
      ...(refusal.params === undefined ? {} : { params: refusal.params }),
      ...(refusal.retryAfterSeconds === undefined ? {} : { retry_after: refusal.retryAfterSeconds }),
    });
  }

  return {
    write(outcome, url, shape) {
      if (outcome.kind === "dropped") return { dropped: true };
      if (outcome.kind === "html") return html(outcome.status);
      const { reply, cutInTheMiddle = false } = outcome;
      const body = reply.ok ? JSON.stringify(reply.isSingle ? reply.items[0] : reply.items) : errorBody(reply, shape);
      return {
        dropped: false,
        status: reply.ok ? 200 : reply.status,
        headers: { "content-type": "application/json", ...(reply.ok ? links(reply, url) : retryAfter(reply)) },
        // "[]" has no middle that is still broken, so one character is left of it.
        body: cutInTheMiddle ? body.slice(0, Math.max(1, Math.floor(body.length / 2))) : body,
      };
    },
  };
}

function links({ sheet, pages }: Success, url: string): Record<string, string> {
  const found: Record<string, string> = {};
  const cursorUrl = (cursor: Parameters<typeof writeCursor>[0]) => `${url}?cursor=${writeCursor(cursor)}`;
  if (sheet?.next != null) found["x-pagination-next"] = cursorUrl(sheet.next);
  if (sheet?.previous != null) found["x-pagination-previous"] = cursorUrl(sheet.previous);
  if (pages?.next != null) found["x-pagination-next"] = `${url}?retrieve_accounts=true&page=${pages.next}`;
  if (pages?.previous != null) found["x-pagination-previous"] = `${url}?retrieve_accounts=true&page=${pages.previous}`;
  return found;
}

function retryAfter({ retryAfterSeconds }: Refusal): Record<string, string> {
  return retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
}

function html(status: number): Answer {
  const body = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`;
  return { dropped: false, status, headers: { "content-type": "text/html" }, body };
}
