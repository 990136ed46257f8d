import type { Dispatcher } from "undici";
import { ApiKeyError } from "../domain/api-key-error.ts";
import type { ClockWatch } from "./clock-watch.ts";
import type { EdgesFailure } from "./errors.ts";
import { NO_API_KEY } from "./failure-name.ts";
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
  | {
      readonly ok: false;
      readonly failure: EdgesFailure;
      /** The answer was JSON, as the API's own are. Default: it was not, or none came. */
      readonly isJson?: boolean;
    };

/**
 * One call on the workspace's key. After a 401 the key is read anew, and if it has changed the call is made once more,
 * so that rotating a key needs no restart. This is safe for a withdrawal too, the one repetition that is: a 401 refuses
 * the caller before the action is looked at, so nothing has happened at LinkedIn.
 */
export async function call(options: CallOptions, request: EdgesRequest): Promise<CallAnswer> {
  const key = await readKey(options.apiKey, false);
  if (typeof key !== "string") return { ok: false, failure: keyFailure(request, key) };
  const answer = await callWith(key, options, request);
  if (answer.ok || answer.failure.status !== 401) return answer;
  const fresh = await readKey(options.apiKey, true);
  return typeof fresh !== "string" || fresh === key ? answer : callWith(fresh, options, request);
}

async function callWith(apiKey: string, options: CallOptions, request: EdgesRequest): Promise<CallAnswer> {
  const { dispatcher, timeoutMs, now } = options;
  const sent = now();
  const answer = await exchange(request, { apiKey, dispatcher, timeoutMs, now });
  if (answer.kind === "unanswered") {
    return { ok: false, failure: failureOf(request, answer.why, { endsBy: answer.endsBy }) };
  }
  options.clockWatch.answered(answer, sent, now());
  const failure = failureIn(request, answer, now());
  if (failure !== null) return { ok: false, failure: withoutEcho(failure, apiKey), isJson: "json" in answer.body };
  const json = "json" in answer.body ? answer.body.json : undefined;
  return { ok: true, status: answer.status, json, nextPage: header(answer, "x-pagination-next") };
}

interface NoKey {
  readonly why: string;
}

/** Why there is no key, before anything is called; null when there is one. */
export async function checkApiKey(options: CallOptions, request: EdgesRequest): Promise<EdgesFailure | null> {
  const key = await readKey(options.apiKey, false);
  return typeof key === "string" ? null : keyFailure(request, key);
}

/** Nothing was sent, so nothing is in doubt; and nobody can be called for until there is a key. */
const keyFailure = (request: EdgesRequest, { why }: NoKey): EdgesFailure =>
  failureOf(request, why, { reaction: "workspace-stopped", label: NO_API_KEY, effect: "none", sent: false });

/** Of errors only those in words of ours are told: any other may quote the secret. */
async function readKey(apiKey: ReadApiKey, fresh: boolean): Promise<string | NoKey> {
  try {
    // A key pasted into a secret store often ends in a line break.
    const key = (fresh ? await apiKey({ fresh }) : await apiKey()).trim();
    if (/^[\x21-\x7e]+$/.test(key)) return key;
    return { why: key === "" ? "the API key is empty" : "the API key has signs in it that no key has" };
  } catch (error) {
    return { why: error instanceof ApiKeyError ? error.message : "no API key could be read" };
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
