import type { Dispatcher } from "undici";
import { later, MINUTE_MS } from "../domain/time.ts";
import { readJson } from "./json.ts";
import { requestBy } from "./undici.ts";

/** A page of 100 invitations is about 60 kB; whatever is larger than this is not an answer to one of our calls. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * How long after its start a call may go on at the vendor's when nobody listens any more. Assumed: no document gives a
 * limit. A live call is said to take two or three seconds, and gateways commonly give one up after a minute.
 */
export const VENDOR_CALL_LIMIT_MS = MINUTE_MS;

export interface EdgesRequest {
  readonly method: "POST" | "GET";
  readonly address: URL;
  /** JSON text, sent as it is. Null: no body. */
  readonly body: string | null;
  /** It starts something that goes on by itself, so a 202 is an answer to it. Default: a 202 promises something else. */
  readonly startsRun?: boolean;
  /** Items of the answer may carry errors of their own, which are no failure of the call. Default: they are one. */
  readonly hasItemErrors?: boolean;
}

interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly apiKey: string;
  /** For connecting, headers and body together, in milliseconds. */
  readonly timeoutMs: number;
  readonly now: () => Date;
}

/** A body that is not JSON still leaves a status behind, and a 401 or a 429 means what it means in any format. */
type AnswerBody =
  | { readonly json: unknown }
  /** `isCutOff`: we have left while the other side was still at it. */
  | { readonly unreadable: string; readonly isCutOff?: boolean };

export type Exchange =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly headers: Dispatcher.ResponseData["headers"];
      readonly body: AnswerBody;
      /** See `EdgesFailure`. */
      readonly endsBy: Date | null;
    }
  | { readonly kind: "unanswered"; readonly why: string; readonly endsBy: Date | null };

/**
 * One request and its answer. Never throws, never repeats, never follows a redirect (undici's `request` leaves a 3xx
 * as it is, so the key cannot travel to another host). What goes wrong underway is told in words of ours: the
 * transport's own errors are dropped here, because they may quote headers.
 *
 * A call that we have cut off may be under way on the other side until `endsBy`, by the caller's clock. That holds while
 * connecting too: how much of the request was sent is not known here. One that the other side has closed is over.
 */
export async function exchange(call: EdgesRequest, options: ExchangeOptions): Promise<Exchange> {
  const ifCutOff = later(options.now(), VENDOR_CALL_LIMIT_MS);
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    const answer = await beforeTimeout(
      requestBy(options.dispatcher, call.address, {
        method: call.method,
        headers: headersOf(call, options.apiKey),
        body: call.body,
        signal,
      }),
      signal,
    );
    const body = await readBody(answer.body, signal, options.timeoutMs);
    const endsBy = "isCutOff" in body && body.isCutOff ? ifCutOff : null;
    return { kind: "answered", status: answer.statusCode, headers: answer.headers, body, endsBy };
  } catch (error) {
    const endsBy = signal.aborted ? ifCutOff : null;
    return { kind: "unanswered", why: whyOf(error, signal, options.timeoutMs), endsBy };
  }
}

function headersOf(call: EdgesRequest, apiKey: string): Record<string, string> {
  const headers = { "X-API-Key": apiKey, accept: "application/json" };
  return call.body === null ? headers : { ...headers, "content-type": "application/json" };
}

/** undici heeds the signal only from the moment a connection stands, so a connection that hangs is cut short here. */
function beforeTimeout<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    pending.then(resolve, reject);
  });
}

async function readBody(stream: AsyncIterable<Buffer>, signal: AbortSignal, timeoutMs: number): Promise<AnswerBody> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += chunk.length;
      // Leaving the loop destroys the stream, and the connection with it: the rest is never read.
      if (bytes > BODY_LIMIT_BYTES) return { unreadable: "answer larger than 8 MiB", isCutOff: true };
      chunks.push(chunk);
    }
  } catch (error) {
    return {
      unreadable: `${whyOf(error, signal, timeoutMs)} in the middle of the answer`,
      isCutOff: signal.aborted,
    };
  }
  return parseJson(Buffer.concat(chunks));
}

function parseJson(bytes: Buffer): AnswerBody {
  try {
    return { json: readJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { unreadable: "answer is not JSON" };
  }
}

const DROPPED = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

function whyOf(error: unknown, signal: AbortSignal, timeoutMs: number): string {
  if (signal.aborted) return `timed out after ${timeoutMs / 1000} s`;
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (typeof code !== "string" || !/^[A-Z0-9_]{1,64}$/.test(code)) return "connection failed";
  return DROPPED.has(code) ? "connection dropped" : `connection failed (${code})`;
}
