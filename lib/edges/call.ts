import type { Dispatcher } from "undici";
import type { ClockWatch } from "./clock-watch.ts";
import type { EdgesFailure } from "./errors.ts";
import { failureIn, failureOf, header, UNPRINTABLE } from "./failures.ts";
import { type EdgesRequest, exchange } from "./request.ts";

/** Asks for the API key. `fresh` means: past any cache, because the key just used was refused. */
export type ReadApiKey = (options?: { fresh?: boolean }) => Promise<string>;

export interface CallOptions {
  readonly apiKey: ReadApiKey;
  readonly dispatcher: Dispatcher;
  readonly now: () => Date;
  readonly timeoutMs: number;
  readonly clockWatch: Pick<ClockWatch, "answered">;
}

export type CallAnswer =
  | { readonly ok: true; readonly status: number; readonly json: unknown; readonly nextPage: string | null }
  | { readonly ok: false; readonly failure: EdgesFailure };

/**
 * One call on the workspace's key. After a 401 the key is read anew, and if it has changed the call is made once more,
 * so that rotating a key needs no restart. This is safe for a withdrawal too, the one repetition that is: a 401 refuses
 * the caller before the action is looked at, so nothing has happened at LinkedIn.
 */
export async function call(options: CallOptions, request: EdgesRequest): Promise<CallAnswer> {
  const key = await readKey(options.apiKey, false);
  // Nothing was sent, so nothing is in doubt, and a secret store that is down is back by the next run.
  if (key === null) {
    return { ok: false, failure: failureOf(request, "no API key could be read", { reaction: "retry-later" }) };
  }
  const answer = await callWith(key, options, request);
  if (answer.ok || answer.failure.status !== 401) return answer;
  const fresh = await readKey(options.apiKey, true);
  return fresh === null || fresh === key ? answer : callWith(fresh, options, request);
}

async function callWith(apiKey: string, options: CallOptions, request: EdgesRequest): Promise<CallAnswer> {
  const sent = options.now();
  const answer = await exchange(request, { apiKey, dispatcher: options.dispatcher, timeoutMs: options.timeoutMs });
  if (answer.kind === "unanswered") return { ok: false, failure: failureOf(request, answer.why) };
  options.clockWatch.answered(answer, sent, options.now());
  const failure = failureIn(request, answer, options.now());
  if (failure !== null) return { ok: false, failure: withoutEcho(failure, apiKey) };
  const json = "json" in answer.body ? answer.body.json : undefined;
  return { ok: true, status: answer.status, json, nextPage: header(answer, "x-pagination-next") };
}

/** Null when the store fails or holds no usable key; its own error is dropped, since it may quote the secret. */
async function readKey(apiKey: ReadApiKey, fresh: boolean): Promise<string | null> {
  try {
    // A key pasted into a secret store often ends in a line break.
    const key = (fresh ? await apiKey({ fresh }) : await apiKey()).trim();
    return /^[\x21-\x7e]+$/.test(key) ? key : null;
  } catch {
    return null;
  }
}

/** An answer that quotes the key back must not carry it into a log. */
function withoutEcho(failure: EdgesFailure, apiKey: string): EdgesFailure {
  const quotes = (text: string | null) => text?.includes(apiKey) ?? false;
  return {
    ...failure,
    label: quotes(failure.label) ? UNPRINTABLE : failure.label,
    ref: quotes(failure.ref) ? null : failure.ref,
    scope: quotes(failure.scope) ? null : failure.scope,
  };
}
